import knexModule, { type Knex } from 'knex'
import { KnexusError } from '../base/errors.ts'
import { commandOf, isControl, isRead } from '../base/statements.ts'
import { classOf, type PoolConnection, type Query } from '../connection/client.ts'
import type { Direction } from './events.ts'
import { running } from './current.ts'
import { failure } from './failure.ts'
import { tableNamesSql } from './tables.ts'
import { type Migration, stepOf } from './files.ts'

/** One statement that a migration would send. */
export interface Recorded {
  readonly sql: string
  readonly values: readonly unknown[]
  /** It asks the database something: what follows may depend on the answer, which is empty here. */
  readonly reads: boolean
}

/**
 * Runs a migration without any database, and gives the statements it would send. What it reads comes back empty;
 * with `strict`, looking at an answer is refused, with the line that looks. Throws `depends-on-data`, `not-recordable`.
 */
export async function record(
  config: Knex.Config,
  migration: Migration,
  direction: Direction,
  { strict = false } = {},
): Promise<Recorded[]> {
  const recorded: Recorded[] = []
  const client: object = recording(
    classOf(config),
    recorded,
    migration.transaction,
    strict ? forbidden(migration.name) : [],
  )
  const knex = knexModule({ ...config, connection: {}, pool: { min: 0, max: 1 }, client } as Knex.Config)
  try {
    const step = stepOf(migration, direction)
    const current = {
      migration: migration.name,
      tables: tableNamesSql(config.migrations ?? {}),
      until: Infinity,
      offline: true,
    }
    await (migration.transaction
      ? knex.transaction((trx) => Promise.resolve(step(trx)))
      : running.run(current, () => step(knex)))
    return recorded
  } catch (error) {
    if (error instanceof KnexusError) throw error
    throw new KnexusError(
      'not-recordable',
      `${migration.name} cannot be recorded without a database: ${failure(migration.name, direction, undefined, error).message}`,
      'It depends on what the database answers: run it online.',
      { cause: error },
    )
  } finally {
    await knex.destroy()
  }
}

const nowhere = Object.create(null) as PoolConnection

/** A transaction's client shares the prototype and nothing else, so the list is held by the class. */
function recording(
  Base: ReturnType<typeof classOf>,
  recorded: Recorded[],
  inOne: boolean,
  rows: readonly unknown[],
): ReturnType<typeof classOf> {
  return class extends Base {
    override acquireConnection(): Promise<PoolConnection> {
      return Promise.resolve(nowhere)
    }

    override releaseConnection(): Promise<void> {
      return Promise.resolve()
    }

    override _query(_connection: PoolConnection, query: Query): Promise<Query> {
      if (!isControl(query.sql) || (inOne && query.method === 'raw')) {
        recorded.push({
          sql: query.sql,
          values: query.bindings ?? [],
          reads: isRead(query.sql),
        })
      }
      query.response = { command: commandOf(query.sql), rowCount: 0, rows, fields: [] }
      return Promise.resolve(query)
    }
  }
}

/** Rows that nobody may look at: the first look tells which line of the file it was. */
function forbidden(file: string): readonly unknown[] {
  const get = (_: object, key: string | symbol): unknown => {
    if (key === 'then' || key === 'toJSON' || (typeof key === 'symbol' && key !== Symbol.iterator)) return undefined
    if (key === '0') return rows
    const line = new RegExp(`${file.replaceAll(/\W/g, '\\$&')}:(\\d+)`).exec(new Error('look').stack ?? '')?.[1]
    throw new KnexusError(
      'depends-on-data',
      `${file}${line ? ` line ${line}` : ''} depends on the answer to a query, so what it would send is not ` +
        'known without the database',
      'Run it online, or write the step so that SQL decides: `INSERT ... SELECT`, `IF NOT EXISTS`.',
    )
  }
  const rows: readonly unknown[] = new Proxy<unknown[]>([], { get })
  return rows
}
