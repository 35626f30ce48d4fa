import { createHash } from 'node:crypto'
import { majorVersion, type Connection, type Result } from '../connection/connection.ts'
import type { Address, AnyKind, DatabaseObject } from '../base/kind.ts'
import { quoteLiteral } from '../base/sql.ts'
import { DEPENDENCIES, Dependencies, type Edges, type Needs } from './dependencies.ts'
import { PRESENT, type Counted, type Present } from './inventory.ts'
import type { AnyObject } from '../kinds/index.ts'
import { isArchived } from '../base/archive.ts'
import { allKinds, attribute, parentOf, type Schema } from '../schema.ts'
import { scoped, type Scope } from './scope.ts'

export type { Scope } from './scope.ts'

/** What the catalogs said, not looked into yet: JSON by the name of the part. The same text means the same database. */
export type Answer = ReadonlyMap<string, string | null>

/**
 * What was read: the schema, the handles (`pg_class:16385:0`) of every object that a kind covers, in scope or not, and
 * what was counted.
 */
export interface Reading extends Counted {
  readonly schema: Schema
  /** Nothing where `pg_depend` was not read. */
  readonly needs: Needs | undefined
}

interface CatalogRow extends Readonly<Record<string, unknown>> {
  readonly oid?: number
  readonly sub?: number
}

/** What the first and the last answer of a connection meant, by the content of the answer. */
const meant = new WeakMap<Connection, ReadonlyMap<string, Schema>>()

/**
 * Reads a live database into a schema: one round trip, one snapshot for all kinds. Where the catalogs say what they
 * said at the first or the last time on this connection, it is the very same schema.
 */
export async function introspect(db: Connection, scope: Scope = {}): Promise<Schema> {
  const answer = await ask(db, scope)
  const content = createHash('sha256')
    .update(JSON.stringify([scope, ...answer]))
    .digest('hex')
  const before = meant.get(db) ?? new Map<string, Schema>()
  const known = before.get(content)
  if (known) return known
  const { schema, needs } = interpret(answer, scope)
  const read = withNeeds(schema, needs)
  meant.set(db, new Map([...[...before].slice(0, 1), [content, read]]))
  return read
}

/** The schema whose objects say what they need, where that is known. */
export function withNeeds(schema: Schema, needs: Needs | undefined): Schema {
  if (!needs) return schema
  return new Map(
    Array.from(schema, ([address, object]) => {
      const needed = needs.get(address)
      return [address, needed ? { ...object, needs: [...needed] } : object]
    }),
  )
}

/** As `introspect`, with the handles, and with the needs apart. */
export async function read(db: Connection, scope: Scope = {}): Promise<Reading> {
  return interpret(await ask(db, scope), scope)
}

/** The one round trip of `read`. `also` are queries of one row by the name of their part, answered from the same snapshot. */
export async function ask(
  db: Connection,
  scope: Scope = {},
  also: Readonly<Record<string, string>> = {},
): Promise<Answer> {
  const beside = Object.entries(also).map(([label, sql]) => `;\n${part(label, sql)}`)
  return answerOf([await db.query(catalogQuery(await majorVersion(db), scope) + beside.join(''))].flat())
}

/** The answer to a `catalogQuery`, from the results of its message. */
export function answerOf(results: readonly Result[]): Answer {
  const parts = results.flatMap((result) => result.rows) as { part?: string; rows?: string | null }[]
  return new Map(parts.flatMap(({ part, rows = null }) => (part === undefined ? [] : [[part, rows]])))
}

/** What an answer means. The scope is the one that was asked with. */
export function interpret(answer: Answer, scope: Scope = {}): Reading {
  const dependencies = new Dependencies(parse<Edges>(answer.get(DEPENDENCIES.name))[0])
  const schema = new Map<Address, AnyObject>()
  const inScope = scoped(scope, schema)
  // What was archived, what an extension made, or what no kind covers is needed for, with what is a part of it: a
  // domain's checks, a table's columns.
  const leftOut = new Set<Address>()
  const isPartOfThat = (object: AnyObject) => leftOut.size > 0 && leftOut.has(parentOf(object) ?? '')
  for (const { kind, object, handle } of objectsOf(answer, scope, dependencies)) {
    const address = kind.address(object)
    const isPart = isPartOfThat(object)
    const isPutAway = isArchived(attribute(object, 'schema')) || isArchived(attribute(object, 'name'))
    const goes = isPart || isPutAway || (handle !== undefined && dependencies.isForeign(handle))
    if (goes) leftOut.add(address)
    else if (inScope(object, kind, address)) schema.set(address, object)
    // Of what is left out, a part is not told of beside the whole.
    if (handle !== undefined && (!goes || isPart || isPutAway)) dependencies.handles.set(handle, address)
  }
  const needs = scope.dependencies === false ? undefined : dependencies.needs()
  return { schema, needs, handles: dependencies.handles, present: parse<Present>(answer.get(PRESENT.name))[0] }
}

/** Every object that the catalogs tell of, kind by kind, with its handle where its kind has one. */
function* objectsOf(
  answer: Answer,
  scope: Scope,
  dependencies: Dependencies,
): Generator<{ readonly kind: AnyKind; readonly object: AnyObject; readonly handle: string | undefined }> {
  for (const kind of kindsOf(scope))
    for (const { oid, sub = 0, ...attributes } of parse<CatalogRow>(answer.get(kind.kind))) {
      const object = resolve(kind, { kind: kind.kind, ...attributes }, dependencies)
      const handle = kind.class === undefined ? undefined : `${kind.class}:${oid}:${sub}`
      if (object) yield { kind, object, handle }
    }
}

/**
 * The text sent to the server, as one message: an implicit transaction, in which all see one snapshot, and with which
 * the settings end. Large catalogs are read by one process from their beginning, so that the same database gives the
 * same text.
 */
export function catalogQuery(version: number, scope: Scope = {}): string {
  const parts = [
    ...kindsOf(scope).map((kind) => [kind.kind, kind.catalog(version)] as const),
    [DEPENDENCIES.name, scope.dependencies === false ? DEPENDENCIES.membership : DEPENDENCIES.all] as const,
    ...(scope.inventory ? [[PRESENT.name, PRESENT.all] as const] : []),
  ]
  return [
    'SET TRANSACTION ISOLATION LEVEL REPEATABLE READ',
    `SELECT ${SETTINGS.map((setting) => `set_config(${setting.map(quoteLiteral).join(', ')}, true)`).join(', ')}`,
    // A statement for each: planned all in one, they take PostgreSQL twice as long to plan.
    ...parts.map(([label, sql]) => part(label, sql)),
  ].join(';\n')
}

function part(label: string, sql: string): string {
  return `SELECT ${quoteLiteral(label)} AS part, (SELECT json_agg(t) FROM (\n${sql}\n) t)::text AS rows`
}

/** What expressions are printed by, and how the catalogs are read, whatever the database, the role or the driver says. */
const SETTINGS = [
  ['search_path', ''],
  ['timezone', 'UTC'],
  ['datestyle', 'ISO'],
  ['intervalstyle', 'postgres'],
  ['extra_float_digits', '1'],
  ['bytea_output', 'hex'],
  ['lc_monetary', 'C'],
  ['standard_conforming_strings', 'on'],
  ['jit', 'off'],
  ['quote_all_identifiers', 'off'],
  ['synchronize_seqscans', 'off'],
  ['max_parallel_workers_per_gather', '0'],
] as const

function kindsOf({ without }: Scope): readonly AnyKind[] {
  return allKinds.filter(({ kind }) => !without?.includes(kind))
}

function parse<R>(json: string | null | undefined): R[] {
  return json ? (JSON.parse(json) as R[]) : []
}

/** Puts addresses where the catalog gave handles; nothing where the object it hangs on is not managed. */
function resolve(
  kind: AnyKind,
  object: Record<string, unknown> & DatabaseObject,
  dependencies: Dependencies,
): AnyObject | undefined {
  for (const key of kind.refs ?? []) {
    const handle = object[key]
    if (typeof handle !== 'string') continue
    const address = dependencies.holderOf(handle)
    if (address === undefined) return undefined
    object[key] = address
  }
  return object as DatabaseObject as AnyObject
}
