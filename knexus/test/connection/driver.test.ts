import { execFileSync } from 'node:child_process'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { expect } from 'chai'

/** What a process of its own has loaded of Node after a piece of code. */
function loadedAfter(code: string): { readonly fetch: boolean; readonly navigator: boolean } {
  const tell = `process.stdout.write(JSON.stringify({ fetch: process.moduleLoadList.some((name) => name.includes('undici/undici')), navigator: 'navigator' in globalThis }))`
  const output = execFileSync(process.execPath, ['--import', 'tsx', '--input-type=module', '-e', `${code}; ${tell}`], {
    cwd: join(import.meta.dirname, '../../..'),
    encoding: 'utf8',
  })
  return JSON.parse(output) as { fetch: boolean; navigator: boolean }
}

describe('the driver', () => {
  it('is loaded without fetch, and leaves the globals as they were', () => {
    const file = pathToFileURL(join(import.meta.dirname, '../../src/connection/driver.ts')).href
    const alone = loadedAfter('0')
    expect(loadedAfter(`const { driver } = await import(${JSON.stringify(file)}); await driver()`)).to.deep.equal(alone)
    expect(alone.fetch).to.equal(false)
  })
})
