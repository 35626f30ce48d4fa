import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { pathToFileURL } from 'node:url'
import { expect } from 'chai'
import { needsOf } from '../src/schema.ts'
import { openShadow, type Shadow } from '../src/shadow/index.ts'
import { modelsSource, sqlSource } from '../src/sources/index.ts'
import { recall } from '../src/sources/memory.ts'
import { database, type TestDatabase } from './support/server.ts'

describe('a source that is built', () => {
  let base: TestDatabase
  let shadow: Shadow
  let folder: string
  let opened = 0
  before(async () => {
    base = await database()
    folder = await mkdtemp(join(tmpdir(), 'knexus-sources-'))
    await writeFile(
      join(folder, 'schema.sql'),
      `CREATE TABLE t${process.pid} (id int); CREATE VIEW v AS SELECT id FROM t${process.pid};`,
    )
  })
  beforeEach(async () => {
    const server = await openShadow({ server: base.url })
    shadow = { ...server, database: () => ((opened += 1), server.database()) }
  })
  afterEach(() => shadow.close())
  after(async () => {
    await rm(folder, { recursive: true })
    await base.drop()
  })

  it('is built again for what only a plan asks for, and then never more', async () => {
    const seen = []
    for (const dependencies of [false, true, false, true]) {
      const schema = await sqlSource(join(folder, 'schema.sql')).schema(async () => shadow, { dependencies })
      seen.push([opened, needsOf(schema.get('VIEW public.v')!).includes(`COLUMN public.t${process.pid}.id`)])
    }
    expect(seen).to.deep.equal([
      [1, false],
      [2, true],
      [2, false],
      [2, true],
    ])
  })

  it('is built by difference by a plan, where a comparison has built what it differs from', async () => {
    const models = join(folder, `models-${process.pid}.mjs`)
    const write = (more: string) =>
      writeFile(
        models,
        `import { table, text } from ${JSON.stringify(pathToFileURL(resolve('knexus/src/index.ts')).href)}
        export const all = [${Array.from({ length: 9 }, (_, n) => `table('of_${process.pid}_${n}', { a: text(), ${n === 4 ? more : ''} })`).join(', ')}]`,
      )
    const built = async (dependencies: boolean) => {
      let tables = 0
      const server = await openShadow({ server: base.url })
      const counting: Shadow = {
        ...server,
        async database() {
          const made = await server.database()
          return {
            ...made,
            query: (text, values) => {
              tables += text.match(/CREATE TABLE/g)?.length ?? 0
              return made.query(text, values)
            },
          }
        },
      }
      const schema = await modelsSource(models).schema(async () => counting, { dependencies })
      await server.close()
      return [tables, [...schema.keys()].filter((address) => address.startsWith('COLUMN')).length]
    }
    await write('')
    expect(await built(false)).to.deep.equal([9, 9])
    await write('b: text()')
    expect(await built(true)).to.deep.equal([1, 10])
    await write('b: text(), c: text()')
    expect(await built(false)).to.deep.equal([1, 11])
  })

  it('is kept for each scope by itself', async () => {
    const source = sqlSource(join(folder, 'schema.sql'))
    const table = `TABLE public.t${process.pid}`
    const all = await source.schema(async () => shadow, {})
    const some = await source.schema(async () => shadow, { exclude: [table] })
    expect([all.has(table), some.has(table)]).to.deep.equal([true, false])
    expect(await source.nameOf(shadow, { schemas: ['public'] })).to.not.equal(await source.nameOf(shadow, {}))
  })

  it('is built again, whatever is kept, where that is asked for', async () => {
    const build = (fresh: boolean) => sqlSource(join(folder, 'schema.sql')).schema(async () => shadow, {}, { fresh })
    await build(false)
    const before = opened
    await build(false)
    expect(opened - before).to.equal(0)
    await build(true)
    expect(opened - before).to.equal(1)
  })

  it('is not kept under the name of files that were edited before they were loaded', async () => {
    const models = await mkdtemp(join(import.meta.dirname, '.sources-'))
    const write = (column: string) =>
      writeFile(
        join(models, 'models.ts'),
        `import { table, text } from 'knexus'\nexport const t = table('t_${process.pid}', { ${column}: text() })`,
      )
    const slow: Shadow = {
      ...shadow,
      database: async (states) => {
        await write('later')
        return shadow.database(states)
      },
    }
    try {
      await write('first')
      const source = modelsSource(models)
      const key = await source.nameOf(shadow, {})
      await source.schema(async () => slow, {})
      expect([await recall(key, false), await recall(await source.nameOf(shadow, {}), false)]).to.deep.equal([
        undefined,
        undefined,
      ])
    } finally {
      await rm(models, { recursive: true })
    }
  })

  it('builds of models that were edited only what differs, and what hangs on it', async () => {
    const models = await mkdtemp(join(import.meta.dirname, '.sources-'))
    const names = Array.from('abcdefgh', (letter) => `${letter}_${process.pid}`)
    // A process loads a module once, so each time the file has another name.
    const write = (column: string) =>
      writeFile(
        join(models, `${column}.ts`),
        `import { bigInteger, sql, table, text, view } from 'knexus'\n${names
          .map(
            (name) =>
              `export const ${name} = table('${name}', { id: bigInteger().primary(), ${name === names[0] ? column : 'x'}: text() })`,
          )
          .join('\n')}\nexport const v = view('v', { as: 'SELECT * FROM ${names[0]}' })`,
      )
    const made: string[] = []
    const watched: Shadow = {
      ...shadow,
      database: async (states) => {
        const db = await shadow.database(states)
        const query: typeof db.query = (sql, values) => {
          made.push(...Array.from(sql.matchAll(/CREATE (?:TABLE|VIEW) public\.(\w)/g), ([, name]) => name!))
          return db.query(sql, values)
        }
        return { ...db, query }
      },
    }
    const built = async (column: string) => {
      made.length = 0
      await write(column)
      const schema = await modelsSource(models).schema(async () => watched, {})
      await rm(join(models, `${column}.ts`))
      return [made.toSorted().join(''), schema.has(`COLUMN public.${names[0]}.${column}`), schema.size]
    }
    try {
      const [, , size] = await built('first')
      expect(await built('second')).to.deep.equal(['av', true, size])
    } finally {
      await rm(models, { recursive: true })
    }
  })
})
