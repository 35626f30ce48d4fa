import type { Statement } from '../../base/kind.ts'
import { quoteIdent, qualifiedName } from '../../base/sql.ts'
import { meaning, tokens } from '../../base/tokens.ts'
import type { Constraint } from '../../kinds/constraints.ts'
import { createIndex, type Index } from '../../kinds/indexes.ts'
import { byIndex } from './by-index.ts'

/** How an index, or a constraint that has one, is built over a column that takes the place of another. */
export interface Key {
  beside(
    column: string,
    fresh: (base: string) => string,
  ): { readonly build: readonly Statement[]; readonly take: readonly Statement[] }
}

/** A type that another one takes the place of, and the name that this one has so long; both as quoted paths. */
export interface Stead {
  readonly type: string
  readonly made: string
}

/** Nothing where it is attached to another one, or where its words cannot be said of another column. */
export function keyOf(key: Index | Constraint, old: string, stead?: Stead): Key | undefined {
  if (key.kind === 'constraint') return constraintOf(key, quoteIdent(old))
  const one = indexOf(key, quoteIdent(old), stead)
  return (
    one && {
      beside(column, fresh) {
        const name = fresh(key.name)
        const take = `ALTER INDEX ${qualifiedName(key.schema, name)} RENAME TO ${quoteIdent(key.name)}`
        return { build: built(one({ ...key, name }, column)), take: [{ sql: take }] }
      },
    }
  )
}

/** An index that was not there, over the column that it is meant for. */
export function newKeyOf(index: Index, old: string, stead?: Stead): Key | undefined {
  const one = indexOf(index, quoteIdent(old), stead)
  return one && { beside: (column) => ({ build: built(one(index, column)), take: [] }) }
}

function built(index: Index): Statement[] {
  return [{ sql: createIndex(index, true), boundary: 'outside', within: createIndex(index) }]
}

function indexOf(
  { statistics, valid, attachedTo, onOnly, keyParts = [] }: Index,
  old: string,
  stead: Stead | undefined,
): ((index: Index, column: string) => Index) | undefined {
  const stands =
    valid && attachedTo === null && !onOnly && keyParts.length === 0 && Object.keys(statistics).length === 0
  if (!stands) return undefined
  return (index, column) => {
    const said = (text: string) => saidOf(text, old, quoteIdent(column), stead)
    return {
      ...index,
      keys: index.keys.map(said),
      include: index.include.map(said),
      where: index.where === null ? null : said(index.where),
    }
  }
}

/**
 * What PostgreSQL prints of one column, said of another. It prints a column of the table by its bare name, a type that
 * people made with its namespace, and keywords in capitals.
 */
function saidOf(text: string, old: string, column: string, stead: Stead | undefined): string {
  const all = tokens(text)
  const near = (at: number, by: 1 | -1) => all[at + by]?.text ?? ''
  const [namespace, type] = stead ? meaning(stead.type).flatMap(({ text: part }) => (part === '.' ? [] : [part])) : []
  return all
    .map(({ text: word }, at) => {
      if (stead && word === type && near(at, -1) === '.' && all[at - 2]?.text === namespace)
        return meaning(stead.made).at(-1)!.text
      const isColumn = word === old && !/\.$|::$/.test(near(at, -1)) && !/^[.(]/.test(near(at, 1))
      return isColumn ? column : word
    })
    .join('')
}

function constraintOf(constraint: Constraint, old: string): Key | undefined {
  const [, before, list, after] = /^((?:UNIQUE|PRIMARY KEY) \()([a-z0-9_, ]+)(\).*)$/.exec(constraint.definition) ?? []
  if (list === undefined || !byIndex(constraint, constraint.name)) return undefined
  return {
    beside(column, fresh) {
      const columns = list.split(', ').map((one) => (one === old ? quoteIdent(column) : one))
      const key = byIndex(
        { ...constraint, definition: `${before}${columns.join(', ')}${after}` },
        fresh(constraint.name),
      )!
      return {
        build: [{ sql: key.build, boundary: 'outside', within: key.within }],
        take: [{ sql: `ALTER ${constraint.on} ${key.add}` }],
      }
    },
  }
}
