import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { basename, dirname, join, relative } from 'node:path'
import { nearestOf } from '../base/nearest.ts'
import { ColumnBuilder } from '../declare/column.ts'
import { ForeignKey } from '../declare/foreign-key.ts'
import { TableParts } from '../declare/table-parts.ts'
import { namesOfPackage } from '../modules/load.ts'

/** Why a model could not be loaded, and what to do about it. */
interface Reason {
  readonly reason: string
  readonly cure: string
  /** A word of the line that is wrong. */
  readonly word?: string
}

/** What is behind an error that JavaScript or its compiler reported of a file. */
export async function explain(message: string, file: string): Promise<Reason | undefined> {
  return (
    ofImport(message, file) ??
    ofModule(message, file) ??
    ofConflict(file) ??
    ofMethod(message) ??
    ofName(message, await namesOfPackage())
  )
}

/** What an import did wrong: a file that is not there, or two files that need each other at once. */
function ofImport(message: string, file: string): Reason | undefined {
  const [, early] = /^Cannot access '(\w+)' before initialization/.exec(message) ?? []
  if (early !== undefined)
    return {
      reason: `"${early}" is needed before the file that declares it has run, because two files import each other.`,
      cure: 'Move what both need at once to a third file, and import it from there in both.',
    }
  const [, wanted] = /^Cannot find module '(\.{0,2}\/[^'\n]+)'/.exec(message) ?? []
  if (wanted === undefined) return undefined
  const path = relative(dirname(file), wanted)
  const specifier = wanted.startsWith('.') ? wanted : path.startsWith('.') ? path : `./${path}`
  const [folder, name] = [join(dirname(file), dirname(specifier)), basename(specifier)]
  const there = existsSync(folder) ? readdirSync(folder).map((one) => one.replace(/\.([mc]?)ts$/, '.$1js')) : []
  const nearest = nearestOf(there, name, { within: 2 })
  return {
    word: name,
    reason: `there is no file ${specifier}.`,
    cure: nearest ? `Did you mean ${specifier.slice(0, -name.length)}${nearest}?` : 'Correct it there.',
  }
}

/** What Node says of a file that is written as a module and read as CommonJS, and the other way round. */
const MISREAD = [
  /^Cannot use import statement outside a module|^Unexpected token 'export'|'import\.meta' outside a module/,
  /^(?:require|module|exports|__dirname|__filename) is not defined in ES module scope/,
]

/** A file in the module system that package.json does not say. */
function ofModule(message: string, file: string): Reason | undefined {
  const [isModule, isCommonJs] = MISREAD.map((pattern) => pattern.test(message))
  const name = basename(file).replace(/\.[cm]?[jt]s$/, '')
  if (isModule)
    return {
      word: message.startsWith('Unexpected') ? 'export' : 'import',
      reason: 'it is written with import and export, and Node reads it as CommonJS.',
      cure: `Write const { table } = require('knexus') and exports.name = ..., or name the file ${name}.mjs.`,
    }
  return isCommonJs
    ? {
        reason: 'it is written with require and exports, and Node reads it as an ES module.',
        cure: `Write import { table } from 'knexus' and export const ..., or name the file ${name}.cjs.`,
      }
    : undefined
}

/** A file that holds two versions of its text. */
function ofConflict(file: string): Reason | undefined {
  const text = existsSync(file) ? readFileSync(file, 'utf8') : ''
  return /^<{7} .*$[^]*^>{7} /m.test(text)
    ? { reason: 'it contains the markers of a merge conflict.', cure: 'Resolve the conflict.' }
    : undefined
}

/** What other libraries call methods of columns. */
const ELSEWHERE: Readonly<Record<string, string>> = {
  notNull: 'notNullable()',
  nonNullable: 'notNullable()',
  default: 'defaultTo(value)',
  defaultValue: 'defaultTo(value)',
  defaultNow: 'defaultTo(sql`now()`)',
  defaultRandom: 'defaultTo(sql`gen_random_uuid()`)',
  primaryKey: 'primary()',
  autoincrement: 'identity()',
}

/** What other libraries call what declares things. */
const OTHERS: Readonly<Record<string, string>> = {
  pgTable: "table('users', { ... })",
  sqliteTable: "table('users', { ... })",
  mysqlTable: "table('users', { ... })",
  pgEnum: "enumType('mood', [...])",
  enu: "enumType('mood', [...])",
  serial: 'increments()',
  bigserial: 'bigIncrements()',
  pgView: "view('name', { as: sql`...` })",
  index: "t.index(['email']), in the third argument of table",
  uniqueIndex: "t.index(['email'], { unique: true }), in the third argument of table",
  unique: "t.unique(['email']), in the third argument of table",
  primaryKey: "t.primary(['a', 'b']), in the third argument of table",
  foreignKey: "t.foreign(['a']), in the third argument of table",
  check: "t.check('size > 0'), in the third argument of table",
  timestamptz: 'timestamp()',
  datetime: 'timestamp()',
  bool: 'boolean()',
  int: 'integer()',
  Entity: "table('users', { ... })",
  Column: 'text(), integer() and the other types',
  model: "table('users', { ... })",
}

const METHODS = [ColumnBuilder, ForeignKey, TableParts].flatMap(({ prototype }) =>
  Object.getOwnPropertyNames(prototype).filter((name) => name !== 'constructor'),
)

/** A method that is not there, or has another name elsewhere: `integer(...).notNull is not a function`. */
function ofMethod(message: string): Reason | undefined {
  const [, name] = /\)\.(\w+) is not a function$|^t\.(\w+) is not a function$/.exec(message)?.filter(Boolean) ?? []
  if (name === undefined) return undefined
  const nearest = ELSEWHERE[name] ?? nearestOf(METHODS, name, { within: 2 })
  return {
    reason: `there is no method "${name}".`,
    cure: nearest === undefined ? 'docs/models.md lists the methods.' : `Did you mean ${nearest}?`,
  }
}

/** A name that is not there, in the words of JavaScript: `text is not defined`, `(0 , import_knexus.tabel) is not a function`. */
const UNKNOWN = new RegExp(
  [
    String.raw`^\(0 ?, import_\w+\.(\w+)\) is not a function`,
    String.raw`^The requested module 'knexus' does not provide an export named '(\w+)'`,
    String.raw`^(\w+) is not defined`,
  ].join('|'),
)

/** A name that is not imported, or is written otherwise. `names` are what this package exports. */
function ofName(message: string, names: readonly string[]): Reason | undefined {
  const [, called, imported, free] = UNKNOWN.exec(message) ?? []
  const name = called ?? imported ?? free
  if (name === undefined || names.length === 0) return undefined
  if (free !== undefined && names.includes(free))
    return { reason: `${free} is used and not imported.`, cure: `Write import { ${free} } from 'knexus'.` }
  const nearest = OTHERS[name] ?? nearestOf(names, name, { within: 2 })
  if (nearest !== undefined) return { word: name, reason: `there is no "${name}".`, cure: `Did you mean ${nearest}?` }
  return imported === undefined
    ? undefined
    : { word: name, reason: `knexus exports no "${name}".`, cure: 'docs/models.md lists what it exports.' }
}
