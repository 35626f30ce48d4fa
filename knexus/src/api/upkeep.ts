import type { Stamped } from '../run/stamp.ts'
import type { Sizes } from '../weigh/sizes.ts'
import type { DoctorResult } from './types-judge.ts'
import type {
  HistoryOptions,
  HistoryResult,
  PurgeOptions,
  PurgeResult,
  SeedOptions,
  SeedResult,
  ShowOptions,
  Shown,
  SquashOptions,
  SquashResult,
  StampOptions,
} from './types-run.ts'
import type { ApiOptions } from './types.ts'

const work = () => import('./work.ts')

/**
 * Changes the history without running anything, for a database that was built by other means.
 *
 * @example
 * const { added } = await stamp({ name: 'head' })
 * @throws KnexusError `unknown-migration`; `not-confirmed` in production without `production: true`.
 */
export async function stamp(options: StampOptions): Promise<Stamped> {
  return (await work()).stamp(options)
}

/**
 * Replaces many migrations with one baseline that builds the same, and moves the old files to `squashed/`.
 *
 * @example
 * const { files } = await squash({ to: '20260102090000_add_studies', write: false })
 * @throws KnexusError `nothing-to-squash`, `rows-in-history`, `unmanaged-in-history`, `squash-imports`.
 */
export async function squash(options: SquashOptions = {}): Promise<SquashResult> {
  return (await work()).squash(options)
}

/**
 * Runs the seeds, all in one transaction, as the one runner of the database.
 *
 * @example
 * const { seeded } = await seed({ once: true })
 * @throws KnexusError `migration-failed`, for instance; `not-confirmed` in production without `production: true`.
 */
export async function seed(options: SeedOptions = {}): Promise<SeedResult> {
  return (await work()).seed(options)
}

/**
 * Returns what was run and undone in the database, when and by whom; with other environments too, and also as a page.
 *
 * @example
 * const { events } = await history()
 * const { environments, html } = await history({ with: ['staging', 'production'] })
 * @throws KnexusError `unknown-environment` or `no-connection`, for instance. If one of `with` fails, its `error` says why.
 */
export async function history(options: HistoryOptions = {}): Promise<HistoryResult> {
  return (await work()).history(options)
}

/**
 * Returns one migration: its state, its statements, and its receipts in the journal.
 *
 * @example
 * const { state, statements } = await show({ name: 'add_studies' })
 * @throws KnexusError `unknown-migration` or `no-connection`, for instance.
 */
export async function show(options: ShowOptions): Promise<Shown> {
  return (await work()).show(options)
}

/**
 * Returns the sizes of the tables of the database. Write them to a file for the option `stats` of `lint` and `review`.
 *
 * @example
 * const { tables } = await stats({ env: 'production' })
 * @throws KnexusError `no-connection`, for instance.
 */
export async function stats(options: ApiOptions = {}): Promise<Sizes> {
  return (await work()).stats(options)
}

/**
 * Permanently removes what `generate` with `archive` kept. It does not ask: list it first, with `dryRun`.
 *
 * @example
 * const { archived } = await purge({ olderThan: 30 * 86_400_000, dryRun: true })
 * @throws KnexusError `no-connection`, for instance; `not-confirmed` in production without `production: true`.
 */
export async function purge(options: PurgeOptions = {}): Promise<PurgeResult> {
  return (await work()).purge(options)
}

/**
 * Checks versions, knexfile, models, database and shadow, and returns what is wrong and what to do about it.
 *
 * @example
 * const { healthy, checks } = await doctor({ env: 'docker' })
 */
export async function doctor(options: ApiOptions = {}): Promise<DoctorResult> {
  return (await work()).doctor(options)
}
