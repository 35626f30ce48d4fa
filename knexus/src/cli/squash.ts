import { squash } from '../api/script.ts'
import { textOf, type CommandFile } from './command.ts'

export const command: CommandFile = {
  options: [
    ['--to <name>', 'the last migration to include'],
    ['--without-rows', 'leave out the rows that the old migrations wrote, and the positions of sequences'],
    ['--without-unmanaged', 'leave out what no kind of object covers'],
    ['--dry-run', 'print the file instead of writing it'],
  ],
  examples: ['npx knexus squash --to 20260102090000_add_studies'],
  async run(context, _args, options) {
    const to = textOf(options, 'to')
    const { written, baseline, replaces, proved, files } = await squash(context, {
      write: options['dryRun'] !== true,
      withoutRows: options['withoutRows'] === true,
      withoutUnmanaged: options['withoutUnmanaged'] === true,
      ...(to !== undefined && { to }),
    })
    const log = context.log()
    for (const line of proved) log.info(line)
    if (written)
      log.info(
        `${replaces.length} files are in squashed/ now; run \`knexus up\` once on every database before plain ` +
          'knex is used there again.',
      )
    const text = files.map(({ path, source }) => (written ? path : `// ${path}\n${source}`)).join('\n')
    context.print(text, { written, baseline, replaces, proved, files })
    return 0
  },
}
