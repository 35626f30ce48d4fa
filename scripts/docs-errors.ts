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
the cure; with \`--json\` as one JSON object \`{ status: 'error', error: { code, message, cure } }\`. Nothing secret is in either. The message names the
objects, files and values of its case and what to do about them; this page says what each code means, and
[mistakes.md](mistakes.md) shows the messages of fifty mistakes, with their cures at work.

Exit codes of every command: **0** done, or yes · **1** no: \`check\` and \`diff --exit-code\` found differences · **2** failed, or unknown ·
**3** a question: somebody has to decide. With \`--json\` each document on standard output says the same as \`status\`: ok, no, question.
The package holds a JSON Schema of all of them, \`knexus/schema/output.json\`. A question has an id, the answers that can be given, and the
reasons; \`--answers FILE\` takes a JSON object of ids and answers.
`
