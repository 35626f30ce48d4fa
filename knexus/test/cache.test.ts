import { mkdir, mkdtemp, readdir, realpath, rm, utimes } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect } from 'chai'
import { cached, keep } from '../src/cache.ts'

describe('the cache', () => {
  const home = process.cwd()
  let folder: string
  before(async () => {
    folder = await realpath(await mkdtemp(join(tmpdir(), 'knexus-cache-')))
    await mkdir(join(folder, 'node_modules'))
    process.chdir(folder)
  })
  after(async () => {
    process.chdir(home)
    await rm(folder, { recursive: true })
  })

  it('gives back what was kept, and nothing for another name', async () => {
    await keep('one.json', 'first')
    expect(String(await cached('one.json'))).to.equal('first')
    expect(await cached('two.json')).to.equal(undefined)
  })

  it('keeps the forty files that were used last', async () => {
    const files = join(folder, 'node_modules/.cache/knexus')
    for (let number = 0; number < 39; number += 1) {
      await keep(`old-${number}.json`, 'old')
      await utimes(join(files, `old-${number}.json`), new Date(2020, 0, 1), new Date(2020, 0, 1 + number))
    }
    await cached('old-0.json')
    await keep('new.json', 'new')
    const left = await readdir(files)
    expect(left)
      .to.have.length(40)
      .and.include.members(['new.json', 'old-0.json', 'old-38.json'])
      .and.not.include('old-1.json')
  })
})
