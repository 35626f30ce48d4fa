import type { Address } from '../base/kind.ts'

/** Rows of `pg_depend` as PostgreSQL prints records, `(1259,16385,0,2615,2200,0,n)`, and the catalogs by their oids. */
export interface Edges {
  readonly catalogs: Readonly<Record<string, string>>
  readonly edges: string | null
}

/** One row of `pg_depend`, both ends as `class:oid:sub`. */
interface Edge {
  readonly from: string
  readonly to: string
  readonly type: string
}

/** What objects need, by their addresses. */
export type Needs = ReadonlyMap<Address, Iterable<Address>>

/** Printed as records, tens of thousands of rows take PostgreSQL a quarter of the time that JSON with handles takes. */
const edges = (which: string) => `
  SELECT (SELECT json_object_agg(c.oid, c.relname) FROM pg_class c WHERE c.relkind = 'r'
    AND c.relnamespace = 'pg_catalog'::regnamespace) AS catalogs,
         (SELECT string_agg((d.classid, d.objid, d.objsubid, d.refclassid, d.refobjid, d.refobjsubid,
           d.deptype)::text, '') FROM pg_depend d WHERE ${which}) AS edges`

/**
 * Access methods and languages that nobody's extension brought: no kind covers them, so what is made with them cannot
 * be made elsewhere.
 */
const UNCOVERED = `
  SELECT FROM (SELECT 'pg_am'::regclass AS class, oid FROM pg_am UNION ALL SELECT 'pg_language'::regclass, oid FROM pg_language) u
  WHERE u.oid >= 16384 AND NOT EXISTS (SELECT FROM pg_depend m WHERE (m.classid, m.objid, m.deptype) = (u.class, u.oid, 'e'))`

/** The queries; 16384 is the first oid that is not PostgreSQL's own (`FirstNormalObjectId`). */
export const DEPENDENCIES = {
  name: 'pg_depend',
  /** Everything that a plan is ordered by. */
  all: edges(`d.objid >= 16384 AND (d.refobjid >= 16384 OR d.refclassid = 'pg_namespace'::regclass)`),
  /** Only what belongs to an extension, or is part of something else. */
  membership: edges(
    `d.objid >= 16384 AND (EXISTS (${UNCOVERED}) OR d.deptype = 'e' OR d.deptype = 'i' AND d.classid = ` +
      `'pg_class'::regclass AND d.refclassid = 'pg_constraint'::regclass)`,
  ),
} as const

/**
 * `pg_depend`, spoken in addresses. An object that nobody manages (a row type, a view's _RETURN rule, the index of a
 * constraint, the sequence of an identity column) speaks for the one it internally belongs to.
 */
export class Dependencies {
  /** The address of every object that is known. */
  readonly handles = new Map<string, Address>()
  readonly #edges: readonly Edge[]
  readonly #extension = new Map<string, string>()
  readonly #internal = new Map<string, string>()
  readonly #auto = new Map<string, string>()
  readonly #copies = new Set<string>()
  readonly #uncovered = new Set<string>()

  constructor(read: Edges | undefined) {
    this.#edges = read ? edgesOf(read) : []
    for (const { from, to, type } of this.#edges) {
      if (type === 'e') this.#extension.set(whole(from), to)
      else if (type === 'i') this.#internal.set(whole(from), to)
      else if (type === 'a' || type === 'P') this.#auto.set(whole(from), to)
      if (type === 'P') this.#copies.add(whole(from))
    }
    this.#findUncovered()
  }

  /** Whether it is not managed: an extension made it, or it is made with something that no kind covers, or needs what is. */
  isForeign(handle: string): boolean {
    return this.#isExtensionMember(handle) || this.#uncovered.has(whole(handle))
  }

  #findUncovered(): void {
    const found = this.#edges
      .filter(({ to }) => /^pg_(?:am|language):/.test(to) && !this.#isExtensionMember(to))
      .map(({ from }) => whole(from))
    if (found.length === 0) return
    const users = new Map<string, string[]>()
    for (const { from, to, type } of this.#edges)
      if (type !== 'e') users.set(whole(to), [...(users.get(whole(to)) ?? []), whole(from)])
    for (let at = found.pop(); at !== undefined; at = found.pop()) {
      if (this.#uncovered.has(at)) continue
      this.#uncovered.add(at)
      // A view's rule needs what the view needs.
      const owner = this.#internal.get(at)
      found.push(...(users.get(at) ?? []), ...(owner === undefined ? [] : [whole(owner)]))
    }
  }

  #isExtensionMember(handle: string): boolean {
    return this.#extension.has(whole(handle))
  }

  /**
   * The address of the object behind a handle, or of the one it belongs to; a member of an extension belongs to the
   * extension.
   */
  ownerOf(handle: string): Address | undefined {
    return this.#climb(handle, (at) => this.#extension.get(at) ?? this.#internal.get(at) ?? this.#auto.get(at))
  }

  /** As `ownerOf`, but nothing hangs on an extension because it hangs on one of its members. */
  holderOf(handle: string): Address | undefined {
    return this.#climb(handle, (at) =>
      this.#extension.has(at) ? undefined : (this.#internal.get(at) ?? this.#auto.get(at)),
    )
  }

  #climb(handle: string, next: (whole: string) => string | undefined): Address | undefined {
    for (let at: string | undefined = handle, steps = 0; at !== undefined && steps < 8; steps += 1) {
      const known: Address | undefined = this.handles.get(at) ?? this.handles.get(whole(at))
      if (known !== undefined) return known
      at = next(whole(at))
    }
    return undefined
  }

  /** What each object needs, by address. */
  needs(): Needs {
    const result = new Map<Address, Set<Address>>()
    for (const { from, to, type } of this.#edges) {
      if (type === 'e' || this.#isCopy(from)) continue
      const [owner, needed] = [this.ownerOf(from), this.ownerOf(to)]
      if (owner === undefined || needed === undefined || owner === needed) continue
      const needs = result.get(owner)
      if (needs) needs.add(needed)
      else result.set(owner, new Set([needed]))
    }
    return result
  }

  /** A partition's copy of its parent's foreign key or trigger comes with the parent's, and needs nothing of its own. */
  #isCopy(handle: string): boolean {
    return this.#copies.has(whole(handle)) && !this.handles.has(whole(handle))
  }
}

function edgesOf({ catalogs, edges }: Edges): Edge[] {
  return (edges?.slice(1, -1).split(')(') ?? []).map((row) => {
    const [fromClass, from, fromSub, toClass, to, toSub, type] = row.split(',') as [
      string,
      string,
      string,
      string,
      string,
      string,
      string,
    ]
    return { from: `${catalogs[fromClass]}:${from}:${fromSub}`, to: `${catalogs[toClass]}:${to}:${toSub}`, type }
  })
}

/** The handle without its column. */
function whole(handle: string): string {
  return handle.endsWith(':0') ? handle : `${handle.slice(0, handle.lastIndexOf(':'))}:0`
}
