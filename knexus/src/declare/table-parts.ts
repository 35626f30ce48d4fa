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
import { replicaIdentityOf, type ReplicaIdentityChoice } from './replica-identities.ts'
import type { Sql } from './sql.ts'
import { statisticsOn, type StatisticsOptions } from './statistics.ts'
import { triggerOn, type TriggerOptions } from './triggers.ts'

/** The columns of a table under their names. */
export type Columns = Readonly<Record<string, ColumnBuilder<Shape>>>

type Name<C extends Columns> = keyof C & string
/** The columns that reject null, of which alone a primary key may consist. */
type NeverNull<C extends Columns> = { [K in Name<C>]: C[K]['shape']['nullable'] extends false ? K : never }[Name<C>]

/** The attributes of the table itself. */
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

/**
 * One element of what a table's last argument returns: an object that belongs to the table, or a setting of the table.
 */
export type TablePart = Part | { readonly settings: TableSettings }

/**
 * The methods of `t` that name no column, for a function that several tables share: `const owned = (t: SharedParts) =>
 * [t.rowSecurity()]`, and then `...owned(t)`.
 */
export type SharedParts = Pick<
  TableParts<Columns>,
  'rowSecurity' | 'policy' | 'trigger' | 'options' | 'tablespace' | 'unlogged' | 'comment'
>

/** The methods of `t` in `table('name', columns, (t) => […])`. */
export class TableParts<C extends Columns> {
  readonly #schema: string

  constructor(schema: string) {
    this.#schema = schema
  }

  /** A primary key of several columns, each of them `notNullable()`: `t.primary(['workspace_id', 'study_id'])`. */
  primary(columns: readonly [NeverNull<C>, ...NeverNull<C>[]], options: UniqueOptions = {}): Part {
    return primaryKey(columns, options)
  }

  /**
   * No two rows may have the same values: `t.unique(['workspace_id', 'code'])`. With `nullsNotDistinct`, two nulls count as
   * the same.
   */
  unique(columns: readonly [Name<C>, ...Name<C>[]], options: UniqueOptions = {}): Part {
    return unique(columns, options)
  }

  /**
   * An SQL condition that every row must satisfy: `t.check('finished_at >= started_at', 'dates')`. A string as the second
   * argument is a short name, from which the naming convention makes the constraint's name; `{ name }` gives the exact name.
   */
  check(condition: string | Sql, name: string | CheckOptions = {}): Part {
    return typeof name === 'string' ? check(condition, name, {}) : check(condition, undefined, name)
  }

  /**
   * A foreign key of several columns:
   * `t.foreign(['study_id', 'workspace_id']).references('studies', ['id', 'workspace_id']).onDelete('cascade')`.
   */
  foreign(columns: Name<C> | readonly [Name<C>, ...Name<C>[]], name?: string): ForeignKey<Name<C>> {
    return new ForeignKey(typeof columns === 'string' ? [columns] : columns, {
      table: [],
      columns: [],
      ...(name !== undefined && { name }),
    })
  }

  /**
   * An exclusion constraint: no two rows may satisfy all of these comparisons. ``t.exclude([['room', '='],
   * [sql`tstzrange(started_at, finished_at)`, '&&']])`` needs the extension `btree_gist`, for `=`.
   */
  exclude(elements: readonly (readonly [Key<Name<C>>, string])[], options: ExcludeOptions = {}): Part {
    return exclude(elements, options)
  }

  /**
   * An index. Each key is a column, or SQL for an expression:
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

  /**
   * A trigger on this table: `t.trigger('studies_touch', { timing: 'before', events: ['update'], execute: touch })`.
   */
  trigger(name: string, options: TriggerOptions): Part {
    return { build: ({ on, schema, table, oldTable }) => triggerOn(on, schema, table, oldTable, name, options) }
  }

  /**
   * Which rows a role may read or write: `t.policy('own_rows', { using: 'owner = current_user' })`. It takes effect only
   * with `t.rowSecurity()`.
   */
  policy(name: string, options: PolicyOptions): Part {
    return { build: ({ on, schema, table, oldTable }) => policyOn(on, schema, table, oldTable, name, options) }
  }

  /** A comment on the table, for people who read the database: `t.comment('One row per study.')`. */
  comment(text: string): TablePart {
    return { settings: { comment: text } }
  }

  /**
   * The table's previous name: `t.renamedFrom('trials')`. Indexes and constraints named by the convention are renamed with
   * it. Remove it once the migration is written.
   */
  renamedFrom(name: string): TablePart {
    return { settings: { renamedFrom: name } }
  }

  /** Not written to the write-ahead log: faster, but emptied by a crash. `t.unlogged()`. */
  unlogged(): TablePart {
    return { settings: { unlogged: true } }
  }

  /** Makes it a partitioned table: `t.partitionBy('range', ['created_at'])`. */
  partitionBy(strategy: 'range' | 'list' | 'hash', keys: readonly (Name<C> | Sql)[]): TablePart {
    return {
      settings: { partitionBy: `${strategy.toUpperCase()} (${keys.map((key) => keyText(key, {})).join(', ')})` },
    }
  }

  /**
   * Its partitions, as names and bounds: `t.partitions({ events_2026: "FOR VALUES FROM ('2026-01-01') TO ('2027-01-01')",
   * events_rest: 'DEFAULT' })`. They have the same columns, checks, keys and indexes as the table; PostgreSQL names the
   * keys and indexes. Declare a partition that differs as a table of its own, with `partitionOf`.
   */
  partitions(bounds: Partitions): TablePart {
    return { settings: { partitions: bounds } }
  }

  /** Storage parameters: `t.options({ fillfactor: 70, autovacuum_enabled: false })`. */
  options(values: Readonly<Record<string, string | number | boolean>>): TablePart {
    return { settings: { options: words(values) } }
  }

  /**
   * Row-level security: rows can be read and written only as policies allow. `t.rowSecurity()` exempts the owner of the
   * table, `t.rowSecurity({ force: true })` does not.
   */
  rowSecurity({
    force = false,
    enabled = true,
  }: { readonly force?: boolean; readonly enabled?: boolean } = {}): TablePart {
    return { settings: { rowSecurity: enabled, forceRowSecurity: force } }
  }

  /**
   * The tables from which it inherits (`CREATE TABLE … INHERITS`): `t.inherits('events')`. Columns that it adds or
   * redefines are declared here.
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
   * What identifies a row in logical replication, if not the primary key: `t.replicaIdentity('full')` for the whole row,
   * `'nothing'`, or the name of a unique index, `{ index: 'studies_code' }`.
   */
  replicaIdentity(identity: ReplicaIdentityChoice): Part {
    return { build: (context) => replicaIdentityOf(context, identity) }
  }

  /** The index by which CLUSTER sorts the rows: `t.clusterOn('studies_code')`. */
  clusterOn(index: string): Part {
    return {
      build: ({ on, schema, table }) => ({ objects: [{ kind: 'clustering', on, schema, table, index }], renames: [] }),
    }
  }

  /**
   * Extended statistics, over several columns: `t.statistics('studies_site', ['city', 'country'], { kinds:
   * ['dependencies'] })`.
   */
  statistics(name: string, columns: readonly (Name<C> | Sql)[], options: StatisticsOptions = {}): Part {
    return { build: ({ on, schema }) => statisticsOn(on, schema, name, columns, options) }
  }

  /**
   * Makes it a typed table, whose columns are the attributes of a composite type: `t.of('study')`. Declare the columns here
   * as well.
   */
  of(type: TableName): TablePart {
    return { settings: { ofType: tablePath(type, this.#schema) } }
  }

  /** The table access method; `t.accessMethod('heap')` is the default. */
  accessMethod(method: string): TablePart {
    return { settings: { accessMethod: method } }
  }

  /** The tablespace in which it is stored: `t.tablespace('pg_default')`. */
  tablespace(name: string): TablePart {
    return { settings: { tablespace: name } }
  }
}
