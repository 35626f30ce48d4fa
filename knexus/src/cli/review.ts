import { writeFile } from 'node:fs/promises'
import { review } from '../api/judge.ts'
import { reviewComment } from '../review/comment.ts'
import { reviewAsData } from '../review/data.ts'
import { reviewPage } from '../review/page.ts'
import { textOf, type CommandFile } from './command.ts'
import { choiceOf } from './findings.ts'
import { textOfReview } from './review-text.ts'
import { STATS } from './sizes.ts'
import { screen } from './style.ts'

export const command: CommandFile = {
  arguments: [
    ['[files...]', 'the migrations, by path, name or a part of it (add_studies); all of them when none is given'],
  ],
  options: [
    ['--base <revision>', 'only what is new since the branch left this revision of git: origin/main'],
    ['--html <file>', 'write a self-contained page: no network, less than a megabyte'],
    ['--markdown <file>', 'write a comment for a pull request, which begins with a marker to edit it in place'],
    STATS,
    ['--all', 'print every change and every finding, however many there are'],
    ['--exit-code', 'exit with 1 if an error was found'],
  ],
  exits: [['1', 'an error was found (only with --exit-code)']],
  examples: [
    'npx knexus review --base origin/main --html review.html',
    'npx knexus review --base origin/main --markdown review.md',
  ],
  async run(context, args, options) {
    const stats = textOf(options, 'stats')
    const found = await review(context, { ...choiceOf(args, options), ...(stats !== undefined && { stats }) })
    for (const [key, write] of [
      ['html', reviewPage],
      ['markdown', reviewComment],
    ] as const) {
      const file = textOf(options, key)
      if (file === undefined) continue
      await writeFile(file, write(found))
      context.log().info(`wrote ${file}`)
    }
    const code = options['exitCode'] === true && found.verdict.status === 'stopped' ? 1 : 0
    context.print(textOfReview(found, options['all'] === true ? Infinity : screen()), reviewAsData(found), code)
    return code
  },
}
