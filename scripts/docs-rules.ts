import { join } from 'node:path'
import { rules } from '../knexus/src/rules/index.ts'
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
  return `${HEAD}\n${sections.join('\n')}`
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
