import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { expect } from 'chai'
import { generate } from '../src/generate/index.ts'
import type { Project } from '../src/project/index.ts'
import { openShadow, type Shadow } from '../src/shadow/index.ts'
import { database, type TestDatabase } from './support/server.ts'

const HEAD = `import { declareWith, enumType, integer, naming, sql, table, text } from 'knexus'
export { declareWith, enumType, integer, naming, sql, table, text }
`
const FACTS = (more: string) =>
  `export const facts = table('facts', { id: integer().primary(), study: integer().notNullable(), key: text().notNullable(), ${more} }, (t) => [t.unique(['study', 'key'])])`

/** Models, what they become, and what is said of the change. */
const CASES: Readonly<Record<string, { from?: string; to: string; settings?: Project['settings']; found: string[] }>> =
  {
    'a foreign key without an index, a twin and a prefix of another index': {
      to: `export const p = table('p', { id: integer().primary() })
export const c = table('c', { id: integer().primary(), p_id: integer().notNullable().references('p.id'), a: text(), b: text() }, (t) => [
  t.index(['a'], { name: 'ix_a' }), t.index(['a', 'b'], { name: 'ix_a_b' }), t.index(['a', 'b'], { name: 'ix_twin' }), t.index(['id'], { name: 'ix_id' })])`,
      found: [
        'warning foreign-key-without-index: no index of public.c begins with p_id, which refers to public.p',
        'note redundant-index: public.ix_a is a prefix of ix_a_b',
        'note redundant-index: public.ix_a is a prefix of ix_twin',
        'note redundant-index: public.ix_id is the same as c_pkey',
        'note redundant-index: public.ix_twin is the same as ix_a_b',
      ],
    },
    'a prefix twice': {
      to: `const { table: named } = declareWith({ naming: naming({ ck: 'ck_{table}_{name}' }) })
export const a = named('jobs', { id: integer().primary(), mode: text() }, (t) => [t.check(sql\`mode <> ''\`, 'ck_jobs_mode')])`,
      found: ['note doubled-prefix: ck_jobs_ck_jobs_mode has the prefix ck_jobs_ twice'],
    },
    'a default that its own check refuses, and one that fails': {
      to: `export const a = table('a', { id: integer().primary(), mode: text().checkIn(['auto', 'manual']).defaultTo(sql\`'user'\`), n: integer().defaultTo(sql\`1 / (random() * 0)::int\`) })`,
      found: [
        `error default-fails: the default of public.a.mode, 'user'::text, is refused by a_mode_check`,
        'error default-fails: the default of public.a.n fails: division by zero',
      ],
    },
    'a unique that a new column should be part of': {
      from: FACTS(''),
      to: `export const place = enumType('place', ['global', 'arm'])\n${FACTS(`place: place.column().notNullable().defaultTo('global')`)}`,
      found: [
        "note unique-too-narrow: public.facts.place is not part of the table's only multi-column key, (study, key)",
      ],
    },
    'nothing of what the change does not touch': {
      from: `export const p = table('p', { id: integer().primary() })
export const c = table('c', { id: integer().primary(), p_id: integer().references('p.id') })`,
      to: `export const p = table('p', { id: integer().primary(), note: text() })
export const c = table('c', { id: integer().primary(), p_id: integer().references('p.id') })`,
      found: [],
    },
    'a renamed table is no new one': {
      from: `export const p = table('p', { id: integer().primary() })
export const c = table('c', { id: integer().primary(), p_id: integer().references('p.id') })`,
      to: `export const p = table('p', { id: integer().primary() })
export const c = table('d', { id: integer().primary(), p_id: integer().references('p.id') }, (t) => [t.renamedFrom('c')])`,
      found: [],
    },
    'nothing of what the knexfile does not want to hear': {
      to: `export const p = table('p', { id: integer().primary() })
export const c = table('c', { id: integer().primary(), p_id: integer().references('p.id') })`,
      settings: { lint: { 'foreign-key-without-index': 'off' } },
      found: [],
    },
  }

describe('what generate finds unwise', function () {
  this.timeout('1m')
  let live: TestDatabase
  let shadow: Shadow
  let root: string
  before(async () => {
    live = await database()
    shadow = await openShadow({ server: live.url })
  })
  beforeEach(async () => {
    root = await mkdtemp(join(import.meta.dirname, '.unwise-'))
    await mkdir(join(root, 'migrations'))
  })
  afterEach(() => rm(root, { recursive: true }))
  after(async () => {
    await shadow.close()
    await live.drop()
  })

  async function make(models: string, name: string, settings: Project['settings']) {
    const place = join(root, name)
    await mkdir(place)
    await writeFile(join(place, 'index.ts'), HEAD + models)
    const project: Project = {
      knexfile: join(root, 'knexfile.ts'),
      root,
      environment: 'test',
      models: place,
      settings,
      config: {
        client: 'pg',
        connection: live.url,
        migrations: { directory: join(root, 'migrations'), loadExtensions: ['.ts'] },
      },
    }
    const made = await generate(project, shadow, { name, renames: [], allow: [], now: new Date() })
    for (const { path, source } of made.files) await writeFile(path, source)
    return made
  }

  for (const [name, { from, to, settings = {}, found }] of Object.entries(CASES))
    it(`is told before the file is there: ${name}`, async () => {
      if (from !== undefined) await make(from, 'one', {})
      const { findings, files } = await make(to, 'two', settings)
      expect(files).not.to.deep.equal([])
      expect(findings.map(({ severity, rule, message }) => `${severity} ${rule}: ${message}`).toSorted()).to.deep.equal(
        found.toSorted(),
      )
      for (const finding of findings) expect(finding).not.to.have.any.keys('sql', 'statement')
    })
})
