import type { Address } from '../base/kind.ts'

/** One row of `pg_depend`, both ends as `class:oid:sub`. */
export interface Edge {
  readonly from: string
  readonly to: string
  readonly type: string
}

/** What objects need, by their addresses. */
export type Needs = ReadonlyMap<Address, Iterable<Address>>

const EDGES = `
  SELECT fc.relname || ':' || d.objid || ':' || d.objsubid AS "from",
         tc.relname || ':' || d.refobjid || ':' || d.refobjsubid AS "to", d.deptype AS type
  FROM pg_depend d
  JOIN pg_class fc ON fc.oid = d.classid
  JOIN pg_class tc ON tc.oid = d.refclassid`

/** The queries; 16384 is the first oid that is not PostgreSQL's own (`FirstNormalObjectId`). */
export const DEPENDENCIES = {
  name: 'pg_depend',
  /** Everything that a plan is ordered by. */
  all: `${EDGES}\n  WHERE d.objid >= 16384 AND (d.refobjid >= 16384 OR d.refclassid = 'pg_namespace'::regclass)`,
  /** Only what belongs to an extension, or is part of something else. */
  membership: `${EDGES}\n  WHERE d.objid >= 16384 AND (d.deptype = 'e' OR d.deptype = 'i' AND d.classid = 'pg_class'::regclass AND d.refclassid = 'pg_constraint'::regclass)`,
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

  constructor(edges: readonly Edge[]) {
    this.#edges = edges
    for (const { from, to, type } of edges) {
      if (type === 'e') this.#extension.set(whole(from), to)
      else if (type === 'i') this.#internal.set(whole(from), to)
      else if (type === 'a' || type === 'P') this.#auto.set(whole(from), to)
      if (type === 'P') this.#copies.add(whole(from))
    }
  }

  isExtensionMember(handle: string): boolean {
    return this.#extension.has(whole(handle))
  }

  /** The address of the object behind a handle, or of the one it belongs to; a member of an extension belongs to the extension. */
  ownerOf(handle: string): Address | undefined {
    return this.#climb(handle, (at) => this.#extension.get(at) ?? this.#internal.get(at) ?? this.#auto.get(at))
  }

  /** As `ownerOf`, but nothing hangs on an extension because it hangs on one of its members. */
  holderOf(handle: string): Address | undefined {
    return this.#climb(handle, (at) => (this.#extension.has(at) ? undefined : this.#internal.get(at) ?? this.#auto.get(at)))
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

/** The handle without its column. */
function whole(handle: string): string {
  return handle.endsWith(':0') ? handle : `${handle.slice(0, handle.lastIndexOf(':'))}:0`
}
