import { extname } from 'node:path'
import type { Knex } from 'knex'
import { type Connection, rows } from '../connection/connection.ts'
import type { Direction } from './events.ts'
import { checksumOf, extensionsOf, listFiles, type MigrationFile } from './files.ts'
import { progressOf, readSquashes, type Squash } from './squashed.ts'
import { findTables, type Tables } from './tables.ts'

/** One row of `knex_migrations`, with what our journal knows of it. */
export interface Applied {
  readonly id: number
  readonly name: string
  readonly batch: number
  /** ISO 8601; null when Knex wrote none. */
  readonly at: string | null
  /** SHA-256 of the file when it ran; null when plain Knex ran it. */
  readonly checksum: string | null
  /** Milliseconds it took; null when plain Knex ran it. */
  readonly ms: number | null
  readonly who: string | null
}

/** A `transaction: false` migration that began and did not end. */
export interface HalfDone {
  readonly name: string
  readonly direction: Direction
}

/**
 * - `applied`: recorded, and its file is as it was, as far as anyone can tell
 * - `pending`: a file that is not recorded
 * - `edited`: recorded, and its file has another text now
 * - `missing`: recorded, and there is no such file
 * - `unknown`: recorded under a name that no file here could have
 */
export type State = 'applied' | 'pending' | 'edited' | 'missing' | 'unknown'

/** One migration, on disk or in the database or both. */
export interface Entry {
  readonly name: string
  readonly state: State
  /** Its row, when it is recorded. */
  readonly applied: Applied | null
  /** Pending, though a later one is applied already. */
  readonly backdated: boolean
  /** A run of it stopped half-way, in this direction. */
  readonly half: Direction | null
  /** What a reader should know: the file of another extension that has its name, a second row. */
  readonly hint: string | null
}

/**
 * - `current`: nothing pending; `pending`: something is
 * - `ahead`: the database has migrations that are not on disk, and nothing is pending
 * - `diverged`: the database has migrations that are not on disk, and something is pending
 * - `foreign`: the database and the disk have no migration in common: another application's database
 */
export type Relation = 'current' | 'pending' | 'ahead' | 'diverged' | 'foreign'

/** What files and database say together. */
export interface Status {
  readonly relation: Relation
  /** In the order Knex sorts names; rows without a file stand where their name would. */
  readonly entries: readonly Entry[]
  readonly pending: readonly MigrationFile[]
  readonly applied: readonly Applied[]
  /** Old files that a baseline stands for. */
  readonly squashes: readonly Squash[]
  /** The folder of each file on disk, by its name. */
  readonly directories: ReadonlyMap<string, string>
  readonly tables: Tables
}

/**
 * Reads the history and the folder, and compares them. It changes nothing and refuses nothing; a database without
 * history is an empty one.
 */
export async function readStatus(db: Connection, config: Knex.MigratorConfig): Promise<Status> {
  const [history, files, squashes] = await Promise.all([
    readHistory(db, config),
    listFiles(config),
    readSquashes(config),
  ])
  const names = new Set(history.applied.filter((row) => row.checksum !== null).map((row) => row.name))
  const checksums = new Map(files.filter((file) => names.has(file.name)).map((file) => [file.name, checksumOf(file)]))
  return {
    ...squashedAway(compare(files, history, checksums, extensionsOf(config)), squashes),
    squashes,
    tables: history.tables,
  }
}

/** The files about to run that are older than one that is applied: they came late, with a merged branch. */
export function backdated(status: Status, chosen: readonly MigrationFile[]): string[] {
  const late = new Set(status.entries.filter((entry) => entry.backdated).map((entry) => entry.name))
  return chosen.map((file) => file.name).filter((name) => late.has(name))
}

export interface History {
  readonly applied: readonly Applied[]
  readonly half: readonly HalfDone[]
  readonly tables: Tables
}

/** The rows of `knex_migrations` in the order they ran, and what is half done. */
export async function readHistory(db: Connection, config: Knex.MigratorConfig, known?: Tables): Promise<History> {
  const tables = known ?? (await findTables(db, config))
  if (!tables.exist.migrations) return { applied: [], half: [], tables }
  const journal = tables.exist.journal
    ? `j.detail->>'checksum' AS checksum, (j.detail->>'ms')::float8 AS ms, j.detail->>'who' AS who FROM ${tables.migrations} m
       LEFT JOIN ${tables.journal} j ON j.migration = m.name AND j.kind = 'up' AND j.key = m.id::text`
    : `NULL AS checksum, NULL AS ms, NULL AS who FROM ${tables.migrations} m`
  const applied = await rows<Omit<Applied, 'at'> & { name: string | null; at: Date | null }>(
    db,
    `SELECT m.id, m.name, coalesce(m.batch, 0) AS batch, m.migration_time AS at, ${journal} ORDER BY m.id`,
  )
  const half = tables.exist.journal
    ? await rows<HalfDone>(
        db,
        `SELECT DISTINCT migration AS name, detail->>'direction' AS direction FROM ${tables.journal} WHERE kind = 'step'`,
      )
    : []
  return {
    applied: applied.map((row) => ({ ...row, name: row.name ?? '', at: row.at && new Date(row.at).toISOString() })),
    half,
    tables,
  }
}

/** Compares files with history; `checksums` are those of the files on disk now. */
export function compare(
  files: readonly MigrationFile[],
  history: Pick<History, 'applied' | 'half'>,
  checksums: ReadonlyMap<string, string>,
  extensions: readonly string[],
): Compared {
  const rowOf = new Map(history.applied.map((row) => [row.name, row]))
  const times = new Map<string, number>()
  for (const { name } of history.applied) times.set(name, (times.get(name) ?? 0) + 1)
  const onDisk = new Set(files.map((file) => file.name))
  const stems = new Map(files.map(({ name }) => [stem(name), name]))
  const halfOf = new Map(history.half.map((half) => [half.name, half.direction]))
  const last = history.applied.reduce(
    (latest, row) => (onDisk.has(row.name) && row.name > latest ? row.name : latest),
    '',
  )
  const fromDisk = files.map((file): Entry => {
    const row = rowOf.get(file.name) ?? null
    const edited = row?.checksum != null && checksums.has(file.name) && checksums.get(file.name) !== row.checksum
    const state = row === null ? 'pending' : edited ? 'edited' : 'applied'
    return {
      name: file.name,
      state,
      applied: row,
      backdated: row === null && file.name < last,
      half: halfOf.get(file.name) ?? null,
      hint: twice(times.get(file.name)),
    }
  })
  const lost = [...rowOf.values()]
    .filter((row) => !onDisk.has(row.name))
    .map((row): Entry => {
      const twin = stems.get(stem(row.name))
      const state = extensions.includes(extname(row.name)) && !twin ? 'missing' : 'unknown'
      return {
        name: row.name,
        state,
        applied: row,
        backdated: false,
        half: halfOf.get(row.name) ?? null,
        hint: twin ? `the folder has ${twin}` : twice(times.get(row.name)),
      }
    })
  const pending = files.filter((file) => !rowOf.has(file.name))
  const common = files.length - pending.length
  return {
    relation: relationOf(lost.length, pending.length, common),
    entries: merge(fromDisk, lost),
    pending,
    applied: history.applied,
    directories: new Map(files.map((file) => [file.name, file.directory])),
  }
}

/** What files and history say, before squashes are looked at. */
type Compared = Omit<Status, 'tables' | 'squashes'>

/** Rows of squashed files are not missing: they stand for their baseline, which counts as applied when all of them ran. */
function squashedAway(status: Compared, squashes: readonly Squash[]): Compared {
  return squashes.reduce((status, squash) => {
    const ran = progressOf(squash, status.applied)
    if (ran === 'none') return status
    const old = new Set(squash.replaces)
    const hint =
      `stands for ${squash.replaces.length} squashed files, ${ran === 'all' ? 'which ran' : 'some of which ran'}: ` +
      'knexus up brings it over'
    const entries = status.entries
      .filter((entry) => !old.has(entry.name))
      .map((entry): Entry =>
        squash.baseline.includes(entry.name)
          ? { ...entry, state: ran === 'all' ? 'applied' : 'pending', backdated: false, hint }
          : entry,
      )
    const pending = status.pending.filter((file) => ran !== 'all' || !squash.baseline.includes(file.name))
    const lost = entries.filter((entry) => entry.state === 'missing' || entry.state === 'unknown').length
    return { ...status, entries, pending, relation: relationOf(lost, pending.length, 1) }
  }, status)
}

function relationOf(lost: number, pending: number, common: number): Relation {
  if (lost === 0) return pending === 0 ? 'current' : 'pending'
  if (pending === 0) return 'ahead'
  return common === 0 ? 'foreign' : 'diverged'
}

/** The files keep the order they run in; each row without a file stands before the first file with a greater name. */
function merge(files: readonly Entry[], lost: readonly Entry[]): Entry[] {
  const waiting = [...lost].sort((a, b) => (a.name < b.name ? -1 : 1))
  const result: Entry[] = []
  for (const entry of files) {
    while (waiting[0] && waiting[0].name < entry.name) result.push(waiting.shift()!)
    result.push(entry)
  }
  return [...result, ...waiting]
}

function stem(name: string): string {
  return name.slice(0, name.length - extname(name).length)
}

function twice(count: number | undefined): string | null {
  return count !== undefined && count > 1 ? `recorded ${count} times` : null
}
