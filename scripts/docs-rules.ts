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
          `### ${name}\n\n**${severity.charAt(0).toUpperCase()}${severity.slice(1)}.** ${why}\n\n${example('Reported', bad)}\n${example('Not reported', good)}`,
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
  return `## Compared with other linters

The comparison uses ${BAD.length} dangerous files and ${GOOD.length} harmless ones (\`knexus/test/rules/common-set.ts\`). Knexus reports or refuses every dangerous file and
no harmless one; a test checks this. squawk 2.66 was run on the same files, without its rules about timeouts and IF EXISTS. eugene was not run, because neither npm
nor pip installs it; its column counts the files that match one of its documented hints.

| group | dangerous | knexus | squawk | eugene, by its documented hints |
| --- | --- | --- | --- | --- |
${rows.join('\n')}
| all | ${BAD.length} | ${BAD.length} | ${SQUAWK.size} | ${eugene} |
| harmless files reported | ${GOOD.length} | 0 | ${SQUAWK_ALARMS.length} | not run |
`
}

function example(title: string, { statements, transaction = true }: Example): string {
  return `${title}${transaction ? '' : ', in a file with `transaction: false`'}:\n\n\`\`\`sql\n${statements.join(';\n')};\n\`\`\`\n`
}

const HEAD = `# Rules

<!-- Written by \`npm run docs\` from knexus/src/rules; do not edit. -->

\`npx knexus lint [FILES]\` runs migrations, generated or written by hand, on a scratch database whose tables hold rows. It measures what each
statement locks, rewrites, reads and changes, and applies every rule to the result. Nothing that can be measured is guessed from the text of the
statement. \`--format\` is \`text\`, \`json\` (with the receipt of every statement), \`github\` or \`sarif\`. The exit code is 1 if an error
is found; with \`--strict\`, also for a warning.

If a migration does something dangerous on purpose, say so in a comment, with the reason: \`// knexus: allow drop-column because nobody reads it since 2.4\`. That holds for the
whole file; \`allow drop-column on public.orders.note because ...\` holds for that object alone: a table, a column, or a part of a table after its name. To
change the severity of a rule for the whole project, set it in the knexfile: \`knexus: { lint: { 'json-type': 'off', 'drop-index-blocks': 'error' } }\`.

\`npx knexus stats --env production --out db/stats.json\` writes down how large and how busy the tables of a database are: only names and numbers. With
\`--stats db/stats.json\`, findings about all rows of a table are weighed by its size. Work of less than ${MOMENT} seconds is a note. Work of less than ${LONG} seconds is a
warning, and so is longer work that blocks only writers, on a table that nobody writes to. Anything else is an error, unless the knexfile sets the
severity of the rule. Dropping a table without rows is fine. The time is measured if the shadow holds as many rows; otherwise it is extrapolated from how fast the
shadow's server reads, rewrites and indexes a table.

Before \`generate\` writes its files, it applies the rules that look at the resulting schema: ${rules
  .filter(({ standing }) => standing)
  .map(({ name }) => `[${name}](#${name})`)
  .join(', ')}.

${rules.length} rules: ${[...new Set(rules.map(({ group }) => group))].join(', ')}.
`
