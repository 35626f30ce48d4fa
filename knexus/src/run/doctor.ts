import type { Knex } from 'knex'
import { type Connection, rows } from '../connection/connection.ts'
import { KnexusError, messageOf } from '../base/errors.ts'
import { failed, ok, warning, type Check } from './checks.ts'
import { describe, runnerHolders } from './holders.ts'
import { readStatus } from '../migrations/status.ts'
import { sizeOf } from '../connection/place.ts'
import { openSession, type Session } from './session.ts'
import { wayTo } from './way.ts'

/**
 * Looks at the environment's database; where it cannot be reached, at the way to it, step by step, up to the step
 * that bars it.
 */
export async function examine(config: Knex.Config): Promise<Check[]> {
  let session: Session
  try {
    session = await openSession(config)
  } catch (error) {
    const said = error instanceof KnexusError
    const way = said ? await wayTo(config) : []
    const end = failed(
      said ? 'connection' : 'settings',
      messageOf(error),
      said ? error.cure : 'Correct the value in .env or the environment.',
    )
    return way.some((check) => check.state === 'failed') ? way : [...way, end]
  }
  try {
    return await look(session)
  } finally {
    await session.close()
  }
}

async function look(session: Session): Promise<Check[]> {
  const { place } = session
  const version = `${Math.floor(place.version / 10_000)}.${place.version % 10_000}`
  const where =
    `${place.database} as ${place.user}, PostgreSQL ${version}${place.embedded ? ' (PGlite, embedded)' : ''}, ` +
    `${Math.round((await sizeOf(session.db)) / 1_048_576)} MB`
  return [
    ok('connection', where),
    place.version >= 140_000
      ? ok('server version', version)
      : failed('server version', `PostgreSQL ${version} is not supported`, 'Use PostgreSQL 14 or newer.'),
    place.standby
      ? failed('primary', 'this is a standby (a read replica)', 'Point the environment at the primary server.')
      : ok('primary', 'it accepts writes'),
    ...(place.pooled
      ? [
          warning(
            'pooler',
            'a pooler stands before the server, so no session state is used',
            'Nothing need be done; a direct connection shows more while it runs.',
          ),
        ]
      : []),
    ...(await Promise.all([tls(session), privileges(session.db), clock(session.db), extensions(session.db)])),
    ...(
      await Promise.all([
        invalidIndexes(session.db),
        longTransactions(session.db),
        lockHolders(session),
        history(session),
      ])
    ).flat(),
  ]
}

async function tls({ db, place }: Session): Promise<Check> {
  if (place.embedded) return ok('TLS', 'not needed, the database is in this process')
  const [row] = await rows<{ ssl: boolean; version: string | null }>(
    db,
    'SELECT ssl, version FROM pg_stat_ssl WHERE pid = pg_backend_pid()',
  )
  if (row?.ssl) return ok('TLS', row.version ?? 'on')
  const local = place.host === null || /^(127\.|::1)/.test(place.host)
  return local
    ? ok('TLS', 'off, and the server is on this machine')
    : warning('TLS', 'the connection is not encrypted', 'Set ssl in the connection, unless the network is your own.')
}

async function privileges(db: Connection): Promise<Check> {
  const [row] = await rows<Record<'create' | 'tables' | 'createdb' | 'readonly', boolean> & { schema: string | null }>(
    db,
    `SELECT current_setting('default_transaction_read_only')::boolean AS readonly,
      has_database_privilege(current_database(), 'CREATE') AS create, current_schema() AS schema,
      coalesce(has_schema_privilege(current_schema(), 'CREATE'), false) AS tables,
       (SELECT rolcreatedb OR rolsuper FROM pg_roles WHERE rolname = current_user) AS createdb`,
  )
  if (row?.readonly)
    return failed(
      'privileges',
      'the sessions of this user are read-only here (default_transaction_read_only)',
      'Take the setting off the user, the database or the connection.',
    )
  if (!row?.tables)
    return failed(
      'privileges',
      `this user may not create tables in ${row?.schema ?? 'any namespace of its search_path'}`,
      `GRANT CREATE ON SCHEMA ${row?.schema ?? 'public'} to it.`,
    )
  if (!row.create)
    return warning(
      'privileges',
      'this user may create tables, and no namespaces or extensions',
      'GRANT CREATE ON DATABASE to it, if migrations need those.',
    )
  return ok(
    'privileges',
    'may create tables, namespaces and ' +
      `extensions${row.createdb ? ', and scratch databases beside this one' : '; no scratch databases'}`,
  )
}

async function clock(db: Connection): Promise<Check> {
  const before = Date.now()
  const [row] = await rows<{ now: number }>(db, 'SELECT (extract(epoch FROM clock_timestamp()) * 1000)::float8 AS now')
  const skew = Math.round(row!.now - (before + Date.now()) / 2)
  if (Math.abs(skew) < 5_000) return ok('clock', `the clocks agree (${skew} ms)`)
  return warning(
    'clock',
    `the server's clock is ${skew} ms away from this machine's`,
    'Set the clocks: new migrations are named after the time.',
  )
}

async function extensions(db: Connection): Promise<Check> {
  const found = await rows<{ name: string }>(
    db,
    `SELECT extname || ' ' || extversion AS name FROM pg_extension ORDER BY 1`,
  )
  return ok('extensions', found.map((row) => row.name).join(', '))
}

async function invalidIndexes(db: Connection): Promise<Check[]> {
  const found = await rows<{ name: string }>(
    db,
    `SELECT indexrelid::regclass::text AS name FROM pg_index
    WHERE NOT indisvalid AND indexrelid NOT IN (SELECT index_relid FROM pg_stat_progress_create_index)
      AND indexrelid NOT IN (SELECT oid FROM pg_class WHERE relkind = 'I')`,
  )
  return found.map(({ name }) =>
    warning(
      'invalid index',
      `${name} was built half-way, costs every write and serves nobody`,
      `DROP INDEX CONCURRENTLY ${name}; or run the migration that builds it again.`,
    ),
  )
}

async function longTransactions(db: Connection): Promise<Check[]> {
  const found = await rows<{ pid: number; application: string; minutes: number; state: string }>(
    db,
    `SELECT pid, application_name AS application, state, (extract(epoch
      FROM clock_timestamp() - xact_start) / 60)::int AS minutes FROM pg_stat_activity
     WHERE xact_start < clock_timestamp() - interval '5 minutes' AND pid <> pg_backend_pid()
       AND datname = current_database() ORDER BY xact_start LIMIT 5`,
  )
  return found.map((row) =>
    warning(
      'long transaction',
      `pid ${row.pid} (${row.application || 'no name'}) is in a transaction for ${row.minutes} minutes, ${row.state}`,
      'End it before a migration: it holds its locks, and CREATE INDEX CONCURRENTLY waits for it.',
    ),
  )
}

async function lockHolders({ db, key }: Session): Promise<Check[]> {
  const found = await runnerHolders(db, key)
  return found.map((holder) => warning('runner', `a runner is at work: ${describe(holder)}`, 'Wait for it.'))
}

async function history(session: Session): Promise<Check[]> {
  try {
    const { relation, pending, entries } = await readStatus(session.db, session.migrations)
    const odd = entries.filter(
      (entry) =>
        entry.state === 'missing' || entry.state === 'unknown' || entry.state === 'edited' || entry.half !== null,
    )
    const told = odd.map((entry) =>
      warning(
        'history',
        `${entry.name} is ${entry.half ? `half done, going ${entry.half}` : entry.state}`,
        entry.half ? `Run knexus ${entry.half}: it continues there.` : 'See npx knexus status.',
      ),
    )
    return [
      pending.length === 0
        ? ok('migrations', `${entries.length} known, ${relation}`)
        : warning('migrations', `${pending.length} pending`, 'Run npx knexus up.'),
      ...told,
    ]
  } catch (error) {
    return [
      failed(
        'migrations',
        messageOf(error),
        error instanceof KnexusError ? error.cure : 'Correct migrations.directory in the knexfile.',
      ),
    ]
  }
}
