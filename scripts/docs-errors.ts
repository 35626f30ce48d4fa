import { readdirSync, readFileSync } from 'node:fs'
import { join, relative } from 'node:path'

const root = join(import.meta.dirname, '..')
const source = join(root, 'knexus/src')

/** Where the page is. */
export const ERRORS_PAGE = join(root, 'docs/errors.md')

/** docs/errors.md, read off every `new KnexusError(code, cause, cure)` of the engine. */
export function errorsPage(): string {
  const errors = files().flatMap((file) => [...readFileSync(file, 'utf8').matchAll(THROWN)].map(([, code, rest]) => {
    const [cause = '', cure = ''] = texts(rest!)
    return { code: code!, cause, cure, file: relative(root, file) }
  }))
  const codes = [...new Set(errors.map(({ code }) => code))].sort()
  const sections = codes.map((code) => {
    const cases = errors.filter((error) => error.code === code)
    return `## ${code}\n\n${cases.map(({ cause, cure, file }) => `- ${cause || 'See the message.'}\n  **Cure:** ${cure || 'as the message says.'} (\`${file}\`)`).join('\n')}\n`
  })
  return `${HEAD}\n${sections.join('\n')}`
}

/** The code, and as much text behind it as holds cause and cure. */
const THROWN = /new KnexusError\(\s*(?:[\w!?.() ]+ \? )?'([a-z-]+)'(?: : '[a-z-]+')?,(?=([\s\S]{0,900}))/g

const HEAD = `# Errors

<!-- Written by \`npm run docs\` from knexus/src; do not edit. -->

Every error has a code, a cause and a cure. On a terminal it is printed on standard error as \`error CODE: cause\` and a line with
the cure; with \`--json\` as one JSON object \`{ error: { code, message, cure } }\`. Nothing secret is in either.

Exit codes of every command: **0** done, or yes · **1** no: \`check\` and \`diff --exit-code\` found differences · **2** failed, or could not tell.
`

function files(): string[] {
  return readdirSync(source, { recursive: true, encoding: 'utf8' }).filter((file) => file.endsWith('.ts')).sort().map((file) => join(source, file))
}

/** The texts of the arguments, with what is computed shown as an ellipsis. */
function texts(args: string): string[] {
  return [...args.matchAll(/`((?:[^`\\]|\\.)*)`|'((?:[^'\\]|\\.)*)'/g)]
    .map(([, template, plain]) => (template ?? plain ?? '').replaceAll(/\$\{[^{}]*(?:\{[^{}]*\}[^{}]*)*\}/g, '…').replaceAll("\\'", "'").replaceAll(/\\n[\s\S]*/g, '').trim())
    .filter((text) => text.length > 10)
    .slice(0, 2)
}
