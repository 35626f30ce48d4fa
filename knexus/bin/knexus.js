#!/usr/bin/env node
import module from 'node:module'
import { pathToFileURL } from 'node:url'
import { engine } from './engine.js'

module.enableCompileCache?.()
const { main } = await import(pathToFileURL(await engine()).href)
process.exitCode = await main(process.argv.slice(2))
