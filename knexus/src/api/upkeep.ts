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
 * Writes the history without running anything, for a database that was built by other means.
 *
 * @example
 * const { added } = await stamp({ name: 'head' })
 * @throws KnexusError `unknown-migration`; `not-confirmed` in production without `production: true`.
 */
export async function stamp(options: StampOptions): Promise<Stamped> {
  return (await work()).stamp(options)
}

/**
 * Writes many migrations as one that builds the same, and puts the old files away in `squashed/`.
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
 * @throws KnexusError `migration-failed` and its kind; `not-confirmed` in production without `production: true`.
 */
export async function seed(options: SeedOptions = {}): Promise<SeedResult> {
  return (await work()).seed(options)
}

/**
 * Everything that ran in the database or was undone, and by whom; with other environments beside it, also as a page.
 *
 * @example
 * const { events } = await history()
 * const { environments, html } = await history({ with: ['staging', 'production'] })
 * @throws KnexusError `unknown-environment`, `no-connection` and its kind. A failure in one of `with` is in its `error`.
 */
export async function history(options: HistoryOptions = {}): Promise<HistoryResult> {
  return (await work()).history(options)
}

/**
 * One migration: its state, its statements, and what the runner noted of it.
 *
 * @example
 * const { state, statements } = await show({ name: 'add_studies' })
 * @throws KnexusError `unknown-migration`, `no-connection` and its kind.
 */
export async function show(options: ShowOptions): Promise<Shown> {
  return (await work()).show(options)
}

/**
 * The sizes of the tables of the database, for `stats` of `lint` and `review`.
 *
 * @example
 * await writeFile('db/stats.json', JSON.stringify(await stats({ env: 'production' })))
 * @throws KnexusError `no-connection` and its kind.
 */
export async function stats(options: ApiOptions = {}): Promise<Sizes> {
  return (await work()).stats(options)
}

/**
 * Removes for good what `generate` with `archive` kept. Nothing is asked: list it first with `dryRun`.
 *
 * @example
 * const { archived } = await purge({ olderThan: 30 * 86_400_000, dryRun: true })
 * @throws KnexusError `no-connection` and its kind; `not-confirmed` in production without `production: true`.
 */
export async function purge(options: PurgeOptions = {}): Promise<PurgeResult> {
  return (await work()).purge(options)
}

/**
 * Looks at the versions, the knexfile, the models, the database and the shadow, and says what is not in order.
 *
 * @example
 * const { healthy, checks } = await doctor({ env: 'docker' })
 */
export async function doctor(options: ApiOptions = {}): Promise<DoctorResult> {
  return (await work()).doctor(options)
}
