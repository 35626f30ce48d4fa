import type { Circumstances, Names, Related, Relation } from './relation.ts'

/** The unique name of one object, written the way COMMENT ON writes it: `COLUMN public.users.email`. */
export type Address = string

/**
 * One thing in a database: plain JSON data. Some attributes name it, the others describe it.
 * An attribute without a value is `null`, never absent, so that two objects compare key by key.
 */
export interface DatabaseObject {
  readonly kind: string
  /** What must exist before it. Read from `pg_depend`, or given by whoever declares it; never compared. */
  readonly needs?: readonly Address[]
  /** What it is tied by is taken away for the time being, and put back after: it is altered by itself. Said by the planner. */
  readonly untied?: true
}

/** One SQL statement of a migration, with what the transaction around it must know. */
export interface Statement {
  readonly sql: string
  /** Refused inside a transaction block (`CONCURRENTLY`), or not usable until it commits (`ADD VALUE`). */
  readonly boundary?: 'outside' | 'commit'
  /** The rows or values that are gone afterwards: `the rows of public.users`. Absent when nothing is lost. */
  readonly loses?: string
  /** What the statements after it archive: `TABLE public.users`. Absent for all other statements. */
  readonly keeps?: readonly Address[]
  /** What it takes for granted of values where the types do not say what they become. Absent for most statements. */
  readonly guesses?: string
  /**
   * The column that the rows of its table cannot get, `public.users.email`: it is NOT NULL and has no default. Absent
   * for all other statements.
   */
  readonly requires?: string
  /**
   * The values that it turns into others because a model says so, and that the way down cannot tell apart: `'cancelled'
   * becomes 'closed'`. Absent for all other statements.
   */
  readonly remaps?: string
  /**
   * Rules of `lint` and `verify` that it breaks on purpose, and why: `drop-column on public.t.n because
   * n__new has its values`. Absent for most.
   */
  readonly allows?: string
  /**
   * Why it is done in one go in a table that may be in use, where that could be done step by step: `TRIGGER g ON public.t
   * hangs on the table`. Absent where nothing stands in the way.
   */
  readonly atOnce?: string
  /** What it did to tables that were there before its file. Absent before it ran, and where it was not measured. */
  readonly receipt?: Receipt
  /** What says the same inside a transaction, where it is refused there: to see whether rows are in its way. */
  readonly within?: string
  /** The session setting that it wants: `check_function_bodies = off`. */
  readonly setting?: string
}

/** What a statement did to the tables that were there before its file, `public.users`, as it was measured. */
export interface Receipt {
  /** The strongest lock that the transaction holds by then, in PostgreSQL's words: `ACCESS EXCLUSIVE`. */
  readonly locks: Readonly<Record<string, string>>
  readonly rewrites: readonly string[]
  /** Those that it reads from beginning to end. */
  readonly reads: readonly string[]
}

/** A position that one object may leave to another: that of the numbers of a column. */
export interface Counter {
  readonly of: string
  /** Said before the object goes. */
  readonly save: Statement
  /** The least number it gives, of any size. */
  readonly min: string
  /** Said after it came as the successor of another: it goes on from what that one saved. */
  restore(from: Pick<Counter, 'min'>): Statement
  /** Said instead where nothing was saved: it goes on where the rows end. */
  readonly begin?: Statement
}

/** What values become, as texts: `{ cancelled: 'closed' }`. */
export type Remap = Readonly<Record<string, string>>

/** The values that an object lists: all that a column of it can hold. */
export interface Values<O> {
  readonly list: readonly string[]
  /** What the model says that those become which are not in the list any more. */
  readonly removed: Remap
  /** The same object that says it of these too. */
  saying(removed: Remap): O
}

/** How the values of a type become values of its successor, as far as their text does not say it. */
export interface Succession {
  /** Values that become others: labels that go. None, where the types that it is made of are not its values but parts of them. */
  readonly labels?: Remap
  /** A text of such a value is written and read by the time zone of the session. */
  readonly zoned?: boolean
  /** Composite types whose attributes lie in other places, so that the text of a value means another one. */
  readonly moved?: readonly MovedAttributes[]
}

/** The attributes of a composite type, where they are now: `of` is its quoted path. */
export interface MovedAttributes {
  readonly of: string
  /** `before` is the type that it had; absent where it is new. */
  readonly all: readonly { readonly name: string; readonly type: string; readonly before?: string }[]
}

/** A feature of PostgreSQL, `NULLS NOT DISTINCT`, and the major version that brought it. */
export interface Requirement {
  readonly feature: string
  readonly major: number
}

/**
 * How a difference in one attribute is carried out: drop and create again, or statements.
 * `after` and `before` are the whole objects; the statements answer for this attribute alone.
 * A function may return 'recreate' when this difference, of these two, has no statement.
 */
export type Alteration<O> = 'recreate' | Alter<O>['alter']

interface Alter<O> {
  alter(after: O, before: O): Statement[] | 'recreate'
}

interface Comparison<O> {
  differ(after: O, before: O): boolean
}

/** The attributes of an object that describe it, and so are compared and may be altered. */
export type Described<O extends DatabaseObject, Identity extends keyof O, Fact extends keyof O = never> = Exclude<
  keyof O,
  'kind' | 'needs' | 'untied' | Identity | Fact
>

/**
 * Everything the engine knows about one kind of object.
 * An attribute is one of three sorts: it is in the address, or compared, or a fact. `alter` and `facts` must name every
 * other than those of the address, so an attribute nobody thought about does not compile.
 */
export interface Kind<O extends DatabaseObject, Identity extends keyof O, Fact extends keyof O = never> {
  readonly kind: O['kind']
  /**
   * Attributes that are read and never compared, because a plan asks for them, each with the reason why a difference in
   * it alone is none.
   */
  readonly facts?: { readonly [A in Fact]-?: string }

  /** The system catalog its rows live in: `pg_class`. Absent where PostgreSQL gives it no row with an oid. */
  readonly class?: string
  /**
   * A query whose columns are the attributes, and beside them `oid` (and `sub`, a column's number) where `class` is given.
   * `version` is `server_version_num / 10000`: 14 to 18. `search_path` is empty when it runs, so every name comes qualified.
   * Leave out the system's own namespaces; what belongs to an extension is left out by the engine.
   * The rows' order is the order in which equals are created.
   */
  catalog(version: number): string
  /**
   * Attributes that the catalog gives as `class:oid:sub` (see `ref` in sql.ts); the engine puts the address there, or
   * leaves the row out when nobody manages what it refers to.
   */
  readonly refs?: readonly (keyof O & string)[]

  address(object: O): Address
  /**
   * How it stands to other objects; `pg_depend` adds what else it needs. `change` is given where it is altered or made
   * in the place of another one: the object before, which is absent where it is made, and the objects of the schema
   * before.
   */
  relations?(object: Related<O>, change?: Circumstances<O>): readonly Relation[]
  /** Whether a database without it reads the same but for it, and what is a part of it. */
  apart?(object: O): boolean

  /**
   * Its clause inside its parent's CREATE, if it may be written there; empty where its own CREATE stands right before
   * that. `clauses` are its own children's.
   */
  inline?(object: O, clauses: readonly string[]): string | undefined
  /** `made`: one of those it is made by has made it already. */
  create(object: O, clauses: readonly string[], made?: boolean): Statement[]
  /** What neither CREATE nor the clause can say, said right after the CREATE it stands in. */
  finish?(object: O): Statement[]
  /** `gone`: it went with one of those it is made by. */
  drop(object: O, gone?: boolean): Statement[]
  /**
   * How another name is given to it, or to a part of it that is not an object, where its own stays: a label of an enum.
   * Absent: a renamed one is dropped and created.
   */
  rename?(after: O, before: O): Statement[]
  /**
   * The same object with those of its names that others wait for given up for ones that nothing has, while they exchange
   * theirs: the name of a column's NOT NULL. `maker` is what makes it, where that gave up its own.
   */
  aside?(object: O, names: Names, maker?: O): O
  readonly alter: { readonly [A in Described<O, Identity, Fact>]-?: Alteration<O> }

  /**
   * The attributes whose alteration PostgreSQL refuses while an object that blocks it uses this one. A function tells
   * whether that becomes something that the old one cannot be compared with: a number becomes a text.
   */
  readonly reshapes?: { readonly [A in Described<O, Identity, Fact>]?: true | Comparison<O>['differ'] }
  /**
   * `always`: it must be dropped while a column it uses is reshaped (a view). `changed`: only if it differs itself, or
   * the type is swapped (a default, a check). `retyped`: the column becomes another sort of thing, on one end of a
   * foreign key before the other. `used`: the object that is reshaped.
   */
  blocksAlterOf?(object: O, retyped: boolean, used: Address): 'always' | 'changed' | undefined
  /**
   * Moves it out of the way, so that its successor can take the name while its users still hold to it (a type). `fresh`
   * gives the name it has until it is dropped.
   */
  renameAway?(object: O, fresh: (name: string) => string): { readonly aside: Statement[]; readonly drop: Statement[] }
  /**
   * The values that it lists, where rows hold them: the labels of an enum. `plan/values.ts` finds those that its
   * successor does not have, and what becomes of them.
   */
  values?(object: O): Values<O>
  /** What becomes of its values in its successor, where that is more than their text (a type). */
  succession?(after: O, before: O): Succession
  /**
   * Moves it from the object that stepped aside to the successor of the same name, keeping its rows (a column). Nothing
   * where it cannot move.
   */
  rebind?(after: O, before: O, succession: Succession): Statement[] | undefined
  /** What it counts that no attribute tells. Another object that comes for the same `of` in the same plan goes on from there. */
  counts?(object: O): Counter | undefined
  /** What it uses that not every supported server has: an error on an older one names it. */
  requires?(object: O): Requirement | undefined
  /**
   * Belongs to where a database runs rather than to its design (an owner, a grant): models that declare none of it keep
   * what is there.
   */
  readonly ambient?: true
}

/** Any kind, seen from the engine, which never asks which one it is. */
export interface AnyKind extends Omit<Kind<DatabaseObject, never>, 'alter' | 'facts' | 'refs' | 'reshapes'> {
  readonly facts?: Readonly<Record<string, string>>
  readonly alter: Readonly<Record<string, Alteration<DatabaseObject>>>
  readonly refs?: readonly string[]
  readonly reshapes?: Readonly<Record<string, true | Comparison<DatabaseObject>['differ']>>
}

/** Declares a kind; `Identity` are the attributes that make up the address, `Fact` those that are read and not compared. */
export function defineKind<O extends DatabaseObject, Identity extends keyof O, Fact extends keyof O = never>(
  kind: Kind<O, Identity, Fact>,
): Kind<O, Identity, Fact> {
  return kind
}
