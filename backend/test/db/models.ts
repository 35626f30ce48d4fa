import { cp, mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { join, resolve } from 'node:path'
import { expect } from 'chai'
import knex, { type Knex } from 'knex'
import { generate } from '../../../knexus/src/generate/index.ts'
import type { Project } from '../../../knexus/src/project/index.ts'
import { openShadow } from '../../../knexus/src/shadow/index.ts'

/** An edit of the models: the file, what stands there, and what then stands there. */
type Edit = readonly [file: string, from: string, to: string]

/** An empty database, and how to be rid of it. */
export interface Opened {
  /** 14 to 18. */
  readonly major: number
  /** Whether it has pgvector; else the tables with vectors are left out, with the file that declares them. */
  readonly vectors: boolean
  /** A URL, or the settings of an embedded database. */
  readonly connection: string | Knex.PgConnectionConfig
  readonly close: () => Promise<void>
}

/** What PostgreSQL 14 has no words for. The register asks for 15; without these the rest of it is there on 14 too. */
const FOR_14: readonly Edit[] = [
  ['facts.ts', 'nullsNotDistinct: true,', ''],
  ['sections.ts', 'nullsNotDistinct: true,', ''],
  ['conflicts.ts', 'nullsNotDistinct: true,', ''],
  ['tasks.ts', 'nullsNotDistinct: true,', ''],
  ['studies.ts', `onDelete('set null', ['last_run_id'])`, `onDelete('set null')`],
]

/** A column with a default, a foreign key, a label that becomes the default, a wider varchar and a check. */
const SECOND: readonly Edit[] = [
  ['studies.ts', `['draft', 'in_review',`, `['planned', 'draft', 'in_review',`],
  ['studies.ts', `defaultTo('draft')`, `defaultTo('planned')`],
  [
    'studies.ts',
    `lifecycle: documentLifecycle`,
    `owner_id: uuid().references('users.id').onDelete('set null').index(),\n  lifecycle: documentLifecycle`,
  ],
  ['studies.ts', `label: string(64)`, `label: string(128)`],
  ['studies.ts', `  status: studyStatus`, `  phase: text().notNullable().defaultTo('unknown'),\n  status: studyStatus`],
  [
    'studies.ts',
    `t.unique(['workspace_id', 'code']),`,
    `t.unique(['workspace_id', 'code']),\n  t.check('length(title) <= 500', 'title_length'),`,
  ],
]

const OTHER_PARAMETER: readonly Edit[] = [['search.ts', 'm: 16', 'm: 24']]

const ROLE = `DO $$ BEGIN CREATE ROLE clinnexus_service NOLOGIN; EXCEPTION WHEN duplicate_object OR unique_violation THEN NULL; END $$`
const [WORKSPACE, STUDY, DOCUMENT, VERSION] = [1, 2, 3, 4].map(
  (number) => `00000000-0000-4000-8000-00000000000${number}`,
)
const ROWS = `
  INSERT INTO workspaces (id, name) VALUES ('${WORKSPACE}', 'Northern Trials');
  INSERT INTO studies (id, workspace_id, code, title) VALUES ('${STUDY}', '${WORKSPACE}', 'NT-101', 'Drug A');
  INSERT INTO documents (id, workspace_id, study_id, doc_type, title) VALUES ('${DOCUMENT}', '${WORKSPACE}', '${STUDY}', 'protocol', 'Protocol');
  INSERT INTO document_versions (id, document_id, label) VALUES ('${VERSION}', '${DOCUMENT}', '1.0')`
const CHUNK = `
  INSERT INTO chunks (version_id, ordinal, body, embedding) SELECT id, 0, 'a', array_fill(0.5, ARRAY[1536])::vector FROM document_versions`
const SEEN = `SELECT s.code, s.title, d.lifecycle, v.label FROM studies s JOIN documents d ON d.study_id = s.id JOIN document_versions v ON v.document_id = d.id`

/** The models as they are, and with half a dozen edits: generated, proved, run and taken back, on rows. */
export function describeModels(place: string, open: () => Promise<Opened>): void {
  describe(`the models on ${place}`, function () {
    this.timeout(600_000)
    let root: string
    let db: Knex
    let project: Project
    let opened: Opened

    before(async () => {
      opened = await open()
      root = await mkdtemp(join(import.meta.dirname, '.models-'))
      const source = resolve(import.meta.dirname, '../../src/db')
      await cp(join(source, 'models'), join(root, 'models'), {
        recursive: true,
        filter: (file) => !file.endsWith('index.ts') && (opened.vectors || !file.endsWith('search.ts')),
      })
      await cp(join(source, 'base.ts'), join(root, 'base.ts'))
      await mkdir(join(root, 'migrations'))
      // A shadow of its own does not know the role either.
      await cp(
        resolve(source, '../../../db/migrations/20261127160000_service_role.ts'),
        join(root, 'migrations/20200101000000_service_role.ts'),
      )
      if (opened.major < 15) await edit('models', FOR_14)
      const config: Knex.Config = {
        client: 'pg',
        connection: opened.connection,
        pool: { min: 0, max: 1 },
        migrations: { directory: join(root, 'migrations'), loadExtensions: ['.ts'] },
      }
      db = knex(config)
      await db.raw(ROLE)
      project = {
        knexfile: join(root, 'knexfile.ts'),
        root,
        environment: 'test',
        models: join(root, 'models'),
        settings: {},
        config,
      }
    })
    after(async () => {
      await db.destroy()
      await opened.close()
      await rm(root, { recursive: true })
    })

    it('become a migration that plain Knex runs, takes back to nothing and runs again', async () => {
      expect(await make('register')).to.have.length(1)
      await db.migrate.latest()
      const built = await tables()
      expect(built).to.have.length(opened.vectors ? 25 : 24)
      await db.migrate.rollback(undefined, true)
      expect(await tables()).to.deep.equal([])
      await db.migrate.latest()
      expect(await tables()).to.deep.equal(built)
    })

    it('become a second one for half a dozen edits, proved, run and taken back on rows', async () => {
      await db.raw(opened.vectors ? `${ROWS};${CHUNK}` : ROWS)
      const rows = await seen()
      // A folder of its own, as Node keeps what it has loaded.
      await cp(project.models, join(root, 'edited'), { recursive: true })
      await edit('edited', opened.vectors ? [...SECOND, ...OTHER_PARAMETER] : SECOND)
      project = { ...project, models: join(root, 'edited') }
      const files = await make('second')
      const text = files.join('\n')
      for (const part of [
        'phase',
        'fk_documents_owner_id_users',
        `ADD VALUE 'planned'`,
        'character varying(128)',
        'ck_studies_title_length',
        ...(opened.vectors ? ['m=24'] : []),
      ])
        expect(text).to.contain(part)
      await db.migrate.latest()
      expect(await seen()).to.deep.equal(rows)
      expect(
        await db('documents')
          .insert({ workspace_id: WORKSPACE!, study_id: STUDY!, doc_type: 'sap', title: 'Plan' })
          .returning('lifecycle'),
      ).to.deep.equal([{ lifecycle: 'planned' }])
      await db('documents').where({ title: 'Plan' }).delete()
      expect(await make('third')).to.deep.equal([])
      await db.migrate.rollback()
      expect(await seen()).to.deep.equal(rows)
      await db.migrate.latest()
      expect(await seen()).to.deep.equal(rows)
    })

    async function make(name: string): Promise<string[]> {
      const shadow = await openShadow(
        typeof opened.connection === 'string' ? { server: opened.connection } : { shadow: 'embedded' },
      )
      try {
        const { files } = await generate(project, shadow, { name, renames: [], allow: [], now: new Date() })
        for (const { path, source } of files) await writeFile(path, source)
        return files.map(({ source }) => source)
      } finally {
        await shadow.close()
      }
    }

    async function edit(folder: string, edits: readonly Edit[]): Promise<void> {
      for (const [file, from, to] of edits) {
        const path = join(root, folder, file)
        const text = await readFile(path, 'utf8')
        expect(text, file).to.contain(from)
        await writeFile(path, text.replaceAll(from, to))
      }
    }

    async function tables(): Promise<unknown[]> {
      return db('pg_tables')
        .where({ schemaname: 'public' })
        .whereNot('tablename', 'like', 'knex%')
        .orderBy('tablename')
        .pluck('tablename')
    }

    async function seen(): Promise<unknown[]> {
      return (await db.raw<{ rows: unknown[] }>(SEEN)).rows
    }
  })
}
