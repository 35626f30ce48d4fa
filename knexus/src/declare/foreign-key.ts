import { foreignKey } from './constraints.ts'
import type { Part } from './context.ts'
import { tableOf, type TableName } from './keys.ts'
import type { Deferrable, ForeignKeyDraft, OnAction } from './drafts.ts'

/** A foreign key while it is being declared. */
export class ForeignKey<Own extends string> implements Part {
  readonly #columns: readonly string[]
  readonly #draft: ForeignKeyDraft

  constructor(columns: readonly string[], draft: ForeignKeyDraft) {
    this.#columns = columns
    this.#draft = draft
  }

  /**
   * The table (`studies`, `app.studies`, or what `table()` returned) and its columns; or, as in Knex, the columns alone,
   * followed by `inTable`.
   */
  references(table: TableName, columns: readonly string[]): ForeignKey<Own>
  references(columns: string | readonly string[]): ForeignKey<Own>
  references(target: TableName | readonly string[], columns?: readonly string[]): ForeignKey<Own> {
    if (isList(target)) return this.#with({ columns: target })
    if (columns || typeof target !== 'string') return this.#with({ table: tableOf(target), columns: columns ?? [] })
    const parts = target.split('.')
    return this.#with({ columns: parts.slice(-1), ...(parts.length > 1 && { table: parts.slice(0, -1) }) })
  }

  inTable(table: TableName): ForeignKey<Own> {
    return this.#with({ table: tableOf(table) })
  }

  /** With columns, only those are set to null or to their default (PostgreSQL 15): `onDelete('set null', ['owner_id'])`. */
  onDelete(action: OnAction, columns?: readonly Own[]): ForeignKey<Own> {
    return this.#with({ onDelete: action, ...(columns && { onDeleteColumns: columns }) })
  }

  onUpdate(action: OnAction): ForeignKey<Own> {
    return this.#with({ onUpdate: action })
  }

  /** `MATCH FULL`: either all of the columns are null or none is. */
  matchFull(): ForeignKey<Own> {
    return this.#with({ match: 'full' })
  }

  /** `PERIOD`: the last column is a range, which the referenced rows must cover together (PostgreSQL 18). */
  period(): ForeignKey<Own> {
    return this.#with({ period: true })
  }

  deferrable(when: Deferrable): ForeignKey<Own> {
    return this.#with({ deferrable: when })
  }

  /** The exact name, in place of the one from the naming convention. */
  withKeyName(name: string): ForeignKey<Own> {
    return this.#with({ name })
  }

  comment(text: string): ForeignKey<Own> {
    return this.#with({ comment: text })
  }

  /** The exact name it had before. */
  renamedFrom(name: string): ForeignKey<Own> {
    return this.#with({ renamedFrom: name })
  }

  /** Rows that were there before are not looked at. */
  notValid(): ForeignKey<Own> {
    return this.#with({ validated: false })
  }

  /** PostgreSQL only records it (PostgreSQL 18). */
  notEnforced(): ForeignKey<Own> {
    return this.#with({ enforced: false, validated: false })
  }

  build(context: Parameters<Part['build']>[0]): ReturnType<Part['build']> {
    return foreignKey(this.#columns, this.#draft).build(context)
  }

  #with(changes: Partial<ForeignKeyDraft>): ForeignKey<Own> {
    return new ForeignKey(this.#columns, { ...this.#draft, ...changes })
  }
}

function isList(target: TableName | readonly string[]): target is readonly string[] {
  return Array.isArray(target)
}
