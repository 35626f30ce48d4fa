import * as columns from '../declare/columns.ts'

/** The names that model files import from the package: no model may have the name of one of them. */
export const IMPORTED: ReadonlySet<string> = new Set([
  ...Object.keys(columns),
  'sql',
  'table',
  'enumType',
  'domain',
  'composite',
  'range',
  'sequence',
  'view',
  'materializedView',
  'fn',
  'procedure',
  'namespace',
  'extension',
  'comment',
  'owner',
  'grant',
  'declare',
  'declareWith',
  'naming',
  'policy',
  'trigger',
  'uuidKey',
  'timestamps',
  'KnexTables',
])

/**
 * Gives every exported thing an identifier of its own: the camel case of its name, with the word for its kind behind
 * it where that is taken.
 */
export class Names {
  readonly #taken: Set<string>

  constructor(taken: readonly string[] = []) {
    this.#taken = new Set([...IMPORTED, ...RESERVED, ...taken])
  }

  /** `word` tells what it is: `Table`, `Type`, `View`. */
  take(name: string, word: string): string {
    const base = camelCase(name)
    const candidates = [base, `${base}${word}`]
    for (let number = 2; candidates.every((candidate) => this.#taken.has(candidate)); number += 1)
      candidates.push(`${base}${word}${number}`)
    const free = candidates.find((candidate) => !this.#taken.has(candidate))!
    this.#taken.add(free)
    return free
  }
}

/** `study_sites` and `Study Sites` become `studySites`. */
export function camelCase(name: string): string {
  const words = name
    .replaceAll(/(\p{Ll}|\p{N})(\p{Lu})/gu, '$1 $2')
    .split(/[^\p{ID_Continue}]+|_+/u)
    .filter(Boolean)
  const joined = words
    .map((word, place) =>
      place === 0 ? word.toLowerCase() : `${word[0]!.toUpperCase()}${word.slice(1).toLowerCase()}`,
    )
    .join('')
  return /^\p{ID_Start}/u.test(joined) ? joined : `_${joined}`
}

/** The name of a file: `study-sites`. */
export function fileName(name: string): string {
  const words = name
    .replaceAll(/(\p{Ll}|\p{N})(\p{Lu})/gu, '$1-$2')
    .toLowerCase()
    .split(/[^\p{L}\p{N}]+/u)
    .filter(Boolean)
  return words.join('-').slice(0, 60) || 'models'
}

const RESERVED = (
  'abstract any arguments as async await bigint boolean break case catch class const continue debugger declare ' +
  'default delete do else enum eval export extends false finally for from ' +
  'function get global globalThis if implements import in infer instanceof interface is keyof let module ' +
  'namespace never new null number object of package private protected public readonly ' +
  'require return satisfies set static string super switch symbol this throw true try type typeof undefined ' +
  'unique unknown using var void while with yield t Models convention databaseNamespaces databaseExtensions ' +
  'Array Buffer Date Error Infinity JSON Map Math NaN Number Object Promise Proxy Reflect RegExp Set String ' +
  'Symbol console process'
).split(' ')
