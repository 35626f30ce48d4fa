import fc, { type Arbitrary } from 'fast-check'

/** A small random database over few names, so that two of them have much in common and differ everywhere. */
export interface Model {
  readonly labels: readonly string[]
  readonly domainCheck: number
  readonly sequenceStep: number
  readonly body: number
  readonly tables: Readonly<Record<string, Table>>
  readonly partitioned: Partitioned | null
  readonly views: Readonly<Record<string, View>>
}

export interface Table {
  readonly big: boolean
  readonly columns: Readonly<Record<string, Column>>
  readonly references: readonly string[]
  readonly onDelete: string
  readonly unique: readonly string[]
  readonly index: readonly string[]
  readonly indexTail: string
  readonly comment: string | null
  readonly options: string
  readonly rowSecurity: boolean
  readonly policy: string | null
  readonly trigger: string | null
  readonly grants: readonly string[]
}

export interface Column {
  readonly type: number
  readonly notNull: boolean
  readonly defaulted: number | null
  readonly check: boolean
  readonly comment: string | null
  readonly statistics: number | null
}

export interface Partitioned {
  readonly key: 'LIST' | 'HASH'
  readonly parts: readonly number[]
  readonly index: boolean
  readonly more: boolean
}

export interface View {
  readonly table: string
  readonly filter: boolean
  readonly materialized: boolean
  readonly indexed: boolean
}

const { constantFrom, boolean, integer, record, option, uniqueArray, dictionary, subarray } = fc

const COLUMNS = ['c1', 'c2', 'C 3', 'c4']
const TABLES = ['t1', 't2', 'T "3"', 't4']
const COMMENTS = ['one', "it's", 'two\nlines', '?', '$1 ${x} `']

const comment = option(constantFrom(...COMMENTS), { freq: 2 })

const column: Arbitrary<Column> = record({
  type: integer({ min: 0, max: 11 }),
  notNull: boolean(),
  defaulted: option(integer({ min: 0, max: 1 })),
  check: boolean(),
  comment,
  statistics: option(integer({ min: 1, max: 3 }), { freq: 1 }),
})

const table: Arbitrary<Table> = record({
  big: boolean(),
  columns: dictionary(constantFrom(...COLUMNS), column, { noNullPrototype: true }),
  references: subarray(TABLES),
  onDelete: constantFrom(
    '',
    ' ON DELETE CASCADE',
    ' ON DELETE SET NULL',
    ' DEFERRABLE INITIALLY DEFERRED',
    ' ON UPDATE CASCADE',
  ),
  unique: subarray(COLUMNS),
  index: subarray(COLUMNS),
  indexTail: constantFrom('', ' WHERE id > 3', ' WITH (fillfactor = 60)', ' WHERE id IS NOT NULL'),
  comment,
  options: constantFrom('', ' WITH (fillfactor = 70)', ' WITH (autovacuum_enabled = off)'),
  rowSecurity: boolean(),
  policy: option(constantFrom('id > 0', 'id < 9'), { freq: 1 }),
  trigger: option(constantFrom('BEFORE INSERT', 'AFTER UPDATE OF id', 'BEFORE INSERT OR DELETE'), { freq: 1 }),
  grants: subarray(['SELECT', 'INSERT', 'UPDATE (id)']),
})

/** Random databases. */
export const model: Arbitrary<Model> = record({
  labels: uniqueArray(constantFrom('a', 'b', "it's", 'd', 'E'), { minLength: 1 }),
  domainCheck: integer({ min: 0, max: 2 }),
  sequenceStep: integer({ min: 1, max: 3 }),
  body: integer({ min: 0, max: 2 }),
  tables: dictionary(constantFrom(...TABLES), table, { noNullPrototype: true }),
  partitioned: option(
    record({ key: constantFrom('LIST', 'HASH'), parts: subarray([0, 1, 2]), index: boolean(), more: boolean() }),
    { freq: 2 },
  ),
  views: dictionary(
    constantFrom('v1', 'v2'),
    record({ table: constantFrom(...TABLES), filter: boolean(), materialized: boolean(), indexed: boolean() }),
    { noNullPrototype: true },
  ),
})
