import { execFile } from 'node:child_process'
import { cp, mkdtemp, readdir, rm } from 'node:fs/promises'
import { join, resolve } from 'node:path'
import { pathToFileURL } from 'node:url'
import { promisify } from 'node:util'
import { expect } from 'chai'

const knexus = resolve(import.meta.dirname, '../..')

describe('the first calls of the command line', function () {
  this.timeout(600_000)

  it('may come at the same moment: each gets what is built, and one build is left', async () => {
    const copy = await mkdtemp(join(import.meta.dirname, '.first-build-'))
    try {
      for (const part of ['bin', 'src', 'package.json'])
        await cp(join(knexus, part), join(copy, part), { recursive: true })
      const ask = `import(process.argv[1]).then(({ engine }) => engine()).then((place) => process.stdout.write(place))`
      const calls = Array.from({ length: 6 }, () =>
        promisify(execFile)(process.execPath, ['-e', ask, pathToFileURL(join(copy, 'bin/engine.js')).href]),
      )
      const places = (await Promise.all(calls)).map(({ stdout }) => stdout)
      const built = await readdir(join(copy, 'dist'))
      expect(built).to.have.length(1)
      expect(new Set(places)).to.deep.equal(new Set([join(copy, 'dist', built[0]!, 'main.js')]))
      expect((await promisify(execFile)(process.execPath, [join(copy, 'bin/knexus.js'), '--help'])).stdout).to.contain(
        'Usage: knexus',
      )
    } finally {
      await rm(copy, { recursive: true })
    }
  })
})
