import { related, type Relation } from '../../base/relation.ts'
import { namesIn } from '../../base/tokens.ts'

interface Bodied {
  readonly body: string | null
}

/** What a body mentions, which PostgreSQL looks up when it runs: when a default is computed for the rows that are there, say. */
export function mentions(object: Bodied): readonly Relation[] {
  const known = found.get(object)
  if (known) return known
  const relations = object.body === null ? [] : related('mentions', namesIn(object.body))
  found.set(object, relations)
  return relations
}

/** A body is cut once, however often a plan asks. */
const found = new WeakMap<Bodied, readonly Relation[]>()
