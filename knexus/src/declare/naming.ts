import { KnexusError } from '../base/errors.ts'
import { fitName, LONGEST_NAME } from '../base/fresh-name.ts'

/**
 * A template for each sort of name. `{table}`, `{columns}` (joined by `_`), `{column}` (the first), `{references}`
 * (the table a foreign key points at) and `{name}` (the short name given to a check; the columns it mentions when
 * none is given) are filled in.
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

/** What a template is filled with. */
export interface NameParts {
  readonly table: string
  readonly columns?: readonly string[]
  readonly references?: string
  readonly name?: string
}

/** The names Knex gives by itself, `tasks_code_unique`; the convention when none is set. */
export const knexNaming: Naming = {
  pk: '{table}_pkey',
  uq: '{table}_{columns}_unique',
  ck: '{table}_{name}_check',
  fk: '{table}_{columns}_foreign',
  ex: '{table}_{columns}_exclude',
  ix: '{table}_{columns}_index',
}

/**
 * A naming convention: every constraint and index gets its name from it. What is left out stays as Knex names it.
 *
 * ```ts
 * naming({ pk: 'pk_{table}', uq: 'uq_{table}_{columns}', ck: 'ck_{table}_{name}', fk:
 * 'fk_{table}_{columns}_{references}', ix: 'ix_{table}_{columns}' }) ```
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

/** The name a convention gives. One over 63 bytes is cut and ends in a hash of the whole, so that two long names stay two. */
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

/** A name as a person gave it. PostgreSQL would cut a long one in silence, so it is refused here. */
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
