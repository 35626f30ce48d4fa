import { join } from 'node:path'
import { ERRORS } from '../knexus/src/base/error-codes.ts'

/** Where the page is. */
export const ERRORS_PAGE = join(import.meta.dirname, '../docs/errors.md')

/** docs/errors.md: the table of codes, as a page. */
export function errorsPage(): string {
  const sections = Object.entries(ERRORS).map(
    ([code, [meaning, cure]]) => `## ${code}\n\n${meaning}\n\n**Cure:** ${cure}\n`,
  )
  return `${HEAD}\n${sections.join('\n')}`
}

const HEAD = `# Errors

<!-- Written by \`npm run docs\` from knexus/src/base/error-codes.ts; do not edit. -->

Every error has a code, a cause and a cure. On a terminal it is printed on standard error as \`error CODE: cause\` and a line with
the cure; with \`--json\` as one JSON object \`{ status: 'error', error: { code, message, cure } }\`. Neither contains a secret. The message names the
objects, files and values concerned and says what to do about them. This page explains each code in general, and
[mistakes.md](mistakes.md) shows fifty mistakes with their messages and working cures.

Exit codes of every command: **0** done, or yes · **1** no: \`check\` and \`diff --exit-code\` found differences · **2** failed, or unknown ·
**3** a question: someone has to decide. With \`--json\`, the \`status\` of each document on standard output says the same: \`ok\`, \`no\` or \`question\`.
\`knexus/schema/output.json\` in the package is the JSON Schema of them all. A question has an id, the possible answers, and the
reasons for each; \`--answers FILE\` takes a JSON object that maps ids to answers.
`
