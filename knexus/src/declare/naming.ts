import { KnexusError } from '../base/errors.ts'
import { fitName, LONGEST_NAME } from '../base/fresh-name.ts'

/**
 * A naming convention: one template for each sort of name. The placeholders are `{table}`, `{columns}` (joined by `_`),
 * `{column}` (the first), `{references}` (the table that a foreign key refers to) and `{name}` (the short name of a check, or
 * the columns that it mentions if it has none).
 */
export interface Naming {
  /** Primary keys. */
  readonly pk: string
  /** Unique constraints and unique indexes. */
  readonly uq: string
  /** Check constraints. */
  readonly ck: string
  /** Foreign keys. */
  readonly fk: string
  /** Exclusion constraints. */
  readonly ex: string
  /** Indexes. */
  readonly ix: string
}

/** The values of a template's placeholders. */
export interface NameParts {
  readonly table: string
  readonly columns?: readonly string[]
  readonly references?: string
  readonly name?: string
}

/** The names that Knex itself gives, such as `tasks_code_unique`. This is the default convention. */
export const knexNaming: Naming = {
  pk: '{table}_pkey',
  uq: '{table}_{columns}_unique',
  ck: '{table}_{name}_check',
  fk: '{table}_{columns}_foreign',
  ex: '{table}_{columns}_exclude',
  ix: '{table}_{columns}_index',
}

/**
 * A naming convention, from which every constraint and index gets its name. Templates that are left out are those of Knex.
 * Throws `invalid-naming` for an unknown placeholder.
 *
 * ```ts
 * naming({ pk: 'pk_{table}', uq: 'uq_{table}_{columns}', fk: 'fk_{table}_{columns}_{references}' })
 * ```
 */
export function naming(templates: Partial<Naming>): Naming {
  for (const [sort, template] of Object.entries(templates)) {
    const unknown = [...template.matchAll(/\{(\w*)\}/g)].map(([, part]) => part ?? '').find((part) => !PARTS.has(part))
    if (unknown !== undefined) {
      throw new KnexusError(
        'invalid-naming',
        `The naming template for ${sort} holds {${unknown}}.`,
        `Use ${[...PARTS].map((part) => `{${part}}`).join(', ')}.`,
      )
    }
  }
  return { ...knexNaming, ...templates }
}

/**
 * The name that a convention gives. One over 63 bytes is cut and ends in a hash of the whole, so that long names stay
 * distinct.
 */
export function conventionalName(template: string, parts: NameParts): string {
  const columns = parts.columns ?? []
  const values: Record<string, string> = {
    table: parts.table,
    columns: columns.join('_'),
    column: columns[0] ?? '',
    references: parts.references ?? '',
    name: parts.name ?? columns.join('_'),
  }
  return fitName(template.replaceAll(/\{(\w+)\}/g, (_, part: string) => values[part] ?? ''))
}

/** A name as it was given. PostgreSQL would silently truncate a long one, so it is refused here. */
export function givenName(what: string, name: string): string {
  if (name === '') throw new KnexusError('invalid-name', `The name of a ${what} is empty.`, 'Give it a name.')
  if (name.includes('\0'))
    throw new KnexusError(
      'invalid-name',
      `The name of a ${what} holds a zero byte.`,
      'PostgreSQL has no such names: choose another.',
    )
  const bytes = Buffer.byteLength(name)
  if (bytes > LONGEST_NAME) {
    throw new KnexusError(
      'name-too-long',
      `The ${what} name ${JSON.stringify(name)} has ${bytes} bytes.`,
      `PostgreSQL keeps ${LONGEST_NAME} of them: choose a shorter one.`,
    )
  }
  return name
}

const PARTS = new Set(['table', 'columns', 'column', 'references', 'name'])
