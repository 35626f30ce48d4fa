import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { basename, join } from 'node:path'
import { expect } from 'chai'
import { generate } from '../../src/generate/index.ts'
import type { Project } from '../../src/project/index.ts'
import { openShadow, type Shadow } from '../../src/shadow/index.ts'
import { MEASURED } from '../../src/trace/receipt.ts'
import { verify } from '../../src/verify/index.ts'
import { database, type TestDatabase } from '../support/server.ts'

const BEFORE = `
import { bigInteger, decimal, integer, string, table, text } from 'knexus'
export const people = table('people', { id: bigInteger().primary(), name: text().notNullable() })
export const orders = table('orders', { id: integer().primary(), person_id: bigInteger(), code: text(), price: decimal(10, 2), note: string(20), size: integer() })
`
const AFTER = `
import { bigInteger, decimal, integer, string, table, text } from 'knexus'
export const people = table('humans', { id: bigInteger().primary(), name: text().notNullable(), u: bigInteger().generatedAs('id') }, (t) => [t.renamedFrom('people')])
export const orders = table('orders', {
  id: bigInteger().primary(), person_id: bigInteger().references('humans.id'), code: text().unique(), price: decimal(10, 2).notNullable(), note: string(20), size: text(),
}, (t) => [t.index(['note']), t.check('price > 0', 'price')])
export const more = table('more', { id: integer().primary() })
`

describe('the remarks of a generated file', function () {
  this.timeout('3m')
  let live: TestDatabase
  let shadow: Shadow
  let root: string
  let project: (models: string) => Project
  const files: string[] = []

  before(async () => {
    live = await database()
    shadow = await openShadow({ server: live.url })
    root = await mkdtemp(join(import.meta.dirname, '.receipts-'))
    project = (models) => ({
      knexfile: join(root, 'knexfile.ts'),
      root,
      environment: 'test',
      models: join(root, models),
      settings: {},
      config: {
        client: 'pg',
        connection: live.url,
        migrations: { directory: join(root, 'm'), loadExtensions: ['.ts'] },
      },
    })
    await mkdir(join(root, 'm'))
    for (const [name, source] of [
      ['before', BEFORE],
      ['after', AFTER],
    ] as const) {
      await mkdir(join(root, name))
      await writeFile(join(root, name, 'models.ts'), source)
      const made = await generate(project(name), shadow, { name, renames: [], allow: [], now: new Date() })
      for (const { path, source: text } of made.files) await writeFile(path, text)
      if (name === 'after') files.push(...made.files.map(({ path }) => path))
    }
  })
  after(async () => {
    await shadow.close()
    await rm(root, { recursive: true })
    await live.drop()
  })

  const owed = async () =>
    (
      await verify(
        project('after'),
        shadow,
        files.map((path) => basename(path)),
      )
    ).flatMap(({ findings }) => findings.map(({ rule, message, line }) => [rule, message, line] as const))

  it('say of both ways what keeps others waiting, and that it was measured', async () => {
    const [up, down] = (await readFile(files[0]!, 'utf8')).split('function down')
    expect(up).to.include(`// ${MEASURED}`)
    for (const half of [up, down]) {
      expect(half).to.include('  // ACCESS EXCLUSIVE on public.orders, rewrites it\n')
      expect(half).to.not.match(/EXCLUSIVE on .*\n {2}await knex.raw\(`(CREATE|DROP) TABLE/)
    }
    expect(up).to.include('  // ACCESS EXCLUSIVE on public.humans, rewrites it\n')
  })

  it('hold when the file is verified', async () => {
    expect(await owed()).to.deep.equal([])
  })

  it('are owed where they are wrong or missing', async () => {
    const source = await readFile(files[0]!, 'utf8')
    try {
      await writeFile(files[0]!, source.replace('  // ACCESS EXCLUSIVE on public.orders, rewrites it\n', ''))
      const [[rule, message, line] = [], ...more] = await owed()
      expect([rule, more]).to.deep.equal(['receipt-differs', []])
      expect(message).to.match(
        /^on PostgreSQL \d+ a statement takes ACCESS EXCLUSIVE on public.orders, rewrites it, and the file has no remark about it$/,
      )
      expect(source.split('\n')[line!]).to.include('knex.raw')
      await writeFile(files[0]!, source.replace('orders, rewrites it', 'orders, reads all of it'))
      expect((await owed()).map(([, words]) => words)[0]).to.include(
        'and the file says "ACCESS EXCLUSIVE on public.orders, reads all of it"',
      )
    } finally {
      await writeFile(files[0]!, source)
    }
  })
})
