import type { RunResult } from '../run/runner.ts'
import type {
  DiagramOptions,
  DiagramResult,
  LintOptions,
  LintResult,
  Reviewed,
  ReviewOptions,
  VerifyOptions,
  VerifyResult,
} from './types-judge.ts'
import type {
  Adopted,
  AdoptOptions,
  DownOptions,
  RedoOptions,
  ScriptOptions,
  ScriptResult,
  StatusResult,
  UpOptions,
  UpResult,
} from './types-run.ts'
import type {
  ApiOptions,
  CheckOptions,
  Checked,
  Diffed,
  DiffOptions,
  GenerateOptions,
  Generated,
  Pulled,
  PulledInto,
  PullIntoOptions,
  PullOptions,
} from './types.ts'

export { doctor, history, purge, seed, show, squash, stamp, stats } from './upkeep.ts'

// What does the work is loaded when it is called, so that a model that imports this package loads none of it.
const work = () => import('./work.ts')

/**
 * Compares models, migrations and the database, as `knexus check` does.
 *
 * @example
 * const { agree, models } = await check({ env: 'test' })
 * @throws KnexusError for instance `no-knexfile`, `bad-model`, `shadow-major` or `no-connection`.
 */
export async function check(options: CheckOptions = {}): Promise<Checked> {
  return (await work()).check(options)
}

/**
 * Returns the changes that turn one schema into another, as `knexus diff` does.
 *
 * @example
 * const { changes } = await diff({ from: 'db', to: 'models' })
 * @throws KnexusError `bad-source` if `from` or `to` is not a source.
 */
export async function diff(options: DiffOptions): Promise<Diffed> {
  return (await work()).diff(options)
}

/**
 * Writes the difference between the models and the migrations as proven migrations, as `knexus generate` does.
 *
 * @example
 * const { files } = await generate({ name: 'add_studies', write: false })
 * @throws KnexusError `data-loss` or `required-column` if a person has to decide.
 */
export async function generate(options: GenerateOptions): Promise<Generated> {
  return (await work()).generate(options)
}

/**
 * Runs the pending migrations, as `knexus up` does. The signal cancels the migration that is running; those that have run stay.
 *
 * @example
 * const { migrations } = await up({ on: (event) => console.log(event.event), signal: AbortSignal.timeout(60_000) })
 * @throws KnexusError `migration-failed`, for instance; `not-confirmed` in production without `production: true`.
 */
export async function up(options: UpOptions = {}): Promise<UpResult> {
  return (await work()).up(options)
}

/**
 * Undoes migrations, the newest first: the last batch, or as many as the options say.
 *
 * @example
 * await down({ steps: 1 })
 * @throws KnexusError `no-way-back` if a migration has no `down`; otherwise as `up`.
 */
export async function down(options: DownOptions = {}): Promise<RunResult> {
  return (await work()).down(options)
}

/**
 * Undoes the newest migration and runs it again, or as many as `steps` says.
 *
 * @example
 * await redo()
 * @throws KnexusError as `down` and `up`.
 */
export async function redo(options: RedoOptions = {}): Promise<RunResult> {
  return (await work()).redo(options)
}

/**
 * Returns every migration with its state: applied, pending, missing, edited or unknown.
 *
 * @example
 * const { relation, migrations } = await status({ env: 'docker' })
 * @throws KnexusError `no-connection`, for instance.
 */
export async function status(options: ApiOptions = {}): Promise<StatusResult> {
  return (await work()).status(options)
}

/**
 * Returns a database, or any other source, as model files that are proved to build it. With `out`, they are written.
 *
 * @example
 * const { files, differences } = await pull({ from: 'schema.sql' })
 * @throws KnexusError `bad-source`; `files-there` if the folder has models and `force` is not given.
 */
export async function pull(options: PullOptions = {}): Promise<Pulled> {
  return (await work()).pull(options)
}

/**
 * Adds to the models of the project what a database, or another source, has and they lack, as `knexus pull --into` does.
 *
 * @example
 * const { declared, unplaced } = await pullInto({ from: 'migrations' })
 * @throws KnexusError `bad-source`; `not-declared` if the edited models would not build what they should. The models are
 *   then left unchanged.
 */
export async function pullInto(options: PullIntoOptions = {}): Promise<PulledInto> {
  return (await work()).pullInto(options)
}

/**
 * Returns what migrations do to a database, for their reviewer: as data, as a page and as a comment.
 *
 * @example
 * const { verdict, markdown } = await review({ base: 'origin/main' })
 * @throws KnexusError `git-failed`, `unknown-migration`.
 */
export async function review(options: ReviewOptions = {}): Promise<Reviewed> {
  return (await work()).review(options)
}

/**
 * Runs migrations on a shadow whose tables hold made-up rows, and applies every rule to what they did there.
 *
 * @example
 * const { worst, migrations } = await lint({ base: 'origin/main' })
 * @throws KnexusError `unknown-migration`, `unknown-rule`, `bad-stats`, `git-failed`.
 */
export async function lint(options: LintOptions = {}): Promise<LintResult> {
  return (await work()).lint(options)
}

/**
 * Runs migrations up, down and up again on a shadow, and returns what `down` does not bring back.
 *
 * @example
 * const { worst, migrations } = await verify({ files: ['20260102090000_add_studies'] })
 * @throws KnexusError `unknown-migration`, `git-failed`.
 */
export async function verify(options: VerifyOptions = {}): Promise<VerifyResult> {
  return (await work()).verify(options)
}

/**
 * Returns the migrations as a script for `psql -f`, as `knexus sql` prints it.
 *
 * @example
 * const { script: text } = await script({ from: 'current' })
 * @throws KnexusError `depends-on-data` if a migration depends on the result of a query; `unknown-migration`.
 */
export async function script(options: ScriptOptions = {}): Promise<ScriptResult> {
  return (await work()).script(options)
}

/**
 * Takes over a live database: pulls models, and writes a baseline migration that is recorded as run.
 *
 * @example
 * const { models, baseline } = await adopt({ env: 'test' })
 * @throws KnexusError `models-differ`, `history-differs`; `not-confirmed` in production without `production: true`.
 */
export async function adopt(options: AdoptOptions = {}): Promise<Adopted> {
  return (await work()).adopt(options)
}

/**
 * Draws the tables of a source.
 *
 * @example
 * const { diagram: text } = await diagram({ source: 'db', format: 'mermaid' })
 * @throws KnexusError `bad-source`.
 */
export async function diagram(options: DiagramOptions = {}): Promise<DiagramResult> {
  return (await work()).diagram(options)
}
