import { join } from 'node:path'
import { COMMANDS } from '../knexus/src/cli/main.ts'

/** Where the pages for agents are. */
export const LLMS_PAGE = join(import.meta.dirname, '../knexus/llms.txt')
export const SKILL_PAGE = join(import.meta.dirname, '../knexus/skills/knexus/SKILL.md')

const ABOUT = 'Declare PostgreSQL tables once in TypeScript; get proven, plain Knex migrations.'

/** knexus/llms.txt: what the tool is, its commands as the help has them, and where more is told. */
export async function llmsPage(): Promise<string> {
  return `# Knexus

> ${ABOUT}

Tables are declared in models. \`knexus generate\` compares what the models declare with what the migrations build on a scratch
database, writes the difference as plain Knex migrations, and proves them there: up, down and up again, with rows.

## Commands

${(await commands()).join('\n')}

Every command takes \`--env NAME\`, \`--knexfile FILE\`, \`--shadow URL|embedded\` and \`--json\`. Exit codes: 0 done or yes, 1 no, 2 failed,
3 a question. With \`--json\`, standard output is one document with a \`status\`; \`schema/output.json\` describes it.

## Tools for agents

\`npx knexus mcp\` (after \`npm install --save-dev @modelcontextprotocol/sdk\`) offers status, check, diff, generate, lint, verify, review, show and explain_error as tools of the
Model Context Protocol. No tool runs a migration on a database of the project. With \`KNEXUS_PRODUCTION=refuse\` every command refuses an environment marked production.

## Functions

\`import { check, diff, generate, up, down, status, pull, review } from 'knexus'\`: the commands as functions, with typed results.
`
}

/** knexus/skills/knexus/SKILL.md: how to change a schema, step by step. */
export async function skillPage(): Promise<string> {
  return `---
name: knexus
description: Change a PostgreSQL schema that is declared in TypeScript models, with proven Knex migrations. Use when tables, columns, indexes or constraints are added, changed or dropped in a project that has knexus in its package.json.
---

# Change a schema with Knexus

1. Edit the models, in the folder that \`knexus.models\` in the knexfile names. Never edit a migration that has run.
2. Preview the migration, then write it:

\`\`\`sh
npx knexus generate add_studies --dry-run
npx knexus generate add_studies
\`\`\`

3. Exit code 3 means that a person has to decide something, such as whether a column was renamed or dropped. Run the command again with \`--json\` to
   get the \`questions\`, ask the person, write a JSON file that maps the id of each question to its answer, and pass it with \`--answers FILE\`.
   Never decide yourself that data may be lost.
4. Check the migration, run it, and confirm that models, migrations and database agree:

\`\`\`sh
npx knexus lint
npx knexus verify
npx knexus up
npx knexus check
\`\`\`

5. Write a summary for the reviewer: \`npx knexus review --base origin/main --markdown review.md\`.

Never pass \`--yes\`, \`--allow\` or \`--drop-undeclared\` unless the person asked for it, and never run anything in an environment marked production.
Every error has a code, a cause and a cure: follow the cure. If the tools of \`knexus mcp\` are available (check, generate, lint, verify, review, explain_error and others),
prefer them: they are the same commands with typed results.

## All commands

${(await commands()).join('\n')}
`
}

/** A line for each command, as the help says it. */
function commands(): Promise<string[]> {
  return Promise.all(
    Object.entries(COMMANDS).map(async ([name, [summary, load]]) => {
      const { arguments: taken = [] } = (await load()).command
      return `- \`knexus ${[name, ...taken.map(([syntax]) => syntax)].join(' ')}\`: ${summary}`
    }),
  )
}
