import { join } from 'node:path'
import { rules } from '../knexus/src/rules/index.ts'
import { BAD, GOOD, SQUAWK, SQUAWK_ALARMS } from '../knexus/test/rules/common-set.ts'
import { LONG, MOMENT } from '../knexus/src/weigh/index.ts'
import type { Example } from '../knexus/src/rules/shared/rule.ts'

const root = join(import.meta.dirname, '..')

/** Where the page is. */
export const RULES_PAGE = join(root, 'docs/rules.md')

/** docs/rules.md, from the rules and their examples, which are their tests. */
export function rulesPage(): string {
  const groups = [...new Set(rules.map(({ group }) => group))]
  const sections = groups.flatMap((group) => [
    `## ${group.charAt(0).toUpperCase()}${group.slice(1)}\n`,
    ...rules
      .filter((rule) => rule.group === group)
      .map(
        ({ name, severity, why, bad, good }) =>
          `### ${name}\n\n${severity}. ${why}\n\n${example('Found in', bad)}\n${example('Not in', good)}`,
      ),
  ])
  return `${HEAD}\n${sections.join('\n')}\n${besideOthers()}`
}

/** How many files of the common set each linter stops at, group by group. A test holds that ours are all of them, without an alarm. */
function besideOthers(): string {
  const groups = [...new Set(BAD.map(({ group }) => group))]
  const rows = groups.map((group) => {
    const files = BAD.filter((one) => one.group === group)
    const squawk = files.filter(({ sql }) => SQUAWK.has(sql.join('; '))).length
    const eugene = files.filter((one) => one.eugene !== undefined).length
    return `| ${group} | ${files.length} | ${files.length} | ${squawk} | ${eugene} |`
  })
  const eugene = BAD.filter((one) => one.eugene !== undefined).length
  return `## Beside other linters

One set of ${BAD.length} dangerous files and ${GOOD.length} good ones, \`knexus/test/rules/common-set.ts\`. Knexus names or refuses every dangerous one and stops at no good
one, which a test holds. squawk 2.66 was run on them, without its rules about timeouts and IF EXISTS. eugene is not in a registry that npm or
pip reads, and was not run: counted are the files that one of its documented hints describes.

| group | dangerous | knexus | squawk | eugene, by its hints |
| --- | --- | --- | --- | --- |
${rows.join('\n')}
| all | ${BAD.length} | ${BAD.length} | ${SQUAWK.size} | ${eugene} |
| good files stopped at | ${GOOD.length} | 0 | ${SQUAWK_ALARMS.length} | not run |
`
}

function example(title: string, { statements, transaction = true }: Example): string {
  return `${title}${transaction ? '' : ', in a file with `transaction: false`'}:\n\n\`\`\`sql\n${statements.join(';\n')};\n\`\`\`\n`
}

const HEAD = `# Rules

<!-- Written by \`npm run docs\` from knexus/src/rules; do not edit. -->

\`npx knexus lint [FILES]\` runs migrations, generated or written by hand, on a scratch database whose tables hold rows, measures what each
statement locks, rewrites, reads and changes there, and asks every rule about it. Nothing is guessed from the text of a statement that can
be measured. \`--format\` is \`text\`, \`json\` (with the receipt of every statement), \`github\` or \`sarif\`. The exit code is 1 when an error
is found, with \`--strict\` also for a warning.

A file that means it says so, with the reason, in a comment: \`// knexus: allow drop-column because nobody reads it since 2.4\`. A project
that sees it otherwise says so in its knexfile: \`knexus: { lint: { 'json-type': 'off', 'drop-index-blocks': 'error' } }\`.

\`npx knexus stats --env production --out db/stats.json\` writes how large and how busy the tables of a database are, names and numbers alone; with
\`--stats db/stats.json\` what is found about all rows of a table is weighed by it. Work of less than ${MOMENT} seconds is a note, of less than ${LONG} a
warning, as is longer work that only writers would wait for where nobody writes; else it is an error, unless the knexfile gives the rule a
severity. A table that has no rows may go. The time is measured where the shadow holds as many rows, else extrapolated from how fast the
shadow's server reads, rewrites and indexes a table.

\`generate\` asks those that judge what stands in the end, before it writes its files: ${rules
  .filter(({ standing }) => standing)
  .map(({ name }) => `[${name}](#${name})`)
  .join(', ')}.

${rules.length} rules: ${[...new Set(rules.map(({ group }) => group))].join(', ')}.
`
