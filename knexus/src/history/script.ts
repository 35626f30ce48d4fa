import type { Knex } from 'knex'
import { counted } from '../base/counted.ts'
import { dollarQuote, quoteLiteral } from '../base/sql.ts'
import { changesSession, runsOutside } from '../base/statements.ts'
import { tokens } from '../base/tokens.ts'
import type { Direction } from '../migrations/events.ts'
import { listFiles, loadFiles, type Migration, type MigrationFile } from '../migrations/files.ts'
import type { Fingerprint } from './fingerprint.ts'
import { recordSql } from '../run/journal.ts'
import { lockKey } from '../run/key.ts'
import { inlined } from './literals.ts'
import { indexNamed } from '../run/probe.ts'
import { named } from '../migrations/named.ts'
import { record } from '../migrations/record.ts'
import { settingsOf, type RunSettings } from '../project/run-settings.ts'
import { makeTablesSql, tableNamesSql } from '../migrations/tables.ts'
import { workOf } from '../migrations/tape.ts'

export interface ScriptOptions {
  /**
   * The database is at this migration; the first of the folder is next when absent. Going down: where the database
   * is, the newest when absent.
   */
  readonly from?: string
  /** The last to run; going down, the last to keep. */
  readonly to?: string
  readonly direction?: Direction
  readonly settings?: Partial<RunSettings>
  /** What the tables that the script changes must look like before it. */
  readonly fingerprint?: Fingerprint | undefined
}

/**
 * The migrations as one script for `psql -f`, written without a database. It refuses a database that is not where it should be,
 * keeps CONCURRENTLY outside transactions, writes the history as a run would, stops at the first error, and may be run again.
 * Throws `depends-on-data` for a migration that looks at what the database answers.
 */
export async function script(config: Knex.Config, options: ScriptOptions = {}): Promise<string> {
  const { direction = 'up' } = options
  const { kept, chosen } = await selection(config, options)
  const loaded = await loadFiles(chosen, config.migrations ?? {})
  const parts: string[] = []
  for (const migration of loaded) parts.push(await part(config, migration, direction))
  return [
    head(
      config,
      options,
      direction,
      kept,
      chosen.map((file) => file.name),
    ),
    ...parts,
    `\\echo ${counted(loaded.length, 'migration')}: done\n`,
  ].join('\n')
}

/** What a script would run, and what stays applied beside it. */
export async function selection(
  config: Knex.Config,
  options: ScriptOptions,
): Promise<{ readonly kept: readonly string[]; readonly chosen: readonly MigrationFile[] }> {
  const { direction = 'up' } = options
  const files = await listFiles(config.migrations ?? {})
  const names = files.map((file) => file.name)
  const at =
    options.from === undefined
      ? direction === 'up'
        ? -1
        : names.length - 1
      : names.indexOf(named(names, options.from))
  const end =
    options.to === undefined ? (direction === 'up' ? names.length - 1 : -1) : names.indexOf(named(names, options.to))
  const chosen = direction === 'up' ? files.slice(at + 1, end + 1) : files.slice(end + 1, at + 1).reverse()
  return { kept: direction === 'up' ? names.slice(0, at + 1) : names.slice(0, end + 1), chosen }
}

function head(
  config: Knex.Config,
  options: ScriptOptions,
  direction: Direction,
  kept: readonly string[],
  chosen: readonly string[],
): string {
  const settings = settingsOf(options.settings)
  const tables = tableNamesSql(config.migrations ?? {})
  const key = lockKey(config.migrations ?? {})
  const guard = `DECLARE wrong text;
BEGIN
  IF pg_is_in_recovery() THEN RAISE EXCEPTION 'this is a read replica'; END IF;
  IF NOT pg_try_advisory_lock(${key.runner}) THEN RAISE EXCEPTION 'another runner is at work'; END IF;
  IF EXISTS (SELECT FROM ${tables.lock} WHERE is_locked = 1) THEN
    RAISE EXCEPTION 'plain knex is at work, or has left its lock';
  END IF;
  SELECT string_agg(name, ', ') INTO wrong FROM unnest(${list(kept)}) name
    WHERE name NOT IN (SELECT m.name FROM ${tables.migrations} m);
  IF wrong IS NOT NULL THEN RAISE EXCEPTION 'this database is not where the script begins: % did not run', wrong; END IF;
  SELECT string_agg(name, ', ') INTO wrong FROM ${tables.migrations} WHERE name <> ALL (${list([...kept, ...chosen])});
  IF wrong IS NOT NULL THEN RAISE EXCEPTION 'this database has migrations that the script does not know: %', wrong; END IF;${
    options.fingerprint
      ? `
  IF (SELECT count(*) FROM ${tables.migrations} WHERE name = ANY (${list(chosen)})) = ${direction === 'up' ? 0 : chosen.length}
      AND NOT EXISTS (SELECT FROM ${tables.journal} WHERE kind = 'step' AND migration = ANY (${list(chosen)}))
      AND (${options.fingerprint.sql}) IS DISTINCT FROM ${quoteLiteral(options.fingerprint.value)} THEN
    RAISE EXCEPTION 'the objects that this script changes are not what the migrations before it have built';
  END IF;`
      : ''
  }
END`
  return `-- ${chosen.length} migrations ${direction}, written by knexus sql. Run it with: psql -v ON_ERROR_STOP=1 -f FILE
-- It may be run again: what is done is left out.
\\set ON_ERROR_STOP on
\\set QUIET on
\\set knexus_lock_timeout ${settings.lockTimeout}
SET client_min_messages = warning;
SET lock_timeout = ${settings.lockTimeout};
SET statement_timeout = ${settings.statementTimeout};
SET idle_in_transaction_session_timeout = ${settings.idleTimeout};
${makeTablesSql(config.migrations ?? {})}
DO ${dollarQuote(guard)};
SELECT coalesce(max(batch), 0) + ${direction === 'up' ? 1 : 0} AS knexus_batch FROM ${tables.migrations} \\gset
`
}

function list(names: readonly string[]): string {
  return `ARRAY[${names.map(quoteLiteral).join(', ')}]::text[]`
}

async function part(config: Knex.Config, migration: Migration, direction: Direction): Promise<string> {
  const tables = tableNamesSql(config.migrations ?? {})
  const recorded = await record(config, migration, direction, { strict: true })
  const statements = recorded.map(({ sql, values }) => ended(inlined(sql, values)))
  const receipt = {
    checksum: migration.checksum,
    work: workOf(recorded.map(({ sql }) => sql)),
    batch: 0,
    statements: statements.length,
    ms: 0,
    who: 'script',
    node: '',
    by: 'run',
  }
  const history = ended(
    recordSql(tables, direction).replaceAll(
      /\$([123])\b/g,
      (_, n: string) =>
        [quoteLiteral(migration.name), ':knexus_batch', quoteLiteral(JSON.stringify(receipt))][Number(n) - 1]!,
    ),
  )
  const reset = statements.some((sql) => changesSession(sql)) ? ['RESET search_path;'] : []
  const body = migration.transaction
    ? ['BEGIN;', ...statements, ...reset, history, 'COMMIT;']
    : [...statements.flatMap((sql, n) => step(tables.journal, migration.name, direction, sql, n)), ...reset, history]
  const wanted =
    `${direction === 'up' ? 'NOT ' : ''}EXISTS (SELECT FROM ${tables.migrations} WHERE name = ` +
    `${quoteLiteral(migration.name)})`
  return [
    `\\echo ${migration.name} ${direction}`,
    `SELECT ${wanted} AS knexus_run \\gset`,
    '\\if :knexus_run',
    ...body,
    '\\endif',
    '',
  ].join('\n')
}

/** One statement outside a transaction, done at most once; the remains of an index that failed half-way are dropped first. */
function step(journal: string, migration: string, direction: Direction, sql: string, n: number): string[] {
  const key = quoteLiteral(`${direction} script ${n}`)
  const index = indexNamed(sql)
  return [
    `SELECT NOT EXISTS (SELECT FROM ${journal} WHERE migration = ${quoteLiteral(migration)} AND kind = 'step' ` +
      `AND key = ${key}) AS knexus_step \\gset`,
    '\\if :knexus_step',
    ...(index
      ? [
          `SELECT format('DROP INDEX CONCURRENTLY %s', indexrelid::regclass) FROM pg_index
  WHERE NOT indisvalid AND indrelid = to_regclass(${quoteLiteral(index.table)})
  AND (SELECT relname FROM pg_class WHERE oid = indexrelid) = ${quoteLiteral(index.name)} \\gexec`,
        ]
      : []),
    ...(runsOutside(sql) ? ['SET lock_timeout = 0;', sql, 'SET lock_timeout = :knexus_lock_timeout;'] : [sql]),
    `INSERT INTO ${journal} (migration, kind, key, detail) VALUES (${quoteLiteral(migration)}, 'step', ${key}, ` +
      `'{"direction": "${direction}", "state": "done"}');`,
    '\\endif',
  ]
}

/** With a semicolon at its end, outside a comment. */
function ended(sql: string): string {
  const trimmed = sql.trimEnd()
  const last = tokens(trimmed).at(-1)
  if (last?.type === 'sign' && last.text === ';') return trimmed
  return `${trimmed}${last?.type === 'remark' && last.text.startsWith('--') ? '\n' : ''};`
}
