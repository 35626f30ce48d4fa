import { execute } from '../support/server.ts'
import { commandProject } from '../support/command.ts'
import { expectSaid, migration, type Said } from './told.ts'

interface Drifted {
  readonly name: string
  readonly models: string
  /** What a migration written by hand sends, and what takes it back. */
  readonly migrations?: readonly (readonly [up: string, down: string])[]
  /** What somebody does in the live database after all of it ran. */
  readonly byHand?: string
  readonly commands: readonly Said[]
}

const of = (imports: string, text: string) => `import { ${imports} } from 'knexus'\n${text}\n`
const PLAIN = of('integer, table, text', `export const s = table('s', { id: integer().primary(), code: text() })`)
const BUILT: readonly (readonly [string, string])[] = [
  ['CREATE TABLE s (id integer CONSTRAINT s_pkey PRIMARY KEY, code text)', 'DROP TABLE s'],
]
const AGREE: Said = { run: ['check'], exit: 0, says: ['agree'] }

const CASES: readonly Drifted[] = [
  {
    name: 'a unique and an index that only the database has are drift, kept, and declared with what check says',
    models: PLAIN,
    migrations: BUILT,
    byHand: 'ALTER TABLE s ADD CONSTRAINT uq_s_code UNIQUE (code); CREATE INDEX ix_s ON s (code DESC)',
    commands: [
      {
        run: ['check'],
        exit: 1,
        says: ['Drift', '+ constraint uq_s_code UNIQUE (code)', '+ index ix_s', 'npx knexus pull --into --from db'],
      },
      { run: ['generate', 'none'], exit: 0, says: ['Nothing to write'] },
      { run: ['generate', 'none', '--from', 'db'], exit: 0, says: ['kept', 'uq_s_code', 'built by no migration'] },
      { run: ['pull', '--into', '--from', 'db'], exit: 0, says: [] },
      { run: ['generate', 'kept'], exit: 0, says: ['uq_s_code'] },
      { run: ['stamp', 'kept'], exit: 0, says: [] },
      AGREE,
    ],
  },
  {
    name: 'a check that only the database has is drift with its text',
    models: PLAIN,
    migrations: BUILT,
    byHand: `ALTER TABLE s ADD CONSTRAINT chk_code CHECK (code IN ('ok', 'failed'))`,
    commands: [
      { run: ['check'], exit: 1, says: ['Drift', '+ constraint chk_code CHECK', "'failed'::text"] },
      { run: ['generate', 'none'], exit: 0, says: ['Nothing to write'] },
      { run: ['generate', 'none', '--from', 'db'], exit: 0, says: ['kept', 'chk_code'] },
    ],
  },
  {
    name: 'a unique that a migration built and no model declares is not dropped without a word',
    models: PLAIN,
    migrations: [...BUILT, ['ALTER TABLE s ADD CONSTRAINT uq UNIQUE (code)', 'ALTER TABLE s DROP CONSTRAINT uq']],
    commands: [
      { run: ['check'], exit: 1, says: ['- constraint uq UNIQUE (code)', 'pull --into'], never: ['Drift'] },
      { run: ['generate', 'none'], exit: 0, says: ['kept', 'CONSTRAINT uq ON public.s (built by 1_'] },
    ],
  },
  {
    name: 'a default that only the migrations have is named',
    models: of('table, uuid', `export const z = table('z', { id: uuid().primary() })`),
    migrations: [['CREATE TABLE z (id uuid DEFAULT gen_random_uuid() CONSTRAINT z_pkey PRIMARY KEY)', 'DROP TABLE z']],
    commands: [
      { run: ['check'], exit: 1, says: ['z: - default id gen_random_uuid()'] },
      { run: ['check', '--json'], exit: 1, says: ['DEFAULT public.z.id is built by the migrations and not declared'] },
      { run: ['generate', 'none'], exit: 0, says: ['kept', 'DEFAULT public.z.id'] },
    ],
  },
  {
    name: 'what was changed, added and made by hand is told with before and after',
    models: of('table, text, uuid', `export const c = table('c', { id: uuid().primary(), a: text() })`),
    migrations: [['CREATE TABLE c (id uuid CONSTRAINT c_pkey PRIMARY KEY, a text)', 'DROP TABLE c']],
    byHand: `ALTER TABLE c ALTER id SET DEFAULT gen_random_uuid(), ALTER a TYPE varchar(20), ADD b int;
      CREATE FUNCTION f() RETURNS int LANGUAGE sql AS 'SELECT 1'`,
    commands: [
      {
        run: ['check'],
        exit: 1,
        says: [
          '+ function f()',
          '~ column a, type: text -> character varying(20)',
          '+ column b integer',
          '+ default id gen_random_uuid()',
          'diff --from db --to migrations --sql',
        ],
      },
      { run: ['generate', 'none'], exit: 0, says: ['Nothing to write'] },
    ],
  },
  {
    name: 'a text that the model calls an enum is changed with its rows, and a word outside of it is told of as a row',
    models: of(
      'enumType, integer, table',
      `export const kind = enumType('kind', ['csr', 'protocol'])
export const g = table('g', { id: integer().primary(), t: kind.column().defaultTo('csr') })`,
    ),
    migrations: [
      [
        `CREATE TYPE kind AS ENUM ('csr', 'protocol'); CREATE TABLE g (id int CONSTRAINT g_pkey PRIMARY KEY, t varchar DEFAULT 'csr')`,
        'DROP TABLE g; DROP TYPE kind',
      ],
    ],
    byHand: `INSERT INTO g VALUES (1, 'protocol'), (2, 'what')`,
    commands: [
      { run: ['check'], exit: 1, says: ['~ column t, type: character varying -> public.kind'] },
      {
        run: ['generate', 'to_enum', '--plain'],
        exit: 0,
        says: ['It fails on rows whose values do not fit: public.g.t'],
      },
      {
        run: ['up'],
        exit: 2,
        says: [
          'invalid input value for enum kind: "what"',
          'ALTER COLUMN t TYPE',
          'Correct the rows',
          'nothing of it is left',
        ],
        never: ['Correct the file and'],
      },
    ],
  },
  {
    name: 'a prefix that the naming already gives is named',
    models: `import { declareWith, integer, naming, text } from 'knexus'
const { table } = declareWith({ naming: naming({ ck: 'ck_{table}_{name}' }) })
export const a = table('a', { id: integer().primary(), m: text() }, (t) => [t.check("m <> ''", 'ck_a_m')])\n`,
    commands: [{ run: ['generate', 'x'], exit: 0, says: ['doubled-prefix: ck_a_ck_a_m', '{ name }'] }],
  },
  {
    name: 'names that a table left behind when it was renamed are renamed, not built again',
    models: of(
      'integer, table, text',
      `export const p = table('p', { id: integer().primary() })
export const u = table('u', { id: integer().primary(), k: text().unique(), p_id: integer().references('p.id').index() })`,
    ),
    migrations: [
      [
        `CREATE TABLE p (id int CONSTRAINT p_pkey PRIMARY KEY);
         CREATE TABLE o (id int CONSTRAINT o_pkey PRIMARY KEY, k text CONSTRAINT o_k_unique UNIQUE, p_id int CONSTRAINT o_p_id_foreign REFERENCES p);
         CREATE INDEX o_p_id_index ON o (p_id)`,
        'DROP TABLE o; DROP TABLE p',
      ],
      ['ALTER TABLE o RENAME TO u', 'ALTER TABLE u RENAME TO o'],
    ],
    commands: [
      { run: ['check'], exit: 1, says: ['o_k_unique', 'o_p_id_foreign', 'o_p_id_index'] },
      {
        run: ['generate', 'names', '--dry-run'],
        exit: 0,
        says: [
          'RENAME CONSTRAINT o_k_unique TO',
          'RENAME CONSTRAINT o_p_id_foreign TO',
          'ALTER INDEX public.o_p_id_index RENAME',
        ],
        never: ['DROP', 'CREATE '],
      },
    ],
  },
]

/** What somebody did in a database or forgot in a model, from outside: what is said, and that what is advised works. */
describe('what models, migrations and a database do not share', function () {
  this.timeout('5m')
  for (const { name, models, migrations = [], byHand, commands } of CASES) {
    it(name, async () => {
      const project = await commandProject({ 'models/index.ts': models })
      try {
        for (const [index, [up, down]] of migrations.entries())
          await project.write(migration(`${index}_by_hand`, up, down))
        if (migrations.length > 0) await expectSaid(project, { run: ['up'], exit: 0, says: ['Ran '] })
        if (byHand !== undefined) await execute(project.live, byHand)
        for (const said of commands) await expectSaid(project, said)
      } finally {
        await project.drop()
      }
    })
  }
})
