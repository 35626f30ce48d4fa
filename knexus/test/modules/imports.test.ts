import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect } from 'chai'
import { mayMissExports, missingExport } from '../../src/modules/imports.ts'
import { loadTogether } from '../../src/modules/load.ts'

describe('a name that is imported and not exported', () => {
  let folder: string
  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'knexus-imports-'))
    await writeFile(join(folder, 'package.json'), '{ "type": "module" }')
  })
  afterEach(() => rm(folder, { recursive: true }))

  /** What is suspected of `a.ts`, and what the compiler says of it. */
  async function judge(a: string, b: string) {
    const files = [join(folder, 'a.ts'), join(folder, 'b.ts')]
    await writeFile(files[0]!, a)
    await writeFile(files[1]!, b)
    const modules = await loadTogether([files[1]!])
    const suspects = await mayMissExports(files, [{}, ...modules])
    return { suspected: suspects.includes(files[0]!), missing: await missingExport(files[0]!) }
  }

  it('is named with its place', async () => {
    const { suspected, missing } = await judge(
      `import { owend } from './b.js'\nexport const a = { ...owend }\n`,
      'export const owned = { a: 1 }\n',
    )
    expect(suspected).to.equal(true)
    expect(missing?.name).to.equal('owend')
    expect(missing?.from).to.equal(join(folder, 'b.ts'))
    expect(missing?.place).to.deep.equal({ file: join(folder, 'a.ts'), line: 1, column: 10 })
  })

  it('may be a type, which no module exports', async () => {
    const { suspected, missing } = await judge(
      `import { Kind, owned } from './b.js'\nexport const a: Kind = { ...owned }\n`,
      'export type Kind = object\nexport const owned = { a: 1 }\n',
    )
    expect(suspected).to.equal(true)
    expect(missing).to.equal(undefined)
  })

  it('is no matter where all are exported, or are types by their own word', async () => {
    const { suspected } = await judge(
      `import { type Kind, owned as mine } from './b.js'\nexport const a: Kind = { ...mine }\n`,
      'export type Kind = object\nexport const owned = { a: 1 }\n',
    )
    expect(suspected).to.equal(false)
  })
})
