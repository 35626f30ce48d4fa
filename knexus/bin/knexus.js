#!/usr/bin/env node
import module from 'node:module'
import { pathToFileURL } from 'node:url'
import { engine } from './engine.js'

module.enableCompileCache?.()
const { main } = await import(pathToFileURL(await engine()).href)
process.exitCode = await main(process.argv.slice(2))
setTimeout(end, 3_000).unref()

/** The work is over, and the process is still here: something was left open, as a file of the project's own may do. Whoever reads the output gets all of it first. */
function end() {
  if (process.stdout.writableLength + process.stderr.writableLength > 0) {
    setTimeout(end, 1_000).unref()
    return
  }
  if (process.env.DEBUG !== undefined) {
    const left = process.getActiveResourcesInfo().join(', ')
    process.stderr.write(`warning: the work is over, and these were still open: ${left}\n`)
  }
  process.exit()
}
