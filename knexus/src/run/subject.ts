import { isWord, statements, type Token } from '../base/tokens.ts'

/** What some statements that cannot be in a transaction are about; names as they are written. */
export type Subject =
  | { readonly does: 'create index'; readonly index: string | undefined; readonly table: string }
  | { readonly does: 'drop index'; readonly index: string }
  | { readonly does: 'reindex'; readonly index: string }
  | { readonly does: 'reindex table'; readonly table: string }
  | { readonly does: 'detach'; readonly parent: string; readonly child: string }
  | { readonly does: 'create database' | 'create tablespace'; readonly named: string }

/** Reads a statement word by word, wherever its comments are. */
export function subjectOf(sql: string): Subject | undefined {
  const read = reader(sql)
  return STATEMENTS.find(([begins]) => read.words(...begins))?.[1](read)
}

/** How each statement begins, and how its subject is read from there. */
const STATEMENTS: readonly (readonly [begins: readonly string[], rest: (read: Reader) => Subject | undefined])[] = [
  [['CREATE', 'DATABASE'], (read) => created(read, 'create database')],
  [['CREATE', 'TABLESPACE'], (read) => created(read, 'create tablespace')],
  [['CREATE', 'INDEX', 'CONCURRENTLY'], createdIndex],
  [['CREATE', 'UNIQUE', 'INDEX', 'CONCURRENTLY'], createdIndex],
  [['DROP', 'INDEX', 'CONCURRENTLY'], droppedIndex],
  [['ALTER', 'TABLE'], detached],
  [['REINDEX'], reindexed],
]

function created(read: Reader, does: 'create database' | 'create tablespace'): Subject | undefined {
  const named = read.path()
  return named ? { does, named } : undefined
}

function createdIndex(read: Reader): Subject | undefined {
  read.words('IF', 'NOT', 'EXISTS')
  const index = read.words('ON') ? undefined : read.path()
  if (index !== undefined && !read.words('ON')) return undefined
  read.words('ONLY')
  const table = read.path()
  return table ? { does: 'create index', index, table } : undefined
}

function droppedIndex(read: Reader): Subject | undefined {
  read.words('IF', 'EXISTS')
  const index = read.path()
  return index ? { does: 'drop index', index } : undefined
}

function detached(read: Reader): Subject | undefined {
  read.words('IF', 'EXISTS')
  const parent = read.path()
  const child = read.words('DETACH', 'PARTITION') ? read.path() : undefined
  return parent && child && read.words('CONCURRENTLY') ? { does: 'detach', parent, child } : undefined
}

function reindexed(read: Reader): Subject | undefined {
  read.parentheses()
  const isIndex = read.words('INDEX', 'CONCURRENTLY')
  if (!isIndex && !read.words('TABLE', 'CONCURRENTLY')) return undefined
  const named = read.path()
  if (!named) return undefined
  return isIndex ? { does: 'reindex', index: named } : { does: 'reindex table', table: named }
}

interface Reader {
  /** Goes past these words, if they come next. */
  words(...wanted: readonly string[]): boolean
  /** Goes past a name, or a dotted path of them, if one comes next. */
  path(): string | undefined
  /** Goes past what stands in parentheses, if they come next. */
  parentheses(): void
}

function reader(sql: string): Reader {
  const list = statements(sql)[0] ?? []
  let at = 0
  const isName = (token: Token | undefined) => token?.type === 'name' || token?.type === 'word'
  return {
    words(...wanted) {
      const found = wanted.every((word, n) => isWord(list[at + n], word))
      if (found) at += wanted.length
      return found
    },
    path() {
      if (!isName(list[at])) return undefined
      const start = at
      at += 1
      while (list[at]?.text === '.' && isName(list[at + 1])) at += 2
      return list
        .slice(start, at)
        .map(({ text: part }) => part)
        .join('')
    },
    parentheses() {
      if (list[at]?.text === '(') at = list.findIndex(({ text: part }) => part === ')') + 1
    },
  }
}
