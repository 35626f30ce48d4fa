import knexModule, { type Knex } from 'knex'
import type pg from 'pg'
import { promisify } from 'node:util'
import { stoppableDriver, stopping } from './stopping.ts'

/** One statement on its way through Knex: `response` is set once PostgreSQL has answered. */
export interface Query {
  readonly sql: string
  readonly bindings?: readonly unknown[]
  /** `raw` for `knex.raw`, `select`, `insert` ... for builders. */
  readonly method?: string
  response?: unknown
}

/** A connection of the pool, as `pg` gives it; `processID` is the backend's pid, null when it is embedded. */
export type PoolConnection = pg.Client & { readonly processID?: number | null }

/** Stands between Knex and PostgreSQL: it may look at a statement, send it, send others around it, or answer itself. */
export type Intercept = (
  query: Query,
  connection: PoolConnection,
  send: () => Promise<Query>,
  inTransaction: boolean,
) => Promise<Query>

/** The place where the interceptor of the moment stands. */
export interface Wire {
  intercept?: Intercept | undefined
  /** A statement that goes to PostgreSQL in one message with the COMMIT of the connection's transaction, right before it. */
  readonly last: WeakMap<PoolConnection, string>
}

/** What the runner uses of Knex's client, which Knex's own types leave open. */
export interface KnexClient {
  readonly transacting?: boolean
  acquireConnection(): Promise<PoolConnection>
  releaseConnection(connection: PoolConnection): Promise<void>
  /** A connection outside the pool. */
  acquireRawConnection(): Promise<PoolConnection>
  destroyRawConnection(connection: PoolConnection): Promise<void>
  _query(connection: PoolConnection, query: Query): Promise<Query>
  _driver(): object
  /** What Knex asks of a connection before it is one of the pool. */
  checkVersion(connection: PoolConnection): Promise<string>
  setSchemaSearchPath(connection: PoolConnection): Promise<unknown>
  getPoolSettings(config: PoolSettings): object
}

interface PoolSettings {
  readonly afterCreate?: (connection: PoolConnection, done: (error?: unknown) => void) => void
}

type ClientClass = new (config: Knex.Config) => KnexClient

export function clientOf(knex: Knex): KnexClient {
  return knex.client as KnexClient
}

/** Knex on the given configuration, with `wire` between it and PostgreSQL. */
export function wiredKnex(config: Knex.Config, wire: Wire): Knex {
  const client: object = wired(classOf(config), wire)
  return knexModule({ log: SILENT, ...config, client } as Knex.Config)
}

/** What Knex would print about lost connections comes as an error or an event of ours. */
export const SILENT: Knex.Logger = { warn() {}, error() {}, deprecate() {}, debug() {} }

/** Knex's own client for the configuration: a class is taken as it is, a name such as `pg` is looked up. */
export function classOf(config: Knex.Config): ClientClass {
  const lookup = knexModule({ client: config.client ?? 'pg' })
  return (lookup.client as object).constructor as ClientClass
}

/** A client whose sessions end with the work that they are opened for. */
export function stoppableClient(Base: ClientClass): ClientClass {
  return class extends Base {
    override _driver(): object {
      return stoppableDriver(super._driver())
    }

    override checkVersion(connection: PoolConnection): Promise<string> {
      return closedUnless(this, connection, super.checkVersion(connection))
    }

    override setSchemaSearchPath(connection: PoolConnection): Promise<unknown> {
      return closedUnless(this, connection, super.setSchemaSearchPath(connection))
    }

    override getPoolSettings(config: PoolSettings): object {
      const { afterCreate } = config
      if (!afterCreate) return super.getPoolSettings(config)
      const closing = (connection: PoolConnection, done: (error?: unknown) => void) => {
        closedUnless(this, connection, promisify(afterCreate)(connection)).then(() => done(), done)
      }
      return super.getPoolSettings({ ...config, afterCreate: closing })
    }
  }
}

/** Knex forgets a connection that fails before it is one of the pool, and leaves it open. */
async function closedUnless<R>(client: KnexClient, connection: PoolConnection, asked: Promise<R>): Promise<R> {
  try {
    return await asked
  } catch (error) {
    await client.destroyRawConnection(connection)
    throw error
  }
}

/** A transaction's client shares the prototype and nothing else, so the wire is held by the class. */
function wired(Base: ClientClass, wire: Wire): ClientClass {
  return class extends stoppableClient(Base) {
    override _query(connection: PoolConnection, query: Query): Promise<Query> {
      const last = query.sql === 'COMMIT;' ? wire.last.get(connection) : undefined
      if (last !== undefined) {
        wire.last.delete(connection)
        return commitAfter(last, connection, query)
      }
      // The statements of a migration have a method; what ends a transaction has none.
      if (wire.intercept && query.method !== undefined) stopping()?.throwIfAborted()
      const send = () => super._query(connection, query)
      return wire.intercept ? wire.intercept(query, connection, send, this.transacting === true) : send()
    }
  }
}

/** Knex takes a COMMIT that failed for the end of the transaction; a failure of the statement before it would leave it open. */
async function commitAfter(last: string, connection: PoolConnection, query: Query): Promise<Query> {
  try {
    query.response = await connection.query(`${last}; COMMIT`)
    return query
  } catch (error) {
    await connection.query('ROLLBACK').catch(() => {})
    throw error
  }
}
