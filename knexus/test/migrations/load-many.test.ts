import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { types } from 'node:util'
import { expect } from 'chai'
import { load } from '../../src/modules/load.ts'
import { loaderOf } from '../../src/migrations/load-many.ts'

/** What a file may hold, what its `up` gives when it is called, and whether it can be compiled with the others. */
const FILES: Readonly<Record<string, readonly [text: string, gives: unknown, together: boolean]>> = {
  'types.ts': [
    `import type { Knex } from 'knex'\nexport async function up(knex: Knex): Promise<string> { return 'types' }`,
    'types',
    true,
  ],
  'unused.ts': [`import { Knex } from 'knex'\nexport const up = (knex: Knex): unknown => 'unused'`, 'unused', true],
  'helper.ts': [`import { name } from './name.ts'\nexport const up = () => name`, 'name', false],
  'lines.ts': [`import {\n  name,\n} from './name.ts'\nexport const up = () => name`, 'name', false],
  'again.ts': [`export { give as up } from './name.ts'`, 'name', false],
  'package.ts': [`import { sep } from 'node:path'\nexport const up = () => sep`, '/', false],
  'call.ts': [`export const up = async () => (await import('node:path')).sep`, '/', false],
  'place.ts': ['export const up = () => typeof import.meta.url', 'string', false],
  'enum.ts': [`enum Kind { One = 'one' }\nexport const up = () => Kind.One`, 'one', true],
  'default.ts': [`export default { up: () => 'default' }`, 'default', true],
  'strict.ts': [
    `export const up = () => { try { (globalThis as { undeclared?: 1 }); eval('undeclared = 1'); return 'sloppy' } catch { return 'strict' } }`,
    'strict',
    true,
  ],
}

describe('many files in TypeScript', () => {
  let folder: string
  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'knexus-load-'))
    await writeFile(join(folder, 'package.json'), '{ "type": "module" }')
    await writeFile(join(folder, 'name.ts'), `export const name: string = 'name'\nexport const give = () => name\n`)
  })
  afterEach(() => rm(folder, { recursive: true }))

  /** Writes the files and as many plain ones as it takes to be many. */
  async function written(files: Readonly<Record<string, string>>): Promise<{ path: string; text: string }[]> {
    const all = {
      ...files,
      ...Object.fromEntries(
        Array.from({ length: 24 }, (_, n) => [`plain${n}.ts`, `export const up: () => number = () => ${n}`]),
      ),
    }
    return Promise.all(
      Object.entries(all).map(async ([name, text]) => {
        await writeFile(join(folder, name), text)
        return { path: join(folder, name), text }
      }),
    )
  }

  it('are loaded together as each would be alone, whatever they hold', async () => {
    const sources = await written(Object.fromEntries(Object.entries(FILES).map(([name, [text]]) => [name, text])))
    const loader = await loaderOf(sources)
    for (const [name, [, gives, together]] of Object.entries(FILES)) {
      const module = (await loader(join(folder, name))) as { up?: () => unknown; default?: { up: () => unknown } }
      expect(await (module.up ?? module.default?.up)?.(), name).to.equal(gives)
      expect(types.isModuleNamespaceObject(module), name).to.equal(!together)
    }
    expect(((await loader(join(folder, 'plain3.ts'))) as { up(): number }).up()).to.equal(3)
  })

  it('are evaluated when they are asked for, and once', async () => {
    const count = `(globalThis as { evaluated?: number }).evaluated`
    const sources = await written({ 'counts.ts': `${count} = (${count} ?? 0) + 1\nexport const up = () => ${count}` })
    const before = (await loaderOf(sources), Reflect.get(globalThis, 'evaluated'))
    expect(before).to.equal(undefined)
    for (const loader of [await loaderOf(sources), await loaderOf(sources)])
      expect(((await loader(join(folder, 'counts.ts'))) as { up(): number }).up()).to.equal(1)
  })

  it('point into their sources', async () => {
    const sources = await written({
      'throws.ts': `// one\n\nexport function up(): void {\n  interface Not { a: 1 }\n  throw new Error('here')\n}\n`,
    })
    const { up } = (await (await loaderOf(sources))(join(folder, 'throws.ts'))) as { up: () => void }
    expect(up).to.throw(Error).with.property('stack').that.includes('throws.ts:5:')
  })

  it('are loaded one by one where one of them awaits at its top', async () => {
    const loader = await loaderOf(
      await written({ 'waits.ts': `const name = await Promise.resolve('waits')\nexport const up = () => name` }),
    )
    expect(((await loader(join(folder, 'waits.ts'))) as { up(): string }).up()).to.equal('waits')
  })

  it('say which one is wrong, as it would by itself', async () => {
    const sources = await written({ 'wrong.ts': 'export const up: = 1' })
    const loader = await loaderOf(sources)
    const said = async (loading: Promise<unknown>) =>
      loading.then(
        () => '',
        (error: unknown) => (error as Error).message,
      )
    expect(await said(loader(join(folder, 'wrong.ts'))))
      .to.equal(await said(load(join(folder, 'wrong.ts'))))
      .and.not.equal('')
    expect(((await loader(join(folder, 'plain3.ts'))) as { up(): number }).up()).to.equal(3)
  })
})
