import { rows, type Connection } from '../connection/connection.ts'
import { quoteIdent, quoteLiteral } from '../base/sql.ts'

const PREFIX = 'knexus_kept_'

/** How many states of histories a server keeps for one user, and for how many days. */
const KEPT = 12
const DAYS = 14

const COMMENT = 'What migrations build, kept by Knexus to be cloned. `knexus doctor --clean` drops it.'

/** A kept state, 32 hex digits, and the database that holds it. */
interface Kept {
  readonly state: string
  readonly database: string
  /** Whether it was never altered since it was kept, and so never opened to connections. */
  readonly intact: boolean
}

/**
 * Databases that hold what a history built, to be cloned instead of built again. Their names carry when they were kept and which
 * state they hold; nobody can connect to one. They belong to the user who made them, and serve nobody else.
 */
export class KeptDatabases {
  readonly #admin: (sql: string) => Promise<unknown>
  readonly #read: Connection
  #found: Promise<readonly Kept[]> | undefined

  /** `admin` runs one statement after the other, so that databases are made and renamed in order. */
  constructor(admin: (sql: string) => Promise<unknown>, read: Connection) {
    this.#admin = admin
    this.#read = read
  }

  /** The first of some states that is kept. */
  async first(states: readonly string[]): Promise<Kept | undefined> {
    const intact = (await this.#list()).filter((one) => one.intact)
    const kept = new Map(intact.map((one) => [one.state, one]))
    return states.map((state) => kept.get(state)).find((one) => one !== undefined)
  }

  /** Keeps a database that nobody is connected to, under its state. False where it cannot be kept: it is still there then. */
  async keep(database: string, state: string): Promise<boolean> {
    // Processes that begin together build the same, and one of them is enough to clone from.
    this.#found = undefined
    if (await this.first([state])) return false
    const kept = `${PREFIX}${Math.floor(Date.now() / 1000)}_${state}`
    try {
      // One message is one transaction, by which a later run knows that nobody has opened it since.
      await this.#admin(
        `ALTER DATABASE ${quoteIdent(database)} WITH ALLOW_CONNECTIONS false;
        ALTER DATABASE ${quoteIdent(database)} RENAME TO ${quoteIdent(kept)};
        COMMENT ON DATABASE ${quoteIdent(kept)} IS ${quoteLiteral(COMMENT)}`,
      )
    } catch {
      // Another run kept the same in the same second, or somebody is connected.
      return false
    }
    const all = [...(await this.#list()), { state, database: kept, intact: true }]
    this.#found = Promise.resolve(all)
    if (all.length > KEPT) await this.#drop(all.slice(0, -KEPT))
    return true
  }

  /** Drops all that this user keeps, and answers with the names of what is gone. */
  async clean(): Promise<readonly string[]> {
    return this.#drop(await this.#list())
  }

  async #drop(these: readonly Kept[]): Promise<readonly string[]> {
    const dropped: string[] = []
    for (const { database } of these)
      await this.#admin(`DROP DATABASE IF EXISTS ${quoteIdent(database)}`).then(
        () => dropped.push(database),
        // Another run is cloning it; a later one drops it.
        () => undefined,
      )
    this.#found = Promise.resolve((await this.#list()).filter((one) => !these.includes(one)))
    return dropped
  }

  async #list(): Promise<readonly Kept[]> {
    return (this.#found ??= this.#look())
  }

  /** What is kept, the oldest first. What is too old is dropped. */
  async #look(): Promise<readonly Kept[]> {
    const found = await rows<{ database: string; intact: boolean }>(this.#read, LIST)
    const kept = found.map((one) => ({ ...one, state: one.database.slice(one.database.lastIndexOf('_') + 1) }))
    const oldest = Date.now() / 1000 - DAYS * 86_400
    const old = kept.filter(({ database }) => Number(database.split('_')[2]) < oldest)
    this.#found = Promise.resolve(kept)
    if (old.length > 0) await this.#drop(old)
    return kept.filter((one) => !old.includes(one))
  }
}

/** The last change of a database and its comment are of one transaction as long as nobody has altered it since. */
const LIST = `
  SELECT datname AS database, NOT datallowconn AND EXISTS (SELECT FROM pg_shdescription c
    WHERE c.objoid = d.oid AND c.classoid = 'pg_database'::regclass AND c.xmin = d.xmin) AS intact
  FROM pg_database d JOIN pg_roles r ON r.oid = d.datdba
  WHERE r.rolname = current_user AND datname ~ '^${PREFIX}[0-9]+_[0-9a-f]{32}$' ORDER BY split_part(datname, '_', 3)::bigint`

/**
 * SQL: whether a clone of the database one is connected to is the same. A clone has the contents of its template, and
 * none of what is said about the database itself: settings, privileges, a comment.
 */
export const CLONEABLE = `
  SELECT d.datacl IS NULL
    AND NOT EXISTS (SELECT FROM pg_db_role_setting s WHERE s.setdatabase = d.oid)
    AND NOT EXISTS (SELECT FROM pg_shdescription c WHERE c.objoid = d.oid AND c.classoid = 'pg_database'::regclass)
    AND NOT EXISTS (SELECT FROM pg_shseclabel l WHERE l.objoid = d.oid AND l.classoid = 'pg_database'::regclass) AS cloneable
  FROM pg_database d WHERE d.datname = current_database()`
