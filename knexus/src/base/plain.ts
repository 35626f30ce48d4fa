import type { Knex } from 'knex'
import type { Loaded } from './load.ts'

/** A function of a migration that does nothing but await `knex.raw` with these texts, one after the other. */
export interface PlainStep {
  (knex: Knex): Promise<void>
  readonly statements: readonly string[]
}

/**
 * What a migration in TypeScript exports, read off its text: for one that does nothing but `await knex.raw('...')`, as generated ones
 * do. It needs no compiler, and what it sends cannot depend on any answer. Undefined for every other file.
 */
export function readPlain(text: string): Loaded | undefined {
  if (text.length > LONGEST) return undefined
  const exported: Record<string, unknown> = {}
  let at = 0
  const next = (pattern: RegExp): RegExpExecArray | null => {
    pattern.lastIndex = at
    const found = pattern.exec(text)
    if (found) at = pattern.lastIndex
    return found
  }
  next(IMPORT)
  const config = next(CONFIG)
  if (config) exported['config'] = { transaction: config[1] === 'true' }
  for (let head = next(HEAD); head; head = next(HEAD)) {
    const name = (head[1] ?? head[2])!
    const statements: string[] = []
    for (let call = next(CALL); call; call = next(CALL)) {
      const sql = call[1] === head[3] ? cooked(call[2]!) : undefined
      if (sql === undefined) return undefined
      statements.push(sql)
    }
    if (!next(TAIL) || Object.hasOwn(exported, name)) return undefined
    exported[name] = plainStep(statements)
  }
  return next(END) && exported['up'] ? exported : undefined
}

function plainStep(statements: readonly string[]): PlainStep {
  return Object.assign(async (knex: Knex) => { for (const sql of statements) await knex.raw(sql) }, { statements })
}

/** V8 matches a pattern on its stack, which a literal of some megabytes would fill. */
const LONGEST = 200_000
const BLANK = String.raw`(?:\s|//[^\n]*\n|/\*[^]*?\*/)*`
const LITERAL = String.raw`'(?:[^'\\\n]|\\[^])*'|"(?:[^"\\\n]|\\[^])*"|${'`'}(?:[^${'`'}\\$]|\\[^]|\$(?!\{))*${'`'}`
const IMPORT = pattern(String.raw`import type \{ Knex \} from (?:'knex'|"knex")[;\n]`)
const CONFIG = pattern(String.raw`export const config = \{ transaction: (true|false) \}[;\n]`)
const HEAD = pattern(String.raw`export (?:async function (up|down)|const (up|down) = async )\((?:(\w+): Knex)?\)(?:: Promise<void>)? (?:=> )?\{`)
const CALL = pattern(String.raw`await (\w+)\.raw\(${BLANK}(${LITERAL})${BLANK},?${BLANK}\)(?:;|(?=[^\S\n]*(?:\n|\}|//)))`)
const TAIL = pattern(String.raw`\};?`)
const END = pattern('$')

function pattern(source: string): RegExp {
  return new RegExp(BLANK + source, 'y')
}

/** The text that a literal stands for; undefined where it has an escape that is rarely met. */
function cooked(literal: string): string | undefined {
  const inner = literal.slice(1, -1).replaceAll('\r\n', '\n')
  if (!inner.includes('\\')) return inner
  if (!ESCAPES.test(inner)) return undefined
  return inner.replaceAll(/\\([^])/g, (_, character: string) => CONTROL[character] ?? character)
}

const CONTROL: Readonly<Record<string, string>> = { n: '\n', r: '\r', t: '\t' }
const ESCAPES = /^(?:[^\\]|\\[nrt\\'"`$?{}])*$/
