import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import * as columns from '../knexus/src/declare/columns.ts'

/** Where the page is. */
export const MODELS_PAGE = join(import.meta.dirname, '../docs/models.md')

const DECLARE = join(import.meta.dirname, '../knexus/src/declare')

/** docs/models.md with the reference made from the docstrings of the builders. */
export function modelsPage(): string {
  const page = readFileSync(MODELS_PAGE, 'utf8')
  const [start, end] = ['<!-- reference, written by `npm run docs` -->\n', '<!-- end of reference -->']
  const [before, rest] = page.split(start) as [string, string]
  return `${before}${start}${reference()}\n${end}${rest.split(end)[1]}`
}

function reference(): string {
  return [
    '\n## Column types\n',
    table(['Builder', 'PostgreSQL', ''], typesOf()),
    '\n## Column methods\n',
    table(['Method', ''], methodsOf('column.ts')),
    '\n## Table methods\n',
    table(
      ['Method of `t`', ''],
      methodsOf('table-parts.ts').map(([name, text]) => [name.replace('`', '`t.'), text]),
    ),
    '\n## Types\n',
    table(['Type', ''], exportedTypes()),
  ].join('\n')
}

/** The types that the package exports, with their docstrings. */
function exportedTypes(): string[][] {
  const index = readFileSync(join(DECLARE, '../index.ts'), 'utf8')
  return [...index.matchAll(/^export type \{ (\w+) \} from '\.\/declare\/(.*)'$/gm)].map(([, name, file]) => {
    const text = readFileSync(join(DECLARE, file!), 'utf8')
    const [, words = ''] =
      new RegExp(`/\\*\\*\\s*((?:(?!\\*/)[\\s\\S])*?)\\s*\\*/\\nexport (?:interface|type|class) ${name}\\b`).exec(
        text,
      ) ?? []
    return [`\`${name}\``, cell(words)]
  })
}

/** Each builder with its PostgreSQL type, when it is called with as few arguments as possible. */
function typesOf(): string[][] {
  const text = readFileSync(join(DECLARE, 'columns.ts'), 'utf8')
  return [...text.matchAll(/\/\*\*\s*((?:(?!\*\/)[\s\S])*?)\s*\*\/\nexport const (\w+) = /g)].map(([, words, name]) => [
    `\`${name}()\``,
    `\`${typeOf(name!)}\``,
    cell(words!),
  ])
}

function typeOf(name: string): string {
  const builder = Reflect.get(columns, name) as (...args: unknown[]) => { readonly draft: { readonly type: string } }
  return builder(...(name === 'specificType' ? ['ltree'] : [])).draft.type
}

/** The public methods of a builder: name and docstring, that of the first overload. */
function methodsOf(file: string): [name: string, text: string][] {
  const text = readFileSync(join(DECLARE, file), 'utf8')
  const found = new Map<string, string>()
  for (const [, words, name] of text.matchAll(/ {2}\/\*\*\s*((?:(?!\*\/)[\s\S])*?)\s*\*\/\n {2}(\w+)[(<]/g))
    if (!found.has(name!)) found.set(name!, cell(words!))
  return [...found].map(([name, text]) => [`\`${name}()\``, text])
}

/** A docstring as one cell: without its stars, examples as code. */
function cell(words: string): string {
  return words
    .replaceAll(/\n\s*\* ?/g, '\n')
    .replaceAll(/```ts\n([\s\S]*?)```/g, (_, code: string) =>
      code
        .trim()
        .split('\n')
        .map((line) => `\`\` ${line.trim()} \`\``)
        .join('<br>'),
    )
    .replace(/^\* /, '')
    .replaceAll(/\s+/g, ' ')
    .replaceAll('|', '\\|')
    .trim()
}

function table(head: readonly string[], rows: readonly (readonly string[])[]): string {
  return [head, head.map(() => '---'), ...rows].map((cells) => `| ${cells.join(' | ')} |`).join('\n')
}
