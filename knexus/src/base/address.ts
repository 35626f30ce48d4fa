import type { Address } from './kind.ts'
import { quoteIdent, qualifiedName, quoteLiteral } from './sql.ts'

/** A path that is quoted already, as `qualifiedName()` and `::regclass` write it: `public."Order"`. */
export type Path = string

/** Builds the addresses of one sort of object. */
interface Form<P extends readonly string[]> {
  /** Of values as TypeScript has them. */
  (...parts: P): Address
  /** SQL: the same address, of the same parts as SQL expressions. */
  sql(...parts: P): string
  /** Whether an address is of this sort. */
  is(address: Address): boolean
}

/**
 * What a form takes in one place: a name that is still to be quoted, or a path, an address, a role that are quoted
 * already.
 */
const NAME = { typescript: quoteIdent, sql: (expression: string) => `quote_ident(${expression})` }
const PATH = { typescript: (quoted: Path) => quoted, sql: (expression: string) => `(${expression})::text` }
const ADDRESS = PATH
const ROLE = PATH

/**
 * How the addresses that several places build are written, in TypeScript and in SQL:
 * `addresses.column('public.users', 'email')` is `COLUMN public.users.email`.
 */
export const addresses = {
  role: form`ROLE ${NAME}`,
  namespace: form`SCHEMA ${NAME}`,
  wrapper: form`FOREIGN DATA WRAPPER ${NAME}`,
  server: form`SERVER ${NAME}`,
  extension: form`EXTENSION ${NAME}`,
  publication: form`PUBLICATION ${NAME}`,
  table: form`TABLE ${PATH}`,
  foreignTable: form`FOREIGN TABLE ${PATH}`,
  view: form`VIEW ${PATH}`,
  sequence: form`SEQUENCE ${PATH}`,
  type: form`TYPE ${PATH}`,
  domain: form`DOMAIN ${PATH}`,
  function: form`FUNCTION ${PATH}`,
  index: form`INDEX ${PATH}`,
  column: form`COLUMN ${PATH}.${NAME}`,
  /** Whose name is part of the path already. */
  columnAt: form`COLUMN ${PATH}`,
  constraint: form`CONSTRAINT ${NAME} ON ${PATH}`,
  trigger: form`TRIGGER ${NAME} ON ${PATH}`,
  partition: form`PARTITION ${PATH}`,
  inheritance: form`INHERITANCE ${PATH} OF ${PATH}`,
  indexAttachment: form`INDEX ATTACHMENT ${PATH}`,
  owner: form`OWNER OF ${ADDRESS}`,
  privileges: form`PRIVILEGES ON ${ADDRESS} TO ${ROLE}`,
} as const

/**
 * The addresses that the index of a table may have: it stands alone, or belongs to the constraint of its name. The
 * names are not quoted yet.
 */
export function indexAddresses(schema: string, index: string, table: string): Address[] {
  return [addresses.index(qualifiedName(schema, index)), addresses.constraint(index, qualifiedName(schema, table))]
}

/**
 * The quoted path of what has one after the words of its sort: `public.users` of `FOREIGN TABLE public.users`; a bare
 * path is its own.
 */
export function pathOf(of: Address): Path {
  const words = wordsOf(of)
  return words === '' ? of : of.slice(words.length + 1)
}

/** The words before the name: `FOREIGN TABLE`. */
export function wordsOf(of: Address): string {
  return /^[A-Z]+(?: [A-Z]+)*(?= )/.exec(of)?.[0] ?? ''
}

/** The relation and the quoted name of a column, by its address; nothing where that is something else. */
export function columnOf(of: Address): { readonly relation: Path; readonly column: string } | undefined {
  const [, relation, column] = /^COLUMN (.*)\.("(?:[^"]|"")*"|[^."]+)$/s.exec(of) ?? []
  return relation === undefined || column === undefined ? undefined : { relation, column }
}

/** A relation as ALTER names it without its children: `FOREIGN TABLE ONLY public.users`. A view has none. */
export function only(relation: Address): string {
  const words = wordsOf(relation)
  return words.endsWith('VIEW') ? relation : `${words} ONLY ${pathOf(relation)}`
}

type Hole = typeof NAME

function form<H extends readonly Hole[]>(
  words: TemplateStringsArray,
  ...holes: H
): Form<{ readonly [I in keyof H]: string }> {
  const rest = words.slice(1)
  const build = (...parts: readonly string[]) =>
    words[0]! + rest.map((word, place) => holes[place]!.typescript(parts[place]!) + word).join('')
  const sql = (...parts: readonly string[]) =>
    [
      quoteLiteral(words[0]!),
      ...rest.flatMap((word, place) => [
        holes[place]!.sql(parts[place]!),
        ...(word === '' ? [] : [quoteLiteral(word)]),
      ]),
    ].join(' || ')
  return Object.assign(build, { sql, is: (of: Address) => of.startsWith(words[0]!) })
}
