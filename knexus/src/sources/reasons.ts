import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { basename, dirname, join } from 'node:path'
import { nearestOf } from '../base/nearest.ts'
import { ColumnBuilder } from '../declare/column.ts'
import { ForeignKey } from '../declare/foreign-key.ts'
import { TableParts } from '../declare/table-parts.ts'
import { namesOfPackage } from '../modules/load.ts'

/** Why a model could not be loaded, and what to do about it. */
interface Reason {
  readonly reason: string
  readonly cure: string
}

/** What is behind an error that JavaScript or its compiler reported of a file. */
export function explain(message: string, file: string): Reason {
  return (
    ofImport(message, file) ??
    ofConflict(file) ??
    ofMethod(message) ??
    ofName(message, namesOfPackage()) ?? { reason: message, cure: 'Correct it there.' }
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
  const [, specifier] = /^Cannot find module '(\.{1,2}\/[^'\n]+)'/.exec(message) ?? []
  if (specifier === undefined) return undefined
  const [folder, name] = [join(dirname(file), dirname(specifier)), basename(specifier)]
  const there = existsSync(folder) ? readdirSync(folder).map((one) => one.replace(/\.([mc]?)ts$/, '.$1js')) : []
  const nearest = nearestOf(there, name, { within: 2 })
  return {
    reason: `there is no file ${specifier}.`,
    cure: nearest ? `Did you mean ${specifier.slice(0, -name.length)}${nearest}?` : 'Correct it there.',
  }
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
const UNKNOWN = /^(?:\(0 ?, import_\w+\.(\w+)\) is not a function|(\w+) is not defined)/

/** A name that is not imported, or is written otherwise. `names` are what this package exports. */
function ofName(message: string, names: readonly string[]): Reason | undefined {
  const [, called, free] = UNKNOWN.exec(message) ?? []
  const name = called ?? free
  if (name === undefined || names.length === 0) return undefined
  if (free !== undefined && names.includes(free))
    return { reason: `${free} is used and not imported.`, cure: `Write import { ${free} } from 'knexus'.` }
  const nearest = nearestOf(names, name, { within: 2 })
  return nearest === undefined ? undefined : { reason: `there is no "${name}".`, cure: `Did you mean ${nearest}?` }
}
