import { createHash } from 'node:crypto'
import { mkdirSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { join, resolve } from 'node:path'

const repository = resolve(import.meta.dirname, '../..')

/** Writes a project of so many small migrations, a table and an index each, in the words of every tool. Gives its folder. */
export function migrations(count: number): string {
  const root = join(repository, '.data/bench', `runner-${count}`)
  rmSync(root, { recursive: true, force: true })
  const put = (file: string, text: string) => writeFileSync(join(root, file), text)
  for (const folder of ['knex', 'psql', 'dbmate', 'node-pg-migrate', 'graphile/migrations/committed', 'node_modules'])
    mkdirSync(join(root, folder), { recursive: true })
  let previous: string | undefined
  for (let n = 0; n < count; n += 1) {
    const name = `20260101${String(n).padStart(9, '0')}_m${n}`
    const up = [
      `CREATE TABLE t${n} (id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY, name text NOT NULL, created_at timestamptz NOT NULL DEFAULT now())`,
      `CREATE INDEX t${n}_name ON t${n} (name)`,
    ]
    const down = `DROP TABLE t${n}`
    const sql = `${up.join(';\n')};\n`
    put(
      `knex/${name}.ts`,
      `import type { Knex } from 'knex'\n\nexport async function up(knex: Knex): Promise<void> {\n${up.map((line) => `  await knex.raw('${line}')`).join('\n')}\n}\n
export async function down(knex: Knex): Promise<void> {\n  await knex.raw('${down}')\n}\n`,
    )
    put(
      `psql/${name}.sql`,
      `BEGIN;\n${sql}INSERT INTO knex_migrations (name, batch, migration_time) VALUES ('${name}.ts', 1, now());\nCOMMIT;\n`,
    )
    put(`dbmate/${name}.sql`, `-- migrate:up\n${sql}\n-- migrate:down\n${down};\n`)
    put(
      `node-pg-migrate/${name}.js`,
      `export const up = (pgm) => {\n${up.map((line) => `  pgm.sql('${line}')`).join('\n')}\n}\nexport const down = (pgm) => pgm.sql('${down}')\n`,
    )
    const hash: string = `sha1:${createHash('sha1')
      .update(`${`${previous ?? ''}\n${sql.trim()}`.trim()}\n`)
      .digest('hex')}`
    put(
      `graphile/migrations/committed/${String(n + 1).padStart(6, '0')}.sql`,
      `--! Previous: ${previous ?? '-'}\n--! Hash: ${hash}\n\n${sql}`,
    )
    previous = hash
  }
  put('graphile/migrations/current.sql', '')
  put('graphile/.gmrc', '{}')
  put('package.json', '{ "type": "module", "private": true }')
  put(
    'knexfile.ts',
    `export default { development: { client: 'pg', connection: process.env.DATABASE_URL, pool: { min: 0, max: 4 }, migrations: { directory: '${join(root, 'knex')}', loadExtensions: ['.ts'] } } }\n`,
  )
  symlinkSync(join(repository, 'knexus'), join(root, 'node_modules/knexus'))
  return root
}
