import { migration } from './project.ts'

/** Twelve migrations of every sort a runner meets, for crashing. */
export const MIXED: Readonly<Record<string, string>> = {
  '20260101_tables.ts': migration(
    [
      'CREATE TABLE a (id int PRIMARY KEY, n int)',
      'CREATE TABLE log (line text)',
      'INSERT INTO a SELECT g, g FROM generate_series(1, 500) g',
    ],
    ['DROP TABLE log', 'DROP TABLE a'],
  ),
  '20260102_enum.ts': migration([`CREATE TYPE mood AS ENUM ('sad')`], ['DROP TYPE mood']),
  '20260103_index.ts': migration(
    ['CREATE INDEX CONCURRENTLY ix_a_n ON a (n)', `COMMENT ON INDEX ix_a_n IS 'by n'`],
    ['DROP INDEX CONCURRENTLY ix_a_n'],
    false,
  ),
  '20260104_builder.ts': `import type { Knex } from 'knex'
export async function up(knex: Knex): Promise<void> {
  await knex.schema.createTable('b', (t) => { t.increments(); t.string('name').notNullable(); t.timestamp('at') })
  await knex('b').insert([{ name: 'x' }, { name: 'y' }])
}
export async function down(knex: Knex): Promise<void> {
  await knex.schema.dropTable('b')
}
`,
  '20260105_value.ts': migration(
    [`ALTER TYPE mood ADD VALUE 'ok'`, `CREATE TABLE m (mood mood DEFAULT 'ok')`, 'INSERT INTO m DEFAULT VALUES'],
    ['DROP TABLE m'],
    false,
  ),
  '20260106_seeds.ts': migration(
    [`INSERT INTO log VALUES ('once')`, `INSERT INTO log VALUES ('once')`, `INSERT INTO log VALUES ('twice')`],
    [`DELETE FROM log WHERE line <> 'kept'`],
    false,
  ),
  '20260107_nested.ts': `import type { Knex } from 'knex'
export const config = { transaction: false }
export async function up(knex: Knex): Promise<void> {
  await knex.transaction(async (trx) => {
    await trx('log').insert({ line: 'nested 1' })
    await trx('log').insert({ line: 'nested 2' })
  })
  const [row] = await knex('log').insert({ line: 'returned' }).returning('line')
  await knex('log').insert({ line: row.line + ' again' })
}
export async function down(knex: Knex): Promise<void> {
  await knex('log').where('line', 'like', 'nested%').orWhere('line', 'like', 'returned%').del()
}
`,
  '20260108_backfill.ts': `import type { Knex } from 'knex'
export const config = { transaction: false }
export async function up(knex: Knex): Promise<void> {
  await knex.raw('ALTER TABLE a ADD COLUMN twice int')
  for (;;) {
    const rows = await knex('a').whereNull('twice').orderBy('id').limit(200).select('id')
    if (rows.length === 0) break
    await knex('a').whereIn('id', rows.map((row) => row.id)).update({ twice: knex.raw('n * 2') })
  }
}
export async function down(knex: Knex): Promise<void> {
  await knex.raw('ALTER TABLE a DROP COLUMN twice')
}
`,
  '20260109_unique.ts': migration(
    ['CREATE UNIQUE INDEX CONCURRENTLY ux ON a (twice)', 'ALTER TABLE a ADD CONSTRAINT uq_a UNIQUE USING INDEX ux'],
    ['ALTER TABLE a DROP CONSTRAINT uq_a'],
    false,
  ),
  '20260110_parts.ts': migration(
    [
      'CREATE TABLE p (k int) PARTITION BY LIST (k)',
      'CREATE TABLE p1 PARTITION OF p FOR VALUES IN (1)',
      'CREATE TABLE p2 PARTITION OF p FOR VALUES IN (2)',
    ],
    ['DROP TABLE IF EXISTS p1', 'DROP TABLE p'],
  ),
  '20260111_detach.ts': migration(
    ['ALTER TABLE p DETACH PARTITION p1 CONCURRENTLY', 'VACUUM a', 'DROP INDEX CONCURRENTLY ix_a_n'],
    ['CREATE INDEX CONCURRENTLY ix_a_n ON a (n)'],
    false,
  ),
  '20260112_last.ts': migration(
    ['CREATE VIEW v AS SELECT id FROM a', 'CREATE INDEX ON a (id, n)'],
    ['DROP VIEW v', 'DROP INDEX a_id_n_idx'],
  ),
}

/** What a database looks like, for comparing: objects, index validity, rows, history; not ids and times. */
export const PICTURE = `
  SELECT 'relation ' || c.oid::regclass || ' ' || c.relkind::text || coalesce(' valid ' || i.indisvalid || ' ' || pg_get_indexdef(i.indexrelid), '') AS line
    FROM pg_class c LEFT JOIN pg_index i ON i.indexrelid = c.oid WHERE c.relnamespace = 'public'::regnamespace AND c.relname NOT LIKE 'knex%'
  UNION ALL SELECT 'column ' || a.attrelid::regclass || '.' || attname || ' ' || format_type(atttypid, atttypmod) FROM pg_attribute a JOIN pg_class c ON c.oid = attrelid
    WHERE c.relnamespace = 'public'::regnamespace AND attnum > 0 AND NOT attisdropped AND c.relkind IN ('r', 'p', 'v')
  UNION ALL SELECT 'value ' || enumlabel FROM pg_enum
  UNION ALL SELECT 'constraint ' || conname || ' ' || pg_get_constraintdef(oid) FROM pg_constraint WHERE connamespace = 'public'::regnamespace
  UNION ALL SELECT 'parent ' || inhrelid::regclass || ' ' || inhdetachpending FROM pg_inherits
  UNION ALL SELECT 'comment ' || description FROM pg_description WHERE description = 'by n'
  UNION ALL SELECT 'history ' || name FROM knex_migrations
  UNION ALL SELECT 'locked ' || is_locked FROM knex_migrations_lock
  UNION ALL SELECT 'left ' || migration || kind FROM knexus_journal WHERE kind IN ('step', 'lease')
  ORDER BY 1`

/** The rows, where the tables are. */
export const ROWS = `
  SELECT 'a ' || count(*) || ' ' || coalesce(sum(twice), 0) AS line FROM a UNION ALL SELECT 'log ' || string_agg(line, ',' ORDER BY line) FROM log
  UNION ALL SELECT 'b ' || string_agg(name, ',' ORDER BY id) FROM b UNION ALL SELECT 'm ' || count(*) || min(mood::text) FROM m`
