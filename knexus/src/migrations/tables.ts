import type { Knex } from 'knex'
import { type Connection, rows } from '../connection/connection.ts'
import { KnexusError, sqlState } from '../base/errors.ts'
import { qualifiedName, quoteLiteral } from '../base/sql.ts'

/** Knex's two tables and our own, as SQL names; qualified once they exist, so that a changed `search_path` does not matter. */
export interface Tables {
  readonly migrations: string
  readonly lock: string
  readonly journal: string
  /** Which of the three are there. */
  readonly exist: { readonly migrations: boolean; readonly lock: boolean; readonly journal: boolean }
  /** How many characters of a migration's name Knex's table holds, where it is there and has a limit. */
  readonly longest?: number
}

/** Finds the tables of an environment, and makes nothing. */
export async function findTables(db: Connection, config: Knex.MigratorConfig): Promise<Tables> {
  const names = tableNames(config)
  const plain = [qualify(config, names[0]), qualify(config, names[1]), qualify(config, names[2])] as const
  const found = await rows<{ name: string; namespace: string; table: string; longest: number | null }>(
    db,
    `SELECT t.name, n.nspname AS namespace, c.relname AS "table",
       (SELECT a.atttypmod - 4 FROM pg_catalog.pg_attribute a
        WHERE a.attrelid = c.oid AND a.attname = 'name' AND a.atttypmod > 0) AS longest
     FROM unnest(ARRAY[${plain.map(quoteLiteral).join(', ')}]) AS t(name)
     JOIN pg_catalog.pg_class c ON c.oid = pg_catalog.to_regclass(t.name) JOIN pg_catalog.pg_namespace n
       ON n.oid = c.relnamespace`,
  )
  const name = (plainName: string) => {
    const row = found.find((row) => row.name === plainName)
    return row && qualifiedName(row.namespace, row.table)
  }
  const [migrations, lock, journal] = plain
  const longest = found.find((row) => row.name === migrations)?.longest
  return {
    migrations: name(migrations) ?? migrations,
    lock: name(lock) ?? lock,
    journal: name(journal) ?? journal,
    exist: {
      migrations: name(migrations) !== undefined,
      lock: name(lock) !== undefined,
      journal: name(journal) !== undefined,
    },
    ...(typeof longest === 'number' && { longest }),
  }
}

/**
 * Makes the tables that are missing, in the exact shape Knex gives its own; another process doing the same at the
 * same time does no harm.
 */
export async function makeTables(db: Connection, config: Knex.MigratorConfig): Promise<Tables> {
  for (let attempt = 0; ; attempt += 1) {
    const tables = await findTables(db, config)
    if (tables.exist.migrations && tables.exist.lock && tables.exist.journal) return tables
    const statements = [
      !tables.exist.migrations && `CREATE TABLE ${tables.migrations} (${MIGRATIONS})`,
      !tables.exist.lock && `CREATE TABLE ${tables.lock} (${LOCK}); INSERT INTO ${tables.lock} (is_locked) VALUES (0)`,
      !tables.exist.journal && `CREATE TABLE ${tables.journal} (${JOURNAL})`,
    ].filter((statement) => statement !== false)
    try {
      for (const statement of statements) await db.query(statement)
    } catch (error) {
      if (sqlState(error) === '3F000') throw withoutPlace(error, config.schemaName)
      if (attempt === 20 || !RACED.has(sqlState(error) ?? '')) throw error
    }
  }
}

/** The three tables' names as SQL, without asking a database. */
export function tableNamesSql(config: Knex.MigratorConfig): Tables {
  const [migrations, lock, journal] = tableNames(config)
  return {
    migrations: qualify(config, migrations),
    lock: qualify(config, lock),
    journal: qualify(config, journal),
    exist: { migrations: true, lock: true, journal: true },
  }
}

/** Statements that make the tables where they are missing. */
export function makeTablesSql(config: Knex.MigratorConfig): string {
  const { migrations, lock, journal } = tableNamesSql(config)
  return `CREATE TABLE IF NOT EXISTS ${migrations} (${MIGRATIONS});
CREATE TABLE IF NOT EXISTS ${lock} (${LOCK});
INSERT INTO ${lock} (is_locked) SELECT 0 WHERE NOT EXISTS (SELECT FROM ${lock});
CREATE TABLE IF NOT EXISTS ${journal} (${JOURNAL});`
}

/** The plain names of the tables that belong to the runner, so that nothing else compares or drops them. */
export function tableNames(config: Knex.MigratorConfig): readonly [string, string, string] {
  const migrations = config.tableName ?? 'knex_migrations'
  return [migrations, `${migrations}_lock`, 'knexus_journal']
}

const MIGRATIONS = 'id serial PRIMARY KEY, name varchar(255), batch integer, migration_time timestamptz'
const LOCK = 'index serial PRIMARY KEY, is_locked integer'
const JOURNAL =
  `migration text NOT NULL, kind text NOT NULL, key text NOT NULL, detail jsonb NOT NULL, ` +
  `at timestamptz NOT NULL DEFAULT clock_timestamp(), ` +
  `PRIMARY KEY (migration, kind, key)`

/** duplicate_table, unique_violation on pg_type or pg_class, duplicate_object. */
const RACED = new Set(['42P07', '23505', '42710'])

function qualify(config: Knex.MigratorConfig, table: string): string {
  return config.schemaName ? qualifiedName(config.schemaName, table) : qualifiedName(table)
}

/** There is no schema in which the history could be kept. */
function withoutPlace(error: unknown, schema: string | undefined): KnexusError {
  return schema
    ? new KnexusError(
        'no-history-schema',
        `The schema ${schema} for the history does not exist`,
        `Create it with CREATE SCHEMA ${qualifiedName(schema)}, or correct migrations.schemaName in the knexfile.`,
        { cause: error },
      )
    : new KnexusError(
        'no-history-schema',
        'No schema of the search_path exists, so that the tables of the history have no place',
        'Create the schema, correct the search_path of the role, the database or the connection, ' +
          'or name a schema with migrations.schemaName in the knexfile.',
        { cause: error },
      )
}
