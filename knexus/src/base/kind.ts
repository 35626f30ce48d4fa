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
}

/** One SQL statement of a migration, with what the transaction around it must know. */
export interface Statement {
  readonly sql: string
  /** Refused inside a transaction block (`CONCURRENTLY`), or not usable until it commits (`ADD VALUE`). */
  readonly boundary?: 'outside' | 'commit'
  /** The rows or values that are gone afterwards: `the rows of public.users`. Absent when nothing is lost. */
  readonly loses?: string
}

/** A position that one object may leave to another: that of the numbers of a column. */
export interface Counter {
  readonly of: string
  /** Said before the object goes. */
  readonly save: Statement
  /** Said after its successor came: it goes on from what was saved. */
  readonly restore: Statement
  /** Said instead where nothing was saved: it goes on where the rows end. */
  readonly begin?: Statement
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

/** The attributes of an object that describe it, and so may be altered. */
export type Described<O extends DatabaseObject, Identity extends keyof O> = Exclude<
  keyof O,
  'kind' | 'needs' | Identity
>

/**
 * Everything the engine knows about one kind of object.
 * `alter` must name every attribute, so an attribute nobody thought about does not compile.
 */
export interface Kind<O extends DatabaseObject, Identity extends keyof O> {
  readonly kind: O['kind']

  /** The system catalog its rows live in: `pg_class`. Absent where PostgreSQL gives it no row with an oid. */
  readonly class?: string
  /**
   * A query whose columns are the attributes, and beside them `oid` (and `sub`, a column's number) where `class` is given.
   * `version` is `server_version_num / 10000`: 14 to 18. `search_path` is empty when it runs, so every name comes qualified.
   * Leave out the system's own namespaces; what belongs to an extension is left out by the engine.
   * The rows' order is the order in which equals are created.
   */
  catalog(version: number): string
  /** Attributes that the catalog gives as `class:oid:sub` (see `ref` in sql.ts); the engine puts the address there, or leaves the row out when nobody manages what it refers to. */
  readonly refs?: readonly (keyof O & string)[]

  address(object: O): Address
  /** The object it is part of, and dies with. */
  parent?(object: O): Address | undefined
  /** The objects that must exist before it, as far as its attributes tell. `pg_depend` adds the rest. */
  needs?(object: O): readonly Address[]
  /** As `needs`, for the order alone: it is not carried along when one of these changes. `leaves`: asked for the opposite order, in which it is dropped. */
  after?(object: O, leaves: boolean): readonly Address[]
  /** What it needs and is altered before nevertheless: a partition names its NOT NULL, and then the parent's comes down to it. Without `before`: what is made after it, and dropped before it. */
  leads?(object: O, before?: O): readonly Address[]
  /**
   * What may not stand while it is made or altered, or anything of its family is: that is taken away before and put back after. An index calls its
   * functions in the name of the table's owner, who may not be allowed to. `before`: it is not made anew. `when`: only where one of these exists.
   */
  suspends?(
    after: O,
    needs: readonly Address[],
    before?: O,
  ): readonly { readonly what: Address; readonly when?: readonly Address[] }[]
  /** The objects that make it and drop it on their own way, each unless another one comes or goes at the same time: a parent table's column does so while the child is attached. */
  madeBy?(object: O): readonly { readonly by: Address; readonly unless?: Address }[] | undefined
  /** The objects that tie it to another one, by which it is altered when that is: a partition's column has its PARTITION. */
  ties?(object: O): readonly Address[]
  /** The object as it stands while such a tie is taken away, to be put back after. */
  untied?(object: O): O
  /** Whether a database without it reads the same but for it, and what is a part of it. */
  apart?(object: O): boolean
  /** The names it occupies, beside its address: an index and a table cannot share one. `relation public.users`. */
  claims?(object: O): readonly string[]

  /** Names that it gives up when it leaves, and that several objects may have: `parts of TABLE public.events`. */
  yields?(object: O): readonly string[]
  /** The names of that sort that must have been given up before it is made: a partition that is detached gets no new column of its parent's. */
  waits?(object: O): readonly string[]

  /** Its clause inside its parent's CREATE, if it may be written there; empty where `prepare` and `finish` say it all. `clauses` are its own children's. */
  inline?(object: O, clauses: readonly string[]): string | undefined
  /** `made`: one of those that `madeBy` names has made it already. */
  create(object: O, clauses: readonly string[], made?: boolean): Statement[]
  /** What must be said right before its parent's CREATE, when it is merged into that. */
  prepare?(object: O): Statement[]
  /** What neither CREATE nor the clause can say, said right after the CREATE it stands in. */
  finish?(object: O): Statement[]
  /** `gone`: it went with one of those that `madeBy` names. */
  drop(object: O, gone?: boolean): Statement[]
  /** How another name is given to it. Absent: a renamed one is dropped and created. */
  rename?(after: O, before: O): Statement[]
  /** How another name is given to a part of it that is no object: a label of an enum. */
  renamePart?(object: O, old: string, name: string): Statement[]
  readonly alter: { readonly [A in Described<O, Identity>]-?: Alteration<O> }

  /** The attributes whose alteration PostgreSQL refuses while a rigid object uses this one. */
  readonly reshapes?: readonly Described<O, Identity>[]
  /** Whether the reshaped one becomes something that it cannot be compared with: a number becomes a text. */
  retypes?(after: O, before: O): boolean
  /**
   * `always`: it must be dropped while a column it uses is reshaped (a view). `changed`: only if it differs itself, or the type is swapped (a default, a check).
   * `retyped`: the column becomes another sort of thing, on one end of a foreign key before the other. `used`: the object that is reshaped.
   */
  rigid?(object: O, retyped: boolean, used: Address): 'always' | 'changed' | undefined
  /** Moves it out of the way, so that its successor can take the name while its users still hold to it (a type). */
  aside?(object: O): { readonly aside: Statement[]; readonly drop: Statement[] }
  /** Moves it from the object that stepped aside to the successor of the same name, keeping its rows (a column). Nothing where it cannot move. */
  follow?(after: O, before: O): Statement[] | undefined
  /** It cannot come alone to its parent as that was before: where it has to be made, the parent is made anew (a column in a partition key). */
  inseparable?(object: O, parent: DatabaseObject): boolean
  /** What is made anew where it goes and its parent stays: an index that a partition's is part of, since that cannot be detached. */
  holds?(object: O): readonly Address[]
  /** What it counts that no attribute tells. Another object that comes for the same `of` in the same plan goes on from there. */
  counts?(object: O): Counter | undefined
  /** What it uses that not every supported server has: an error on an older one names it. */
  requires?(object: O): Requirement | undefined
  /** Session settings its CREATE wants: `check_function_bodies = off`. */
  readonly settings?: readonly string[]
  /** Belongs to where a database runs rather than to its design (an owner, a grant): models that declare none of it keep what is there. */
  readonly ambient?: true
}

/** Any kind, seen from the engine, which never asks which one it is. */
export interface AnyKind extends Omit<Kind<DatabaseObject, never>, 'alter' | 'refs' | 'reshapes'> {
  readonly alter: Readonly<Record<string, Alteration<DatabaseObject>>>
  readonly refs?: readonly string[]
  readonly reshapes?: readonly string[]
}

/** Declares a kind; `Identity` are the attributes that name the object rather than describe it. */
export function defineKind<O extends DatabaseObject, Identity extends keyof O>(
  kind: Kind<O, Identity>,
): Kind<O, Identity> {
  return kind
}
