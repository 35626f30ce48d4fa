import { mkdir, writeFile } from 'node:fs/promises'
import { dirname, relative } from 'node:path'
import { generate, type Generated, type GenerateOptions } from '../generate.ts'
import { ask } from '../prove/losses.ts'
import { DECLARE_IT, type Undeclared } from '../undeclared.ts'
import { unlisted } from '../migrations/texts.ts'
import { settingsOfConnection, type Project } from '../project/index.ts'
import { scopeOf } from '../project/scope.ts'
import { packageManager } from '../setup/packages.ts'
import { liveSource } from '../sources/index.ts'
import type { Statement } from '../base/kind.ts'
import { KnexusError } from '../base/errors.ts'
import { changeAsData, sayChanges } from '../tell/changes.ts'
import { decided } from './answers.ts'
import { warnOfRows } from './in-the-way.ts'
import { listOf, textOf, type CommandFile, type Options } from './command.ts'
import type { Context } from './context.ts'
import { STATS, warnOfWaits } from './sizes.ts'
import { atTerminal, generateAndAsk, isTerminal } from './ask-undeclared.ts'

export const command: CommandFile = {
  arguments: [['<name>', 'what the migration does: add_studies']],
  options: [
    ['--from <base>', 'what the models are compared with: migrations (the default) or db'],
    ['--rename <old=new...>', 'an object that keeps its rows under another name: studies.code=study_code'],
    ['--map <label=label...>', 'what the values of a removed label of an enum become: mood.sad=ok'],
    [
      '--allow <hazard...>',
      'a hazard that is accepted: data-loss, required-column or removed-label; data-loss=public.t.price for one object alone',
    ],
    ['--answers <file>', 'answers to what may be asked: a JSON object of the ids of questions with their answers'],
    ['--drop-undeclared', 'drop what hand-written migrations built and no model declares; it is kept otherwise'],
    [
      '--plain',
      'write the plain statements, as for tables that nobody uses: no CONCURRENTLY, no NOT VALID, fewer files',
    ],
    STATS,
    ['--dry-run', 'print the files instead of writing them'],
    ['--watch', 'print the files again whenever a model or a migration changes, until Ctrl-C; nothing is written'],
  ],
  examples: ['npx knexus generate add_studies', 'npx knexus generate rename_code --rename studies.code=study_code'],
  async run(context, args, options) {
    const from = baseOf(options)
    if (options['watch'] === true) {
      const { watched } = await import('./watch.ts')
      return watched(context, [...process.argv.slice(2).filter((word) => word !== '--watch'), '--dry-run'], {
        nothing: 'Nothing to write.\n',
        database: from === 'db',
      })
    }
    const project = await context.project()
    const live = from === 'db' ? settingsOfConnection(project) : undefined
    const shadow = await context.shadow(live)
    const schema = live && (await liveSource('db', live).schema(async () => shadow, scopeOf(project)))
    const dryRun = options['dryRun'] === true
    const generated = await decided(context, textOf(options, 'answers'), ({ rename, map, allow }) => {
      const asked: GenerateOptions = {
        name: args[0]!,
        renames: [...listOf(options, 'rename'), ...rename],
        maps: [...listOf(options, 'map'), ...map],
        allow: [...listOf(options, 'allow'), ...allow],
        plain: options['plain'] === true,
        dropUndeclared: options['dropUndeclared'] === true,
        now: new Date(),
        ...(schema && { base: { schema, files: [] } }),
      }
      return dryRun || context.json || !isTerminal()
        ? generate(project, shadow, asked)
        : generateAndAsk(project, shadow, asked, atTerminal, (line) => context.log().info(line))
    })
    logChanges(context, generated)
    if (!dryRun) await write(generated.files)
    print(context, generated, dryRun)
    const log = context.log()
    for (const note of generated.notes) log.info(note)
    if (generated.files.length > 0) await warnOfRows(context, project, generated.changes)
    await warnOfWaits(context, generated.files, options)
    if (generated.files.length === 0 || dryRun) return 0
    for (const line of await sayUnlisted(project, generated.files)) log.warn(line)
    const them = generated.files.length > 1 ? 'them' : 'it'
    log.info(`Next: read ${them}, then ${packageManager(project.root).run} knexus up`)
    return 0
  },
}

function baseOf(options: Options): 'migrations' | 'db' {
  const from = textOf(options, 'from') ?? 'migrations'
  if (from === 'migrations' || from === 'db') return from
  throw new KnexusError(
    'bad-option',
    `--from ${from} is neither migrations nor db.`,
    'Use --from migrations or --from db.',
  )
}

/** What was found to change, and what stays. */
function logChanges(
  context: Context,
  { files, changes, renamed, kept, dropped, perhapsRenamed, findings }: Generated,
): void {
  const log = context.log()
  for (const line of [...renamed.map(([old, now]) => `${old} -> ${now}`), ...sayChanges(changes)]) log.info(line)
  for (const [address, file] of dropped) log.warn(`drops ${address}, which ${file} built and no model declares`)
  for (const line of sayKept(kept, perhapsRenamed)) log.warn(line)
  for (const { rule, message, cure } of findings) log.warn(`${rule}: ${message}\n  ${cure}`)
  if (files.length > 0) return
  log.info(
    kept.size > 0
      ? 'Nothing to write: the migrations build all that the models declare.'
      : 'Nothing to write: the models are what the migrations build.',
  )
}

async function write(files: Generated['files']): Promise<void> {
  for (const { path, source } of files) {
    await mkdir(dirname(path), { recursive: true })
    await writeFile(path, source, { flag: 'wx' })
  }
}

function print(
  context: Context,
  { files, notes, changes, renamed, kept, dropped, perhapsRenamed, findings }: Generated,
  dryRun: boolean,
): void {
  const list = files.map(({ path, source, up, down }) => ({
    path: relative(process.cwd(), path),
    source,
    up: up.map(statementAsData),
    down: down.map(statementAsData),
  }))
  context.print(list.map(({ path, source }) => (dryRun ? `// ${path}\n${source}\n` : `${path}\n`)).join(''), {
    written: !dryRun,
    files: list,
    notes,
    renamed,
    changes: changes.map(changeAsData),
    kept: Object.fromEntries(kept),
    dropped: Object.fromEntries(dropped),
    perhapsRenamed,
    findings,
  })
}

/** Files that no run would find before somebody adds them to the project's own list. */
export async function sayUnlisted(project: Project, files: Generated['files']): Promise<string[]> {
  const names = await unlisted(
    project,
    files.map(({ path }) => path),
  )
  return names.map(
    (name) => `the migrationSource of the knexfile does not give ${name}: add it there before you run it`,
  )
}

function statementAsData({ sql, loses, receipt }: Statement) {
  return { sql, loses: loses ?? null, receipt: receipt ?? null }
}

/** What stays though no model declares it, file by file, and what to do about it. */
function sayKept(kept: Undeclared, perhapsRenamed: Generated['perhapsRenamed']): string[] {
  if (kept.size === 0) return []
  return [
    'kept, though no model declares it:',
    ...[...kept].map(([address, file]) => `  ${address} (built by ${file})`),
    ...perhapsRenamed.map((candidate) => `  ${ask(candidate)}`),
    `  ${DECLARE_IT} To drop it instead, add --drop-undeclared.`,
  ]
}
