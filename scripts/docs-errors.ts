import { readdirSync, readFileSync } from 'node:fs'
import { join, relative } from 'node:path'

const root = join(import.meta.dirname, '..')
const source = join(root, 'knexus/src')

/** Where the page is. */
export const ERRORS_PAGE = join(root, 'docs/errors.md')

/** docs/errors.md, read off every `new KnexusError(code, cause, cure)` of the engine. */
export function errorsPage(): string {
  const errors = files().flatMap((file) => {
    const text = readFileSync(file, 'utf8')
    return [...text.matchAll(/new KnexusError\(/g)].flatMap(({ index }) => {
      const [code = '', cause = '', cure = ''] = argumentsAt(text, index + 'new KnexusError('.length).map((argument) =>
        textsOf(argument, text),
      )
      return code
        .split(EITHER)
        .filter((word) => /^[a-z-]+$/.test(word))
        .map((word) => ({ code: word, cause, cure, file: relative(root, file) }))
    })
  })
  const codes = [...new Set(errors.map(({ code }) => code))].sort()
  const sections = codes.map((code) => {
    const cases = errors.filter((error) => error.code === code)
    return `## ${code}\n\n${cases.map(({ cause, cure, file }) => `- ${cause || 'See the message.'}\n  **Cure:** ${cure || 'as the message says.'} (\`${file}\`)`).join('\n')}\n`
  })
  return `${HEAD}\n${sections.join('\n')}`
}

const EITHER = ' / '

const HEAD = `# Errors

<!-- Written by \`npm run docs\` from knexus/src; do not edit. -->

Every error has a code, a cause and a cure. On a terminal it is printed on standard error as \`error CODE: cause\` and a line with
the cure; with \`--json\` as one JSON object \`{ error: { code, message, cure } }\`. Nothing secret is in either.

Exit codes of every command: **0** done, or yes · **1** no: \`check\` and \`diff --exit-code\` found differences · **2** failed, or unknown.
`

function files(): string[] {
  return readdirSync(source, { recursive: true, encoding: 'utf8' })
    .filter((file) => file.endsWith('.ts'))
    .sort()
    .map((file) => join(source, file))
}

/** The arguments of the call whose parenthesis ends right before `start`, as they are written. */
function argumentsAt(text: string, start: number): string[] {
  const found: string[] = []
  let depth = 0
  let from = start
  for (const { 0: token, index } of text.slice(start).matchAll(TOKEN)) {
    const at = start + index
    if (depth === 0 && (token === ',' || token === ')')) {
      found.push(text.slice(from, at).trim())
      from = at + 1
    }
    if ('([{'.includes(token)) depth += 1
    if (')]}'.includes(token)) depth -= 1
    if (depth < 0) break
  }
  return found
}

const TEXT = /`(?:[^`\\$]|\\.|\$(?!\{)|\$\{(?:[^{}`]|`[^`]*`|\{[^{}]*\})*\})*`|'(?:[^'\\]|\\.)*'/
const TOKEN = new RegExp(`${TEXT.source}|[()[\\]{},]`, 'g')

/** What an argument says, with what is computed shown as an ellipsis: its texts when it chooses between some, those of the constant when it names one. */
function textsOf(argument: string, file: string): string {
  const named = /^\w+$/.test(argument) ? new RegExp(`const ${argument} = (.*)`).exec(file)?.[1] : undefined
  const texts = (named ?? argument).replaceAll(/=== '[^']*'/g, '').match(new RegExp(TEXT, 'g')) ?? []
  return texts
    .map((text) =>
      text
        .slice(1, -1)
        .replaceAll(/\$\{(?:[^{}`]|`[^`]*`|\{[^{}]*\})*\}/g, '…')
        .replaceAll("\\'", "'")
        .replaceAll('\\`', '`')
        .replaceAll(/\\n[\s\S]*/g, '')
        .replaceAll(/…{2,}/g, '…')
        .trim(),
    )
    .filter((text) => text !== '')
    .join(argument.includes('?') ? EITHER : '')
}
