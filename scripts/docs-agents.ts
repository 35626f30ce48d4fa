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
3 a question. With \`--json\` standard output is one document with a \`status\`, as \`schema/output.json\` describes.

## Tools for agents

\`npx knexus mcp\` (after \`npm install --save-dev @modelcontextprotocol/sdk\`) gives status, check, diff, generate, lint, verify, review, show and explain_error as tools of the
Model Context Protocol. No tool runs a migration on a database of the project. KNEXUS_PRODUCTION=refuse forbids every command to use an environment marked production.

## Functions

\`import { check, diff, generate, up, down, status, pull, review } from 'knexus'\`: the same, with typed results.
`
}

/** knexus/skills/knexus/SKILL.md: how to change a schema, step by step. */
export async function skillPage(): Promise<string> {
  return `---
name: knexus
description: Change a PostgreSQL schema that is declared in TypeScript models, with proven Knex migrations. Use when tables, columns, indexes or constraints are added, changed or dropped in a project that has knexus in its package.json.
---

# Change a schema with Knexus

1. Edit the models; never edit a migration that ran. The folder is \`knexus.models\` of the knexfile.
2. See what would be written, and then write it:

\`\`\`sh
npx knexus generate add_studies --dry-run
npx knexus generate add_studies
\`\`\`

3. Exit code 3 is a question, such as "renamed or dropped?". With \`--json\` it is a document with \`questions\`; ask the person, put the answers
   into a JSON object of ids and answers, and give it with \`--answers FILE\`. Never answer a question about lost data yourself.
4. Judge what was written, run it, and see that all agree:

\`\`\`sh
npx knexus lint
npx knexus verify
npx knexus up
npx knexus check
\`\`\`

5. Show it to the reviewer: \`npx knexus review --base origin/main --markdown review.md\`.

Never pass \`--yes\`, \`--allow\` or \`--drop-undeclared\` unless the person said so, and run nothing in an environment marked production.
An error has a code, a cause and a cure: do what the cure says. Where the tools of \`knexus mcp\` are there (check, generate, lint, verify, review, explain_error and others),
call them instead: they are these commands with typed results.

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
