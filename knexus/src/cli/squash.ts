import { relative } from 'node:path'
import { squash } from '../history/squash.ts'
import { textOf, type CommandFile } from './command.ts'

export const command: CommandFile = {
  options: [
    ['--to <name>', 'the last migration that goes into it'],
    ['--without-rows', 'leave out the rows that the old migrations wrote'],
    ['--dry-run', 'print the file instead of writing it'],
  ],
  examples: ['npx knexus squash --to 20260102090000_add_studies'],
  async run(context, _args, options) {
    const to = textOf(options, 'to')
    const dryRun = options['dryRun'] === true
    const { files, replaces, baseline, proved } = await squash(await context.project(), await context.shadow(), {
      dryRun,
      withoutRows: options['withoutRows'] === true,
      ...(to !== undefined && { to }),
    })
    const log = context.log()
    for (const line of proved) log.info(line)
    if (!dryRun)
      log.info(
        `${replaces.length} files are in squashed/ now; run \`knexus up\` once on every database before plain ` +
          'knex is used there again.',
      )
    const here = files.map(({ path, source }) => ({ path: relative(process.cwd(), path), source }))
    context.print(here.map(({ path, source }) => (dryRun ? `// ${path}\n${source}` : path)).join('\n'), {
      written: !dryRun,
      baseline,
      replaces,
      proved,
      files: here,
    })
    return 0
  },
}
