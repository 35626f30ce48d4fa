import { existsSync, readFileSync } from 'node:fs'
import { relative, sep } from 'node:path'
import { fileURLToPath } from 'node:url'
import { messageOf } from '../base/errors.ts'
import { packageFolder } from './package.ts'

/** A place in a file of the user's; line and column count from 1. */
export interface Place {
  readonly file: string
  readonly line: number
  readonly column: number
}

/** Where this package's own code is. */
const OWN = ['src', 'dist'].map((folder) => packageFolder + sep + folder + sep)

const FRAME = /(?:\(|at (?:async )?)((?:file:\/\/)?\/[^()\n]+):(\d+):(\d+)\)?$/gm
const REFUSED = /^(\/.+):(\d+):(\d+): ERROR: (.+)$/m

/** Where in the user's own files something was thrown, or does not compile. The frames must have been mapped to the sources. */
export function placeOf(error: unknown): Place | undefined {
  const refused = REFUSED.exec(messageOf(error))
  if (refused) return { file: refused[1]!, line: Number(refused[2]), column: Number(refused[3]) + 1 }
  const stack = error instanceof Error ? (error.stack ?? '') : ''
  for (const [, path, line, column] of stack.matchAll(FRAME)) {
    const file = path!.startsWith('file:') ? fileURLToPath(path!) : path!
    if (file.includes(`${sep}node_modules${sep}`) || OWN.some((folder) => file.startsWith(folder)) || !existsSync(file))
      continue
    return { file, line: Number(line), column: Number(column) }
  }
  return undefined
}

/** The first place in a file where a word stands. */
export function placeOfWord(file: string, word: string): Place | undefined {
  const before = readFileSync(file, 'utf8').split(word)
  if (before.length === 1) return undefined
  const lines = before[0]!.split('\n')
  return { file, line: lines.length, column: lines.at(-1)!.length + 1 }
}

/** The message alone, without the place that a compiler puts before it. */
export function reasonOf(error: unknown): string {
  return messageOf(unmasked(error))
}

/** The same, with texts in quotes that may be secrets: only to be looked at. */
export function unmasked(error: unknown): string {
  const message = error instanceof Error ? error.message || error.constructor.name : String(error)
  return REFUSED.exec(message)?.[4] ?? message
}

/** `models/users.ts:6:13`, and the line with a mark below it. */
export function sayPlace({ file, line, column }: Place): string {
  const text = readFileSync(file, 'utf8').split('\n')[line - 1] ?? ''
  const number = String(line)
  const mark = text.slice(0, column - 1).replaceAll(/[^\t]/g, ' ')
  return (
    `${relative(process.cwd(), file)}:${line}:${column}\n    ${number} | ${text}\n    ` +
    `${' '.repeat(number.length)} | ${mark}^`
  )
}
