import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { expect } from 'chai'
import { githubOf, sarifOf } from '../src/cli/lint-formats.ts'
import { sayAll } from '../src/cli/findings.ts'
import { lint, type Linted } from '../src/lint.ts'
import type { Project } from '../src/project/index.ts'
import { rules } from '../src/rules/index.ts'
import { openShadow, type Shadow } from '../src/shadow/index.ts'
import { database, serverUrl } from './support/server.ts'

const TABLES = file('await knex.raw(`CREATE TABLE orders (id bigint PRIMARY KEY, note text)`)')
const INDEX = file('await knex.raw(`CREATE INDEX by_note ON orders (note)`)')
const BUILDER = file("await knex.schema.alterTable('orders', (table) => { table.dropColumn('note') })")
const ALLOWED = `// knexus: allow drop-column because nobody reads it since 2.4\n${BUILDER}`
const BROKEN = file('await knex.raw(`ALTER TABLE nowhere ADD a int`)')

const FINDING = { rule: 'r', severity: 'warning', message: '100% of\nit\r', why: '', cure: 'cure::', line: 2 } as const

describe('lint', () => {
  let root: string
  let shadow: Shadow
  beforeEach(async () => {
    root = await mkdtemp(join(import.meta.dirname, '.lint-'))
    shadow = await openShadow({ server: serverUrl() })
  })
  afterEach(async () => {
    await shadow.close()
    await rm(root, { recursive: true })
  })

  async function project(texts: readonly string[], settings: Project['settings'] = {}): Promise<Project> {
    for (const [at, text] of texts.entries()) await writeFile(join(root, `2026010100000${at}_m.ts`), text)
    const { url } = await database()
    return {
      knexfile: join(root, 'knexfile.ts'),
      root,
      environment: 'test',
      models: join(root, 'models'),
      settings: { schemas: ['public'], ...settings },
      config: { client: 'pg', connection: url, migrations: { directory: root, loadExtensions: ['.ts'] } },
    }
  }

  const found = async (of: Project, names?: readonly string[]) =>
    (await lint(of, shadow, names)).map(({ name, findings }) => [name.slice(13, 14), findings.map(({ rule }) => rule)])

  it('tells what each migration does to tables that are in use, written by hand with the builder or in SQL', async () => {
    expect(await found(await project([TABLES, INDEX, BUILDER]))).to.deep.equal([
      ['0', []],
      ['1', ['index-blocks-writes']],
      ['2', ['drop-column']],
    ])
  })

  it('looks at the files that are named, on top of those before', async () => {
    const of = await project([TABLES, INDEX, BUILDER])
    expect(await found(of, ['20260101000002_m'])).to.deep.equal([['2', ['drop-column']]])
  })

  it('looks at each of several statements that are sent as one text, whose answers come as ever', async () => {
    const text = 'CREATE INDEX i ON orders (note); SELECT 7 AS n; ALTER TABLE orders DROP note'
    const several = file(
      `const { [1]: { rows: [{ n }] } } = await knex.raw(\`${text}\`)\n  if (n !== 7) throw new Error('no 7')`,
    )
    const outside = file('await knex.raw(`CREATE INDEX CONCURRENTLY i ON orders (note); SELECT 1`)')
    const linted = await lint(await project([TABLES, several, outside]), shadow)
    expect(linted[1]!.findings.map(({ rule }) => rule)).to.deep.equal(['index-blocks-writes', 'drop-column'])
    expect(linted[1]!.trace.statements.map(({ sql }) => sql)).to.deep.equal(text.split('; '))
    expect(linted[2]!.trace.failed?.message).to.match(/cannot run inside a transaction block/)
  })

  it('looks at what lies in namespaces that the models do not manage', async () => {
    const make = file("await knex.raw('CREATE SCHEMA other; CREATE TABLE other.t (id int PRIMARY KEY, j json)')")
    const drop = file("await knex.raw('DROP TABLE other.t')")
    expect(await found(await project([make, drop]))).to.deep.equal([
      ['0', ['json-type']],
      ['1', ['drop-table']],
    ])
  })

  it('keeps quiet where the knexfile says so, and names a rule there that does not exist', async () => {
    const texts = [TABLES, INDEX]
    expect(await found(await project(texts, { lint: { 'index-blocks-writes': 'off' } }))).to.deep.equal([
      ['0', []],
      ['1', []],
    ])
    const wrong = await project(texts, { lint: { 'index-blocks-write': 'off' } })
    await lint(wrong, shadow).then(
      () => expect.fail('it went through'),
      (error: { code?: string }) => expect(error.code).to.equal('unknown-rule'),
    )
  })

  it('carries the reason of what a file allows', async () => {
    const [, { findings }] = (await lint(await project([TABLES, ALLOWED]), shadow)) as [unknown, { findings: unknown }]
    expect(findings).to.have.nested.property('[0].allowed', 'nobody reads it since 2.4')
  })

  it('carries it for the object that the file names, and for no other', async () => {
    const drops = 'ALTER TABLE orders DROP note, DROP CONSTRAINT a; ALTER TABLE orders DROP CONSTRAINT b'
    const checks = file(
      "await knex.raw('ALTER TABLE orders ADD CONSTRAINT a CHECK (id > 0) NOT VALID, ADD CONSTRAINT b CHECK (id > 1) NOT VALID')",
    )
    const on = '// knexus: allow constraint-dropped, drop-column on public.orders.a, public.orders because new'
    const of = await project([TABLES, checks, `${on}\n${file(`await knex.raw(\`${drops}\`)`)}`])
    const [, , { findings }] = (await lint(of, shadow)) as [unknown, unknown, Linted]
    expect(findings.map(({ rule, message, allowed }) => [rule, message, allowed])).to.deep.equal([
      ['drop-column', 'public.orders.note is dropped with its values', undefined],
      ['constraint-dropped', 'public.orders loses the check a', 'new'],
      ['constraint-dropped', 'public.orders loses the check b', undefined],
    ])
  })

  it('stops at a migration that fails, and says where, and in every format what was not looked at', async () => {
    const linted = await lint(await project([TABLES, BROKEN, INDEX, INDEX]), shadow)
    expect(linted.map(({ trace, stopped }) => [trace.failed?.message, stopped])).to.deep.equal([
      [undefined, undefined],
      ['relation "nowhere" does not exist', { line: 4, unseen: 2 }],
    ])
    const says =
      'nowhere" does not exist. What comes after that statement was not looked at, nor were 2 later migrations.'
    expect(githubOf(linted))
      .to.match(/^::error file=\S+20260101000001_m\.ts,line=4,/)
      .and.contain(says)
    const { runs } = JSON.parse(sarifOf(linted, rules)) as { runs: { invocations: unknown; results: unknown }[] }
    expect(runs[0]!.invocations).to.deep.equal([{ executionSuccessful: false }])
    expect(runs[0]!.results).to.have.nested.property('[0].message.text').that.contains(says)
    expect(sayAll(linted)).to.contain(says)
    expect(sayAll(linted)).to.contain('2 migrations: 1 error, 0 warnings, 0 notes; 2 migrations not looked at')
  })

  it('writes paths as GitHub and SARIF want them', () => {
    const odd = { name: 'a', path: join(process.cwd(), 'my files/50%,a:b.ts'), findings: [FINDING] }
    expect(githubOf([odd])).to.equal(
      '::warning file=my files/50%25%2Ca%3Ab.ts,line=2,title=knexus r::100%25 of%0Ait%0D. cure::\n',
    )
    expect(sarifOf([odd], [])).to.contain('"uri": "my%20files/50%25%2Ca%3Ab.ts"')
  })

  it('speaks to GitHub and to code scanning, with the line of the statement', async () => {
    const linted = await lint(await project([TABLES, INDEX]), shadow)
    expect(githubOf(linted)).to.match(
      /^::error file=\S+20260101000001_m\.ts,line=4,title=knexus index-blocks-writes::building public\.by_note blocks/,
    )
    const { runs } = JSON.parse(sarifOf(linted, rules)) as {
      runs: { results: { ruleId: string; locations: unknown }[] }[]
    }
    expect(runs[0]!.results.map(({ ruleId }) => ruleId)).to.deep.equal(['index-blocks-writes'])
    expect(runs[0]!.results[0]!.locations).to.have.nested.property('[0].physicalLocation.region.startLine', 4)
  })
})

function file(body: string): string {
  return `import type { Knex } from 'knex'\n\nexport async function up(knex: Knex) {\n  ${body}\n}\n\nexport async function down() {}\n`
}
