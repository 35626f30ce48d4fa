import { rows, type Connection } from '../connection/connection.ts'
import type { Column } from './made-up.ts'
import { MADE_OF, under } from './type-parts.ts'

/** A table, as far as rows can be made up for it. */
export interface TableShape {
  readonly oid: number
  readonly schema: string
  readonly name: string
  /** The tables whose rows are its own as well: partitions, and those that inherit from it, down to the last. */
  readonly heirs: readonly number[]
  readonly columns: readonly {
    readonly number: number
    readonly name: string
    readonly type: string
    /** All that a type that people made is made of, by which two of one name are told apart; null for the server's own. */
    readonly madeOf: string | null
    readonly base: string
    readonly category: string
    readonly typmod: number
    /** It is not an identity, and not generated. */
    readonly written: boolean
    readonly generated: boolean
    readonly required: boolean
    /** The attributes of a composite type. */
    readonly fields: readonly Column[] | null
  }[]
  readonly keys: readonly {
    readonly columns: readonly string[]
    readonly target: string
    readonly targetOid: number
    readonly referenced: readonly string[]
  }[]
}

/** SQL: the attributes of a composite type `t`. */
const FIELDS = `
  SELECT json_agg(json_build_object('name', f.attname, 'type', format_type(f.atttypid, f.atttypmod), 'category',
    ft.typcategory, 'typmod', f.atttypmod,
                   'base', format_type(CASE WHEN ft.typtype = 'd' THEN ${under('ft.oid')} ELSE ft.oid END, NULL))
                     ORDER BY f.attnum)
  FROM pg_attribute f JOIN pg_type ft ON ft.oid = f.atttypid WHERE f.attrelid = t.typrelid AND f.attnum > 0
    AND NOT f.attisdropped`

/** SQL: what inherits from a table `c`, by oid. */
const HEIRS = `
  WITH RECURSIVE heir(oid) AS (
    SELECT inhrelid FROM pg_inherits WHERE inhparent = c.oid UNION SELECT i.inhrelid FROM pg_inherits i JOIN heir
      ON heir.oid = i.inhparent
  )
  SELECT COALESCE(json_agg(heir.oid::bigint), '[]') FROM heir`

/** The tables that hold rows of their own, with their columns and foreign keys; those of `only`, by oid, where it is given. */
export async function shapesOf(db: Connection, only?: readonly number[]): Promise<TableShape[]> {
  return rows<TableShape>(db, SHAPES.replace(AMONG, among('c.oid', only)))
}

/** SQL: whether a table is among these, by oid; it is where none are given. */
export function among(oid: string, only: readonly number[] | undefined): string {
  return only ? `${oid} = ANY ('{${only.join(', ')}}'::oid[])` : 'true'
}

/** Stands in the text where only some of the tables may be asked for. */
const AMONG = '/* among */'

/** SQL: those tables. */
const SHAPES = `
  SELECT c.oid AS oid, n.nspname AS schema, c.relname AS name, CASE WHEN c.relhassubclass THEN (${HEIRS}) ELSE '[]' END AS heirs,
         COALESCE((SELECT json_agg(json_build_object('number', a.attnum, 'name', a.attname, 'generated',
           a.attgenerated <> '', 'type', format_type(a.atttypid, a.atttypmod), 'category', t.typcategory, 'typmod', a.atttypmod,
                   'base', format_type(CASE WHEN t.typtype = 'd' THEN ${under('t.oid')} ELSE t.oid END, NULL), 'madeOf',
                     CASE WHEN t.oid >= 16384 THEN (${MADE_OF}) END,
                   'fields', CASE WHEN t.typtype = 'c' THEN (${FIELDS}) END, 'written', a.attgenerated = ''
                     AND a.attidentity = '',
                   'required', a.attnotnull AND NOT a.atthasdef) ORDER BY a.attnum)
          FROM pg_attribute a JOIN pg_type t ON t.oid = a.atttypid WHERE a.attrelid = c.oid AND a.attnum > 0
            AND NOT a.attisdropped), '[]') AS columns,
         COALESCE((SELECT json_agg(json_build_object('target', f.oid::regclass::text, 'targetOid', f.oid::bigint,
                   'columns', ARRAY(SELECT a.attname FROM unnest(x.conkey) WITH ORDINALITY k(n, o) JOIN pg_attribute a
                     ON a.attrelid = x.conrelid AND a.attnum = k.n ORDER BY k.o),
                   'referenced', ARRAY(SELECT a.attname FROM unnest(x.confkey) WITH ORDINALITY k(n, o)
                     JOIN pg_attribute a ON a.attrelid = x.confrelid AND a.attnum = k.n ORDER BY k.o)))
          FROM pg_constraint x JOIN pg_class f ON f.oid = x.confrelid WHERE x.conrelid = c.oid AND x.contype = 'f'), '[]') AS keys
  FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
  WHERE c.relkind IN ('r', 'p') AND NOT c.relispartition AND n.nspname !~ '^pg_' AND n.nspname <> 'information_schema'
    AND ${AMONG}
  ORDER BY 1, 2`
