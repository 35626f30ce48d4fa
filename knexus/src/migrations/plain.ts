import type { Knex } from 'knex'
import type { Loaded } from '../modules/load.ts'

/** A function of a migration that does nothing but await `knex.raw` with these texts, one after the other. */
export interface PlainStep {
  (knex: Knex): Promise<void>
  readonly statements: readonly string[]
}

/**
 * What a migration in TypeScript exports, read from its text: for one that does nothing but `await knex.raw('...')`,
 * as generated ones do. It needs no compiler, and what it sends cannot depend on any answer. Undefined for every
 * other file.
 */
export function readPlain(text: string): Loaded | undefined {
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
  if (config)
    exported['config'] = {
      ...(config[1] !== undefined && { transaction: config[1] === 'true' }),
      ...(config[2] !== undefined && { phase: config[2] }),
    }
  for (let head = next(HEAD); head; head = next(HEAD)) {
    const name = (head[1] ?? head[2])!
    const statements: string[] = []
    for (let call = next(CALL); call; call = next(CALL)) {
      const end = literalEnd(text, at)
      const sql = call[1] === head[3] ? cooked(text.slice(at, end)) : undefined
      at = end
      if (sql === undefined || !next(CALLED)) return undefined
      statements.push(sql)
    }
    if (!next(TAIL) || Object.hasOwn(exported, name)) return undefined
    exported[name] = plainStep(statements)
  }
  return next(END) && exported['up'] ? exported : undefined
}

function plainStep(statements: readonly string[]): PlainStep {
  return Object.assign(
    async (knex: Knex) => {
      for (const sql of statements) await knex.raw(sql)
    },
    { statements },
  )
}

const BLANK = String.raw`(?:\s|//[^\n]*\n|/\*[^]*?\*/)*`
const IMPORT = pattern(String.raw`import type \{ Knex \} from (?:'knex'|"knex")[;\n]`)
const CONFIG = pattern(
  String.raw`export const config = \{ (?:transaction: (true|false))?(?:, (?=phase)| (?=\})|(?=phase))(?:phase: ['"](expand|contract)['"] )?\}[;\n]`,
)
const HEAD = pattern(
  String.raw`export (?:async function (up|down)|const (up|down) = async )\((?:(\w+): Knex)?\)(?:: Promise<void>)? (?:=> )?\{`,
)
const CALL = pattern(String.raw`await (\w+)\.raw\(${BLANK}(?=['"${'`'}])`)
const CALLED = pattern(String.raw`,?${BLANK}\)(?:;|(?=[^\S\n]*(?:\n|\}|//)))`)
const TAIL = pattern(String.raw`\};?`)
const END = pattern('$')

function pattern(source: string): RegExp {
  return new RegExp(BLANK + source, 'y')
}

/** What ends a literal or stands for something else in it, by the quote it begins with. */
const STOPS: Readonly<Record<string, RegExp>> = { "'": /['\\\n]/g, '"': /["\\\n]/g, '`': /[`\\]|\$\{/g }

/**
 * Where the literal at a place ends: behind its second quote, or, where that cannot be told, at the place itself. A
 * pattern for the whole of it would need V8's stack.
 */
function literalEnd(text: string, start: number): number {
  const quote = text[start]!
  const stop = STOPS[quote]!
  stop.lastIndex = start + 1
  for (let found = stop.exec(text); found; found = stop.exec(text)) {
    if (found[0] === quote) return stop.lastIndex
    if (found[0] !== '\\') return start
    stop.lastIndex += 1
  }
  return start
}

/** The text that a literal stands for; undefined where it has an escape that is rarely met. */
function cooked(literal: string): string | undefined {
  const inner = literal.slice(1, -1).replaceAll('\r\n', '\n')
  if (!inner.includes('\\')) return inner
  if (inner.match(ESCAPE)!.some((escape) => !COMMON.includes(escape[1]!))) return undefined
  return inner.replaceAll(ESCAPE, (escape) => CONTROL[escape[1]!] ?? escape[1]!)
}

const CONTROL: Readonly<Record<string, string>> = { n: '\n', r: '\r', t: '\t' }
const COMMON = 'nrt\\\'"`$?{}'
const ESCAPE = /\\[^]/g
