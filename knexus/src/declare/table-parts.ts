import { addresses } from '../base/address.ts'
import type { Partition } from '../kinds/partitions.ts'
import type { ColumnBuilder } from './column.ts'
import type { Part } from './context.ts'
import { check, exclude, primaryKey, unique } from './constraints.ts'
import type { CheckOptions, ExcludeOptions, IndexOptions, Key, Shape, UniqueOptions } from './drafts.ts'
import { ForeignKey } from './foreign-key.ts'
import { index } from './indexes.ts'
import { keyText, tablePath, words, type TableName } from './keys.ts'
import type { Partitions } from './partitions.ts'
import type { PolicyOptions } from '../kinds/policies.ts'
import { policyOn } from './policies.ts'
import type { Sql } from './sql.ts'
import { statisticsOn, type StatisticsOptions } from './statistics.ts'
import { triggerOn, type TriggerOptions } from './triggers.ts'

/** The columns of a table under their names. */
export type Columns = Readonly<Record<string, ColumnBuilder<Shape>>>

type Name<C extends Columns> = keyof C & string
/** A primary key's columns refuse null, so they must say so. */
type NeverNull<C extends Columns> = { [K in Name<C>]: C[K]['shape']['nullable'] extends false ? K : never }[Name<C>]

/** What the table itself is, beside its columns. */
export interface TableSettings {
  readonly unlogged?: boolean
  readonly partitionBy?: string
  readonly accessMethod?: string
  readonly options?: Readonly<Record<string, string>>
  readonly rowSecurity?: boolean
  readonly forceRowSecurity?: boolean
  readonly inherits?: readonly string[]
  readonly ofType?: string
  readonly tablespace?: string
  readonly comment?: string
  readonly renamedFrom?: string
  readonly partitions?: Partitions
}

/** One line of a table's last argument: something that belongs to it, or something that it is. */
export type TablePart = Part | { readonly settings: TableSettings }

/**
 * What a function that several tables share takes for `t`: all that names no column. `const owned = (t: SharedParts) =>
 * [t.rowSecurity()]`, and then `...owned(t)`.
 */
export type SharedParts = Pick<
  TableParts<Columns>,
  'rowSecurity' | 'policy' | 'trigger' | 'options' | 'tablespace' | 'unlogged' | 'comment'
>

/** What `table('name', columns, (t) => […])` offers. */
export class TableParts<C extends Columns> {
  readonly #schema: string

  constructor(schema: string) {
    this.#schema = schema
  }

  /** A primary key of several columns. Each must be `notNullable()`. */
  primary(columns: readonly [NeverNull<C>, ...NeverNull<C>[]], options: UniqueOptions = {}): Part {
    return primaryKey(columns, options)
  }

  /** `t.unique(['workspace_id', 'code'])`. With `nullsNotDistinct` two nulls count as the same. */
  unique(columns: readonly [Name<C>, ...Name<C>[]], options: UniqueOptions = {}): Part {
    return unique(columns, options)
  }

  /**
   * A condition that every row satisfies, in SQL. A string as the second argument is the short name that goes
   * through the convention:
   * `t.check('finished_at >= started_at', 'dates')`.
   */
  check(condition: string | Sql, name: string | CheckOptions = {}): Part {
    return typeof name === 'string' ? check(condition, name, {}) : check(condition, undefined, name)
  }

  /** `t.foreign(['study_id', 'workspace_id']).references('studies', ['id', 'workspace_id']).onDelete('cascade')`. */
  foreign(columns: Name<C> | readonly [Name<C>, ...Name<C>[]], name?: string): ForeignKey<Name<C>> {
    return new ForeignKey(typeof columns === 'string' ? [columns] : columns, {
      table: [],
      columns: [],
      ...(name !== undefined && { name }),
    })
  }

  /**
   * No two rows may satisfy all of these operators: ``t.exclude([['room', '='], [sql`tstzrange(starts_at, ends_at)`,
   * '&&']])``.
   */
  exclude(elements: readonly (readonly [Key<Name<C>>, string])[], options: ExcludeOptions = {}): Part {
    return exclude(elements, options)
  }

  /**
   * An index. A key is a column, or SQL for an expression:
   *
   * ```ts
   * t.index(['workspace_id', { key: 'created_at', order: 'desc' }])
   * t.index([sql`lower(email)`], { unique: true, where: 'deleted_at IS NULL' })
   * t.index(['embedding'], { using: 'hnsw', opclass: 'vector_cosine_ops', with: { m: 16 } })
   * ```
   */
  index(keys: readonly [Key<Name<C>>, ...Key<Name<C>>[]], options: IndexOptions = {}): Part {
    return index(keys, options)
  }

  /** A trigger of this table: `t.trigger('studies_touch', { timing: 'before', events: ['update'], execute: touch })`. */
  trigger(name: string, options: TriggerOptions): Part {
    return { build: ({ on, schema, table, oldTable }) => triggerOn(on, schema, table, oldTable, name, options) }
  }

  /**
   * Which rows a role may see or write: ``t.policy('own_rows', { using: 'owner = current_user' })``. It takes effect
   * with `t.rowSecurity()`.
   */
  policy(name: string, options: PolicyOptions): Part {
    return { build: ({ on, schema, table, oldTable }) => policyOn(on, schema, table, oldTable, name, options) }
  }

  /** A comment for people who read the database. */
  comment(text: string): TablePart {
    return { settings: { comment: text } }
  }

  /** The name the table had before. Its indexes and constraints that follow the convention are renamed with it. */
  renamedFrom(name: string): TablePart {
    return { settings: { renamedFrom: name } }
  }

  /** Not written to the write-ahead log: faster, and empty after a crash. */
  unlogged(): TablePart {
    return { settings: { unlogged: true } }
  }

  /** Its rows are stored in partitions: `t.partitionBy('range', ['created_at'])`. */
  partitionBy(strategy: 'range' | 'list' | 'hash', keys: readonly (Name<C> | Sql)[]): TablePart {
    return {
      settings: { partitionBy: `${strategy.toUpperCase()} (${keys.map((key) => keyText(key, {})).join(', ')})` },
    }
  }

  /**
   * Its partitions, each by its name and its bound: `t.partitions({ events_2026: "FOR VALUES FROM ('2026-01-01') TO
   * ('2027-01-01')", events_rest: 'DEFAULT' })`. They have the columns, keys, checks and indexes of the table, with
   * names that PostgreSQL chooses. Declare a partition that differs as a table with `partitionOf`.
   */
  partitions(bounds: Partitions): TablePart {
    return { settings: { partitions: bounds } }
  }

  /** Storage parameters: `{ fillfactor: 70, autovacuum_enabled: false }`. */
  options(values: Readonly<Record<string, string | number | boolean>>): TablePart {
    return { settings: { options: words(values) } }
  }

  /**
   * Rows can be seen and written only as policies allow. With `force` this also applies to the owner of the table.
   */
  rowSecurity({
    force = false,
    enabled = true,
  }: { readonly force?: boolean; readonly enabled?: boolean } = {}): TablePart {
    return { settings: { rowSecurity: enabled, forceRowSecurity: force } }
  }

  /**
   * The tables whose columns and checks it inherits (`CREATE TABLE … INHERITS`): `t.inherits('events')`. Its own
   * columns are declared here.
   */
  inherits(...parents: readonly TableName[]): TablePart {
    return { settings: { inherits: parents.map((parent) => tablePath(parent, this.#schema)) } }
  }

  /**
   * Makes it a partition of a table with `partitionBy`: `t.partitionOf('events', "FOR VALUES FROM ('2026-01-01') TO
   * ('2027-01-01')")`, or `'DEFAULT'`.
   */
  partitionOf(parent: TableName, bound: string): Part {
    return {
      build({ on, schema, table }) {
        const object: Partition = {
          kind: 'partition',
          on,
          schema,
          table,
          of: addresses.table(tablePath(parent, schema)),
          bound,
        }
        return { objects: [object], renames: [] }
      },
    }
  }

  /**
   * What identifies a row in logical replication, if not the primary key: the `full` row, `nothing`, or a unique
   * index, given by its name.
   */
  replicaIdentity(identity: 'full' | 'nothing' | { readonly index: string }): Part {
    const [by, index] =
      typeof identity === 'string' ? ([identity, null] as const) : (['index', identity.index] as const)
    return {
      build: ({ on, schema, table }) => ({
        objects: [{ kind: 'replica identity', on, schema, table, by, index }],
        renames: [],
      }),
    }
  }

  /** The index by which CLUSTER sorts the rows. */
  clusterOn(index: string): Part {
    return {
      build: ({ on, schema, table }) => ({ objects: [{ kind: 'clustering', on, schema, table, index }], renames: [] }),
    }
  }

  /** Statistics over several columns: `t.statistics('studies_site', ['city', 'country'], { kinds: ['dependencies'] })`. */
  statistics(name: string, columns: readonly (Name<C> | Sql)[], options: StatisticsOptions = {}): Part {
    return { build: ({ on, schema }) => statisticsOn(on, schema, name, columns, options) }
  }

  /** Makes it a table of a composite type. The attributes of the type are its columns; declare them again here. */
  of(type: TableName): TablePart {
    return { settings: { ofType: tablePath(type, this.#schema) } }
  }

  /** A table access method other than `heap`. */
  accessMethod(method: string): TablePart {
    return { settings: { accessMethod: method } }
  }

  /** The tablespace that holds it. */
  tablespace(name: string): TablePart {
    return { settings: { tablespace: name } }
  }
}
