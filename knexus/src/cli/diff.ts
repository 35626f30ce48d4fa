import { withAmbient } from '../ambient.ts'
import { KnexusError } from '../base/errors.ts'
import { diff } from '../diff.ts'
import type { Scope } from '../introspect/index.ts'
import { rehearseScript } from '../prove/script.ts'
import { reworded } from '../reword.ts'
import { scopeOf } from '../project/scope.ts'
import { script } from '../emit/script.ts'
import { viewsOf, type View } from '../sources/index.ts'
import { sourceNamed } from '../sources/names.ts'
import { changeAsData, sayChanges } from '../tell/changes.ts'
import { textOf, type CommandFile } from './command.ts'
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
    const [from, to] = await Promise.all(
      ['from', 'to'].map((key) => {
        const text = textOf(options, key)
        if (text === undefined)
          throw new KnexusError(
            'bad-option',
            `--${key} is missing.`,
            'Name a source; `npx knexus diff --help` lists them.',
          )
        return sourceNamed(text, () => context.project())
      }),
    )
    const project = from!.ofProject || to!.ofProject ? await context.project() : undefined
    const asScript = options['sql'] === true
    const all = options['all'] === true
    // A script is ordered by what needs what; a list is not.
    const scope: Scope = { ...(project && scopeOf(project)), dependencies: asScript }
    const shadow = () => context.shadow(from!.live ?? to!.live)
    const [read, wanted] = (await viewsOf([from!, to!], shadow, scope)) as [View, View]
    const before =
      from!.ofProject && !from!.live ? withAmbient(read.schema, wanted.schema, project?.settings.compare) : read.schema
    const ambient =
      to!.ofProject && !to!.live ? withAmbient(wanted.schema, before, project?.settings.compare) : wanted.schema
    const after = await reworded(ambient, before, async () => (await shadow()).database(), scope)
    const changes = diff(before, after)
    const code = options['exitCode'] === true && changes.length > 0 ? 1 : 0
    const unmanaged = [...new Set([...read.unmanaged, ...wanted.unmanaged])]
    if (asScript) {
      const { migrations, losses, uncompared } =
        changes.length === 0
          ? { migrations: [], losses: [], uncompared: false }
          : await rehearseScript(await shadow(), before, after, scope)
      for (const loss of losses) context.log().warn(`loses data: ${loss}`)
      if (uncompared)
        context.log().warn('The change fails on some rows, as it did on made-up ones: no values were compared.')
      for (const address of unmanaged) context.log().warn(`not managed, and not in the script: ${address}`)
      const told = [
        ...losses.map((loss) => `\n-- loses data: ${loss.replaceAll(/\s+/g, ' ')}`),
        ...unmanaged.map((address) => `\n-- not managed: ${address.replaceAll(/\s+/g, ' ')}`),
      ]
      const sql = script(migrations, `From ${from!.label} to ${to!.label}.${told.join('')}`)
      context.print(sql, { sql, losses, unmanaged }, code)
    } else {
      context.print(
        [
          ...sayChanges(changes, { all, lines: all ? Infinity : screen() }),
          ...(unmanaged.length > 0 ? ['Not managed:', ...unmanaged.map((address) => `  ${address}`)] : []),
        ].join('\n'),
        {
          changes: changes.map(changeAsData),
          unmanaged,
        },
        code,
      )
    }
    return code
  },
}
