import { pathOf } from '../base/address.ts'
import { KnexusError } from '../base/errors.ts'
import type { Connection } from '../connection/connection.ts'
import type { Question } from '../base/question.ts'
import { filledWith, isColumn, nullableAtFirst } from '../kinds/shared/required-columns.ts'
import type { Step } from '../plan/index.ts'
import { parentOf, type Schema } from '../schema.ts'
import { takesItsRowAlone } from './row-alone.ts'

/** What was said of new columns that are NOT NULL and have no default. */
export interface Filling {
  /** `public.notes.author='unknown'`: what the rows that are there get. */
  readonly fill: readonly string[]
  /** `public.notes.author`: the NOT NULL is for a later migration. */
  readonly nullable: readonly string[]
}

/**
 * The target with what was said of its new columns; `db` holds what is there. Throws `bad-option` where one is not a new
 * column, or is named twice.
 */
export async function filling(
  current: Schema,
  target: Schema,
  { fill = [], nullable = [] }: Partial<Filling>,
  db: Connection,
): Promise<Schema> {
  if (fill.length + nullable.length === 0) return target
  const result = new Map(target)
  const said = new Set<string>()
  const refuseSecond = (address: string): void => {
    if (said.has(address))
      throw new KnexusError(
        'bad-option',
        `--fill and --nullable say twice what the rows get in ${pathOf(address)}.`,
        'Say it once.',
      )
    said.add(address)
  }
  for (const text of fill) {
    const [, name = '', expression = ''] = /^((?:"[^"]*"|[^"=])*)=(.*)$/s.exec(text) ?? []
    const address = expression.trim() === '' ? undefined : newColumn(name.trim(), current, target)
    if (address === undefined) throw bad(`--fill ${text}`, "--fill public.notes.author='unknown'")
    refuseSecond(address)
    const column = target.get(address)!
    const alone = await takesItsRowAlone(db, pathOf(parentOf(column)!), expression.trim())
    result.set(address, filledWith(column, { expression: expression.trim(), alone }))
  }
  for (const text of nullable) {
    const address = newColumn(text, current, target)
    if (address === undefined) throw bad(`--nullable ${text}`, '--nullable public.notes.author')
    refuseSecond(address)
    result.set(address, nullableAtFirst(target.get(address)!))
  }
  return result
}

function newColumn(name: string, current: Schema, target: Schema): string | undefined {
  const found = [...target].filter(
    ([address, object]) =>
      isColumn(object) &&
      !current.has(address) &&
      current.has(parentOf(object) ?? '') &&
      `.${pathOf(address)}`.endsWith(`.${name}`),
  )
  return found.length === 1 ? found[0]![0] : undefined
}

function bad(given: string, example: string): KnexusError {
  return new KnexusError(
    'bad-option',
    `${given} does not name one new column of an existing table.`,
    `Name it with its table and schema: ${example}.`,
  )
}

/**
 * Refuses columns that the rows of a table that was there before cannot get, unless that was allowed: they are NOT
 * NULL and have no default. `renamed` are columns that may be older ones: rows have those already. Gives what was met, as
 * `--allow` names it. Throws `required-column`.
 */
export function refuseRequired(
  steps: readonly Step[],
  from: Schema,
  allow: readonly string[],
  renamed: ReadonlySet<string> = new Set(),
): string[] {
  const all = steps
    .filter(({ changes }) => changes.some(({ after }) => after && from.has(parentOf(after) ?? '')))
    .flatMap(({ statements }) => statements.flatMap(({ requires }) => requires ?? []))
  const met = all.map((column) => `required-column=${column}`)
  const required = all.filter((column, at) => !renamed.has(column) && !allow.includes(met[at]!))
  if (required.length === 0 || allow.includes('required-column')) return met
  const [first] = required as [string]
  throw new KnexusError(
    'required-column',
    `${required.join(', ')}: NOT NULL, with no default, in a table that may hold rows. PostgreSQL refuses the ` +
      'column as soon as there is one row.',
    `Give it a default; or say what existing rows get with --fill "${first}='...'", any SQL expression; or leave ` +
      `NOT NULL to a later migration with --nullable ${first}. If the table is empty everywhere, add ` +
      `--allow required-column, or --allow required-column=${first}.`,
    { questions: required.map(whatRowsGet) },
  )
}

function whatRowsGet(column: string): Question {
  return {
    id: `required-column:${column}`,
    kind: 'required-column',
    question: `What do existing rows get in ${column}?`,
    candidates: [
      {
        answer: 'nullable',
        means: 'nothing for now: the column is added without NOT NULL, which a later migration adds',
        options: ['--nullable', column],
      },
      {
        answer: 'fill:',
        means: 'the value of an SQL expression, such as a constant, or one over the other columns of the row',
        options: ['--fill', `${column}=`],
        takes: 'an SQL expression',
      },
      {
        answer: 'empty',
        means: 'there are none: the table is empty in every database',
        options: ['--allow', `required-column=${column}`],
      },
    ],
    evidence: ['NOT NULL', 'no default'],
  }
}
