import { randomBytes } from 'node:crypto'
import { Client, DatabaseError, type QueryResult, type QueryResultRow } from 'pg'
import { pgDumpMajor } from './dump.ts'

/** A fresh database on the test server, dropped at the end of the test file that made it, or earlier by `drop`. */
export interface TestDatabase {
  readonly name: string
  readonly url: string
  connect(): Promise<Client>
  drop(): Promise<void>
}

/** Creates a database, and runs `sql` in it. Names are unique, so test files may run side by side. */
export async function database(sql?: string): Promise<TestDatabase> {
  const name = `t_${process.pid.toString(36)}_${randomBytes(5).toString('hex')}`
  // Copying files is half the work of copying through the buffers and the log. Scripts that use this do not ask what their server is.
  const strategy = process.env.TEST_SERVER_FACTS && serverFacts().major >= 15 ? 'STRATEGY file_copy' : ''
  await asAdmin(`CREATE DATABASE ${name} TEMPLATE template0 ${strategy}`)
  const url = new URL(serverUrl())
  url.pathname = `/${name}`
  const clients = new Set<Client>()
  const created: TestDatabase = {
    name,
    url: url.href,
    async connect() {
      const client = clientOf(url.href)
      client.on('error', () => clients.delete(client))
      await client.connect()
      clients.add(client)
      return client
    },
    async drop() {
      if (!open.delete(created)) return
      await Promise.all([...clients].map((client) => client.end()))
      await asAdmin(`DROP DATABASE IF EXISTS ${name} WITH (FORCE)`)
    },
  }
  open.add(created)
  if (sql) await execute(created, sql)
  return created
}

/** Does some work on a session of an empty database, which goes when it is done. */
export async function withDatabase<R>(use: (db: Client) => Promise<R>): Promise<R> {
  const base = await database()
  try {
    return await use(await base.connect())
  } finally {
    await base.drop()
  }
}

/** The URL of the test server's own database, from TEST_DATABASE_URL. */
export function serverUrl(): string {
  const url = process.env.TEST_DATABASE_URL
  if (!url)
    throw new Error(
      'TEST_DATABASE_URL is not set: run mocha from the repository root, its configuration starts a server',
    )
  return url
}

/** What the test server is, and which pg_dump there is to ask about it. Found out once, before any test file is loaded. */
export interface ServerFacts {
  /** 14 to 18. */
  readonly major: number
  /** The major version of the pg_dump on the PATH, 0 where there is none. It reads servers of its own major and older. */
  readonly dumps: number
  /** The names of the extensions that the server could create. */
  readonly extensions: readonly string[]
}

export function serverFacts(): ServerFacts {
  return JSON.parse(process.env.TEST_SERVER_FACTS ?? '')
}

/** Asks the server, and leaves the answer where all workers find it. */
export async function findServerFacts(): Promise<void> {
  const [row] = (
    await asAdmin<Pick<ServerFacts, 'major' | 'extensions'>>(`
    SELECT current_setting('server_version_num')::int / 10000 AS major, array(SELECT name::text FROM pg_available_extensions) AS extensions`)
  ).rows
  const facts: ServerFacts = {
    major: row?.major ?? 0,
    extensions: row?.extensions ?? [],
    dumps: (await pgDumpMajor()) ?? 0,
  }
  process.env.TEST_SERVER_FACTS = JSON.stringify(facts)
}

/** Runs SQL in a database over a connection of its own. */
export async function execute(target: { readonly url: string }, sql: string): Promise<void> {
  const client = clientOf(target.url)
  await client.connect()
  try {
    await client.query(sql)
  } finally {
    await client.end()
  }
}

/** Drops every database that this process still holds. */
export async function dropAll(): Promise<void> {
  for (const created of open) await created.drop()
}

const open = new Set<TestDatabase>()

/** A client whose queries alone tell that it was cut off: with --grep, a file may end while its other cases are still under way. */
function clientOf(url: string): Client {
  const client = new Client({ connectionString: url, application_name: 'knexus-test' })
  client.on('error', () => undefined)
  return client
}

/** CREATE DATABASE fails while another session copies the same template, so it is tried again. */
async function asAdmin<R extends QueryResultRow>(sql: string): Promise<QueryResult<R>> {
  for (let attempt = 1; ; attempt += 1) {
    const client = clientOf(serverUrl())
    try {
      await client.connect()
      return await client.query<R>(sql)
    } catch (error) {
      const busy = error instanceof DatabaseError && (error.code === '55006' || error.code === 'XX000')
      if (!busy || attempt === 50) throw error
      await new Promise((resolve) => setTimeout(resolve, 20 * Math.random() * attempt))
    } finally {
      await client.end().catch(() => undefined)
    }
  }
}
