export { KnexusError } from './base/errors.ts'
export { collect } from './declare/collect.ts'
export * as columns from './declare/columns.ts'
export {
  bigIncrements, bigInteger, binary, bit, boolean, char, cidr, citext, date, decimal, double, float, increments, inet, integer, interval, json, jsonb,
  money, point, smallint, specificType, string, text, time, timestamp, tsvector, uuid, vector,
} from './declare/columns.ts'
export type { Interval } from './declare/columns.ts'
export { declareWith, enumType, table } from './declare/declare-with.ts'
export type { Declaration, Declared, Rename } from './declare/context.ts'
export type { DeclaredEnum, Label } from './declare/enums.ts'
export { timestamps, uuidKey } from './declare/mixins.ts'
export { knexNaming, naming } from './declare/naming.ts'
export type { Naming } from './declare/naming.ts'
export type { Insert, KnexTables, Row, Update } from './declare/rows.ts'
export { sql, Sql } from './declare/sql.ts'
export type { DeclaredTable } from './declare/table.ts'
