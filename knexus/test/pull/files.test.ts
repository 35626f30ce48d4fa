import { execFile } from 'node:child_process'
import { existsSync } from 'node:fs'
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { join, resolve } from 'node:path'
import { promisify } from 'node:util'
import { expect } from 'chai'
import { hostile } from '../cases/hostile.ts'
import { leaveOut } from '../support/leave-out.ts'
import { pullSql, pullSqlEmbedded, type PulledBase } from '../support/pulled.ts'
import { serverFacts } from '../support/server.ts'
import { register } from './fixture.ts'

const root = resolve(import.meta.dirname, '../../..')

describe('pulled files', () => {
  let pulled: PulledBase
  before(async () => {
    pulled = await pullSql(register)
  })
  const file = (name: string) => pulled.files.find((one) => one.name === name)?.text ?? ''

  it('are one that exports nothing where there is nothing', async () => {
    const { files, differences } = await pullSql('')
    expect({ files, differences }).to.deep.equal({
      files: [{ name: 'index.ts', text: 'export {}\n' }],
      differences: [],
    })
  })

  it('build what they were pulled from, at the first attempt', () => {
    expect(pulled.differences).to.deep.equal([])
    expect(pulled.rounds).to.equal(1)
    expect(pulled.text).not.to.include('declare(')
  })

  it('are one a domain, with what is shared beside it, and an index that knows the tables', () => {
    expect(pulled.files.map(({ name }) => name)).to.deep.equal([
      'base.ts',
      'functions.ts',
      'index.ts',
      'studies.ts',
      'types.ts',
      'views.ts',
    ])
    expect(file('index.ts'))
      .to.include("export * from './studies.js'")
      .and.include('interface Tables extends KnexTables<Models> {}')
  })

  it('say the convention once, and no name that follows it', () => {
    expect(file('base.ts'))
      .to.include("uq: 'uq_{table}_{columns}'")
      .and.include("fk: 'fk_{table}_{columns}_{references}'")
    expect(pulled.text).not.to.include('uq_documents_study_id_kind').and.not.include('ck_studies_title')
    expect(pulled.text).to.include("{ name: 'page_count' }")
  })

  it('read as a person would have written them', () => {
    expect(file('studies.ts')).to.equal(
      body(`
import { date, decimal, increments, integer, jsonb, sql, string, text, timestamps, uuid, uuidKey } from 'knexus'
import { domain, enumType, table } from './base.js'
import { touch } from './functions.js'
import { studyStatus } from './types.js'

export const documentKind = enumType('document_kind', ['protocol', 'report'])

export const email = domain('email', text().check(sql\`VALUE ~~ '%@%'::text\`, { name: 'email_form' }))

export const documents = table('documents', {
  ...uuidKey(),
  study_id: uuid().notNullable().references('studies.id').onDelete('cascade'),
  kind: documentKind.column().notNullable(),
  pages: integer().check(sql\`pages >= 0\`, { name: 'page_count' }),
  owner: email.column(),
  first_page: integer().generatedAs(sql\`(pages - pages) + 1\`),
  ...timestamps(),
}, (t) => [
  t.unique(['study_id', 'kind']),
  t.index([sql\`to_tsvector('english'::regconfig, (owner)::text)\`], { using: 'gin', name: 'documents_words' }),
  t.index(['kind', { key: 'created_at', order: 'desc' }], { where: sql\`pages > 0\` }),
  t.rowSecurity(),
  t.policy('own_rows', { for: 'select', using: sql\`(owner)::text = CURRENT_USER\` }),
])

export const studies = table('studies', {
  ...uuidKey(),
  code: string(64).notNullable().unique().comment('What people call it.'),
  title: text().notNullable().check(sql\`title <> ''::text\`),
  status: studyStatus.column().notNullable().defaultTo('active'),
  weight: decimal(5, 2).defaultTo(1.5),
  tags: text().array().notNullable().defaultTo([]),
  facts: jsonb().notNullable().defaultTo({ pages: 0 }),
  ...timestamps(),
}, (t) => [
  t.comment("A clinical trial. It's the root of everything."),
  t.trigger('studies_touch', { timing: 'before', events: ['update'], when: sql\`old.* IS DISTINCT FROM new.*\`, execute: touch }),
])

export const visits = table('visits', {
  number: increments(),
  day: date().notNullable().defaultTo(sql\`CURRENT_DATE\`).index(),
  room: integer().identity({ generation: 'by default', start: 10 }),
  document_id: uuid().references('documents.id'),
  hours: integer().check(sql\`hours < 24\`),
})
`),
    )
  })

  it('compile, under hostile names too', async function () {
    this.timeout(600_000)
    const names = hostile.cases.filter(({ since = 0 }) => since <= serverFacts().major).slice(0, 8)
    const odd = await Promise.all(names.map(({ to }) => pullSql(to)))
    await expectToCompile([pulled, ...odd])
  })
})

describe('what many tables say alike, pulled', () => {
  it('is row security once, and a check of values that says its type', async () => {
    const tables = ['orders', 'items', 'people'].map(
      (
        name,
      ) => `CREATE TABLE ${name} (id int PRIMARY KEY, owner text NOT NULL, state varchar(9) NOT NULL CHECK (state IN ('open', 'done')));
        ALTER TABLE ${name} ENABLE ROW LEVEL SECURITY;
        CREATE POLICY ${name}_own ON ${name} USING (owner = CURRENT_USER);`,
    )
    const pulled = await pullSql(tables.join('\n'))
    expect(pulled.differences).to.deep.equal([])
    expect(pulled.rounds).to.equal(1)
    expect(pulled.text)
      .to.include('t.policy(`${table}_own`, { using: sql`owner = CURRENT_USER` })')
      .and.include("  ...rowSecurity(t, 'orders'),")
      .and.include("state: string(9).notNullable().checkIn(['open', 'done'])")
    expect(pulled.text.match(/t\.policy\(/g)).to.have.length(1)
    await expectToCompile([pulled])
  }).timeout(600_000)

  it('is said by each of two tables', async () => {
    const tables = ['orders', 'items'].map(
      (name) => `CREATE TABLE ${name} (owner text); ALTER TABLE ${name} ENABLE ROW LEVEL SECURITY;
        CREATE POLICY ${name}_own ON ${name} USING (owner = CURRENT_USER);`,
    )
    expect((await pullSql(tables.join('\n'))).text.match(/t\.policy\(/g)).to.have.length(2)
  })
})

describe('a child table, pulled', () => {
  it('keeps without a default what has one in its parent', async () => {
    const child = (type: string) =>
      pullSql(
        `CREATE DOMAIN amount AS int; CREATE TABLE parent (a ${type} DEFAULT 1, b jsonb DEFAULT '[]'); CREATE TABLE child (LIKE parent); ALTER TABLE child INHERIT parent`,
      )
    const [said, asData] = [await child('int'), await child('amount')]
    expect(said.differences).to.deep.equal([])
    expect(said.text)
      .to.include('a: integer().defaultTo(sql`NULL`)')
      .and.include('b: jsonb().defaultTo(sql`NULL`)')
      .and.not.include('declare(')
    // PostgreSQL keeps NULL as a default of its own where the type is a domain.
    expect(asData.differences).to.deep.equal([])
  })
})

describe('a real schema, pulled', () => {
  const original = resolve(root, '../shared/clinnexus/original.sql')

  it('builds every table of the original of ClinNexus', async function () {
    this.timeout(600_000)
    leaveOut(this, existsSync(original) ? undefined : 'the original schema is not here')
    const script = await readFile(original, 'utf8')
    const { differences, schema, text } = await pullSqlEmbedded(script.replaceAll(/^\\.*$/gm, ''))
    expect(differences).to.deep.equal([])
    expect([...schema.values()].filter(({ kind }) => kind === 'table')).to.have.length(
      script.match(/^CREATE TABLE /gm)?.length ?? 0,
    )
    expect(text).to.include('vector(').and.not.include('declare(')
  })
})

/** Puts each pull in a folder of its own, from which `knexus` is found, and runs the compiler over all with the repository's settings. */
async function expectToCompile(pulls: readonly PulledBase[]): Promise<void> {
  const folder = await mkdtemp(join(root, 'knexus/test/.pulled-'))
  try {
    for (const [at, { files }] of pulls.entries()) {
      for (const { name, text } of files)
        await writeFile(
          join(folder, `${at}-${name}`),
          text
            .replaceAll(/(?<= from ')\.\//g, `./${at}-`)
            .replaceAll(/^declare module[\s\S]*$/gm, 'export type Tables = KnexTables<Models>\n'),
        )
    }
    await writeFile(
      join(folder, 'tsconfig.json'),
      JSON.stringify({ extends: '../../../tsconfig.json', include: ['*.ts'] }),
    )
    const compiler = join(root, 'node_modules/typescript/bin/tsc')
    const told = await promisify(execFile)(process.execPath, [compiler, '--noEmit', '-p', folder]).then(
      () => '',
      (error: unknown) => (error instanceof Error && 'stdout' in error ? String(error.stdout) : String(error)),
    )
    expect(told).to.equal('')
  } finally {
    await rm(folder, { recursive: true, force: true })
  }
}

function body(text: string): string {
  return text.slice(1)
}
