import { withAmbient } from '../ambient.ts'
import { KnexusError } from '../base/errors.ts'
import type { Change } from '../change.ts'
import { diff } from '../diff.ts'
import type { Scope } from '../introspect/index.ts'
import { rehearseScript } from '../prove/script.ts'
import { reworded } from '../reword.ts'
import { scopeOf } from '../project/scope.ts'
import { script } from '../emit/script.ts'
import { viewsOf, type View } from '../sources/index.ts'
import { sourceNamed, type NamedSource } from '../sources/names.ts'
import { changeAsData, sayChanges } from '../tell/changes.ts'
import { textOf, type CommandFile, type Options } from './command.ts'
import type { Context } from './context.ts'
import { screen } from './style.ts'

export const command: CommandFile = {
  options: [
    ['--from <source>', 'models[:FILE], migrations[@NAME], db, env:NAME, empty, a postgres:// URL or a .sql file'],
    ['--to <source>', 'the same'],
    ['--sql', 'print a script for psql -v ON_ERROR_STOP=1 -f'],
    ['--all', 'print every difference, however many there are'],
    ['--exit-code', 'exit with 1 when they differ'],
  ],
  examples: ['npx knexus diff --from db --to models', 'npx knexus diff --from empty --to schema.sql --sql > build.sql'],
  async run(context, _args, options) {
    const [from, to] = await Promise.all([sourceOf(context, options, 'from'), sourceOf(context, options, 'to')])
    const project = from.ofProject || to.ofProject ? await context.project() : undefined
    const asScript = options['sql'] === true
    // A script is ordered by what needs what; a list is not.
    const scope: Scope = { ...(project && scopeOf(project)), dependencies: asScript }
    const shadow = () => context.shadow(from.live ?? to.live)
    const [read, wanted] = (await viewsOf([from, to], shadow, scope)) as [View, View]
    const compare = project?.settings.compare
    const before = leavesAccess(from) ? withAmbient(read.schema, wanted.schema, compare) : read.schema
    const ambient = leavesAccess(to) ? withAmbient(wanted.schema, before, compare) : wanted.schema
    const after = await reworded(ambient, before, async () => (await shadow()).database(), scope)
    const changes = diff(before, after)
    const code = options['exitCode'] === true && changes.length > 0 ? 1 : 0
    const unmanaged = [...new Set([...read.unmanaged, ...wanted.unmanaged])]
    if (asScript) {
      const rehearsed = changes.length > 0 ? await rehearseScript(await shadow(), before, after, scope) : NOTHING
      printScript(context, `From ${from.label} to ${to.label}.`, rehearsed, unmanaged, code)
    } else printList(context, changes, unmanaged, options['all'] === true, code)
    return code
  },
}

async function sourceOf(context: Context, options: Options, key: 'from' | 'to'): Promise<NamedSource> {
  const text = textOf(options, key)
  if (text === undefined)
    throw new KnexusError('bad-option', `--${key} is missing.`, 'Name a source; `npx knexus diff --help` lists them.')
  return sourceNamed(text, () => context.project())
}

/** Whether owners and grants that a source does not say are those of the other one: of models and migrations, which run anywhere. */
function leavesAccess({ ofProject, live }: NamedSource): boolean {
  return ofProject && !live
}

const NOTHING: Awaited<ReturnType<typeof rehearseScript>> = { migrations: [], losses: [], uncompared: false }

function printScript(
  context: Context,
  title: string,
  { migrations, losses, uncompared }: Awaited<ReturnType<typeof rehearseScript>>,
  unmanaged: readonly string[],
  code: 0 | 1,
): void {
  const log = context.log()
  for (const loss of losses) log.warn(`loses data: ${loss}`)
  if (uncompared) log.warn('The change fails on some rows, as it did on made-up ones: no values were compared.')
  for (const address of unmanaged) log.warn(`not managed, and not in the script: ${address}`)
  const oneLine = (text: string) => text.replaceAll(/\s+/g, ' ')
  const told = [
    ...losses.map((loss) => `\n-- loses data: ${oneLine(loss)}`),
    ...unmanaged.map((address) => `\n-- not managed: ${oneLine(address)}`),
  ]
  const sql = script(migrations, `${title}${told.join('')}`)
  context.print(sql, { sql, losses, unmanaged }, code)
}

function printList(
  context: Context,
  changes: readonly Change[],
  unmanaged: readonly string[],
  all: boolean,
  code: 0 | 1,
): void {
  const lines = [
    ...sayChanges(changes, { all, lines: all ? Infinity : screen() }),
    ...(unmanaged.length > 0 ? ['Not managed:', ...unmanaged.map((address) => `  ${address}`)] : []),
  ]
  context.print(lines.join('\n'), { changes: changes.map(changeAsData), unmanaged }, code)
}
