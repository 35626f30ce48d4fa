// Builds what an installed package runs; npm calls it before it packs.
import { build } from './engine.js'

await build()
