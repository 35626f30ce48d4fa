import { relative } from 'node:path'
import { generate, type Made } from '../api/generate.ts'
import type { GenerateOptions } from '../api/types.ts'
import { KnexusError } from '../base/errors.ts'
import type { Statement } from '../base/kind.ts'
import { sayConflict } from '../conflicts.ts'
import { ask } from '../prove/losses.ts'
import { packageManager } from '../setup/packages.ts'
import { changeAsData, sayChanges } from '../tell/changes.ts'
import { sayDeclareIt, sayOrigin, type Undeclared } from '../undeclared.ts'
import { decided } from './answers.ts'
import { askUndeclared, atTerminal, isTerminal } from './ask-undeclared.ts'
import { listOf, textOf, type CommandFile, type Options } from './command.ts'
import type { Context } from './context.ts'
import { sayDeclared, sayUnplaced } from './pull-into.ts'
import { STATS, warnOfWaits } from './sizes.ts'

export const command: CommandFile = {
  arguments: [['<name>', 'what the migration does: add_studies']],
  options: [
    ['--from <base>', 'what the models are compared with: migrations (the default) or db'],
    ['--rename <old=new...>', 'an object that keeps its rows under another name: studies.code=study_code'],
    ['--map <label=label...>', 'what the values of a removed label of an enum become: mood.sad=ok'],
    ['--fill <column=expression...>', "what existing rows get in a new NOT NULL column: notes.author='unknown'"],
    ['--nullable <column...>', 'a new NOT NULL column that is nullable at first; the next generate adds NOT NULL'],
    [
      '--allow <hazard...>',
      'a hazard to accept: data-loss, required-column or removed-label; data-loss=public.t.price accepts it for one object only',
    ],
    [
      '--archive',
      'keep what is dropped, so that down can bring its rows back: tables in a separate schema, ' +
        'columns under another name; `purge` removes them',
    ],
    ['--answers <file>', 'answers to questions: a JSON object that maps the ids of questions to answers'],
    [
      '--drop-undeclared',
      'drop what no model declares and hand-written migrations built, or with --from db none; it is kept otherwise',
    ],
    [
      '--plain',
      'write plain statements, without the precautions for tables in use: no CONCURRENTLY, no NOT VALID, fewer files',
    ],
    STATS,
    ['--dry-run', 'print the files instead of writing them'],
    [
      '--watch',
      'print the files again whenever a model, a migration or the knexfile changes, until Ctrl-C; nothing is written',
    ],
  ],
  exits: [['3', 'a question that someone has to answer: nothing was written']],
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
    const dryRun = options['dryRun'] === true
    const decide =
      dryRun || context.json || !isTerminal() ? undefined : (kept: Undeclared) => askUndeclared(kept, atTerminal)
    const made = await decided(context, textOf(options, 'answers'), (given) => {
      const asked: GenerateOptions = {
        name: args[0]!,
        from,
        rename: [...listOf(options, 'rename'), ...given.rename],
        map: [...listOf(options, 'map'), ...given.map],
        fill: [...listOf(options, 'fill'), ...given.fill],
        nullable: [...listOf(options, 'nullable'), ...given.nullable],
        allow: [...listOf(options, 'allow'), ...given.allow],
        plain: options['plain'] === true,
        archive: options['archive'] === true,
        dropUndeclared: options['dropUndeclared'] === true,
        write: !dryRun,
      }
      return generate(context, asked, decide)
    })
    logChanges(context, made, from)
    print(context, made)
    const log = context.log()
    for (const note of made.notes) log.info(note)
    for (const conflict of made.conflicts) log.warn(sayConflict(conflict))
    await warnOfWaits(context, made.files, options)
    if (made.files.length === 0 || dryRun) return 0
    for (const line of made.unlisted.map(sayUnlisted)) log.warn(line)
    const them = made.files.length > 1 ? 'them' : 'it'
    log.info(`Next: read ${them}, then ${packageManager((await context.project()).root).run} knexus up`)
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
function logChanges(context: Context, made: Made, from: 'migrations' | 'db'): void {
  const { files, changes, renamed, kept, dropped, findings, idle, into } = made
  const log = context.log()
  if (into) for (const line of [...sayDeclared(into), ...sayUnplaced(into)]) log.info(line)
  for (const line of [...renamed.map(([old, now]) => `${old} -> ${now}`), ...sayChanges(changes)]) log.info(line)
  for (const [address, file] of dropped) log.warn(`drops ${address}, which no model declares (${sayOrigin(file)})`)
  for (const line of sayKept(made)) log.warn(line)
  for (const { rule, message, cure } of findings) log.warn(`${rule}: ${message}\n  ${cure}`)
  for (const given of idle) log.warn(`--allow ${given} allows nothing: nothing of that name needs it`)
  if (files.length > 0) return
  const base = from === 'db' ? 'the database holds' : 'the migrations build'
  log.info(
    kept.size > 0
      ? `Nothing to write: ${base} all that the models declare.`
      : `Nothing to write: the models are what ${base}.`,
  )
}

function print(
  context: Context,
  { written, files, notes, changes, renamed, kept, dropped, perhapsRenamed, findings, idle }: Made,
): void {
  const list = files.map(({ path, source, up, down }) => ({
    path: relative(process.cwd(), path),
    source,
    up: up.map(statementAsData),
    down: down.map(statementAsData),
  }))
  context.print(list.map(({ path, source }) => (!written ? `// ${path}\n${source}\n` : `${path}\n`)).join(''), {
    written,
    files: list,
    notes,
    renamed,
    changes: changes.map(changeAsData),
    kept: Object.fromEntries(kept),
    dropped: Object.fromEntries(dropped),
    perhapsRenamed,
    findings,
    idle,
  })
}

/** What to do about a file that no run would find before somebody adds it to the project's own list. */
export function sayUnlisted(name: string): string {
  return `the migrationSource of the knexfile does not give ${name}: add it there before you run it`
}

function statementAsData({ sql, loses, receipt }: Statement) {
  return { sql, loses: loses ?? null, receipt: receipt ?? null }
}

/** What stays though no model declares it, file by file, and what to do about it. */
function sayKept({ kept, perhapsRenamed, unexported }: Made): string[] {
  if (kept.size === 0) return []
  return [
    'kept, though no model declares it:',
    ...[...kept].map(([address, file]) => `  ${address} (${sayOrigin(file)})`),
    ...perhapsRenamed.map((candidate) => `  ${ask(candidate)}`),
    ...unexported.map((line) => `  ${line}: write export before it.`),
    `  ${sayDeclareIt(kept)} To drop it instead, add --drop-undeclared.`,
  ]
}
