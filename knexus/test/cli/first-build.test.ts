import { execFile } from 'node:child_process'
import { cp, mkdtemp, readdir, rm } from 'node:fs/promises'
import { join, resolve } from 'node:path'
import { promisify } from 'node:util'
import { expect } from 'chai'

const knexus = resolve(import.meta.dirname, '../..')

describe('the first calls of the command line', function () {
  this.timeout(120_000)

  it('may come at the same moment: each answers, and one build is left', async () => {
    const copy = await mkdtemp(join(import.meta.dirname, '.first-build-'))
    try {
      for (const part of ['bin', 'src', 'package.json']) await cp(join(knexus, part), join(copy, part), { recursive: true })
      const calls = Array.from({ length: 6 }, () => promisify(execFile)(process.execPath, [join(copy, 'bin/knexus.js'), '--help']))
      for (const { stdout } of await Promise.all(calls)) expect(stdout).to.contain('Usage: knexus')
      expect(await readdir(join(copy, 'dist'))).to.have.length(1)
    } finally {
      await rm(copy, { recursive: true })
    }
  })
})
