// Builds what an installed package runs; npm calls it before it packs.
import { rm } from 'node:fs/promises'
import { build } from './engine.js'

await rm(new URL('../dist/release', import.meta.url), { recursive: true, force: true })
await build()
