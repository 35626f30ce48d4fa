import type { Address, AnyKind } from '../base/kind.ts'
import type { AnyObject } from '../kinds/index.ts'
import { attribute, parentOf, type Schema } from '../schema.ts'

/** What of a database is read. */
export interface Scope {
  /** The namespaces that are managed; all but the system's when absent. */
  readonly schemas?: readonly string[] | undefined
  /** Patterns over addresses (`TABLE public.tmp_*`); only what one of them fits is managed. A child goes with its parent. */
  readonly include?: readonly string[] | undefined
  /** Patterns over addresses; what one of them fits is not managed. */
  readonly exclude?: readonly string[] | undefined
  /** Kinds that are left out: `['owner', 'privilege']`. */
  readonly without?: readonly string[] | undefined
  /** Whether to read `pg_depend` too, which a plan needs and a comparison does not. True when absent. */
  readonly dependencies?: boolean | undefined
  /** Whether to count every object too, for `inventory`. False when absent. */
  readonly inventory?: boolean | undefined
}

/** Whether an object belongs to a scope. Its parent is asked for in the schema, which holds what is in scope so far. */
export function scoped(
  { schemas, include, exclude }: Scope,
  schema: Schema,
): (object: AnyObject, kind: AnyKind, address: Address) => boolean {
  if (!schemas && !include && !exclude) return () => true
  const [included, excluded] = [include && fitting(include), exclude && fitting(exclude)]
  return (object, kind, address) => {
    const namespace =
      attribute(object, 'schema') ?? (kind.class === 'pg_namespace' ? attribute(object, 'name') : undefined)
    if (schemas && typeof namespace === 'string' && kind.class !== 'pg_extension' && !schemas.includes(namespace))
      return false
    if (excluded?.test(address)) return false
    const parent = parentOf(object)
    if (parent !== undefined) return schema.has(parent)
    return !included || included.test(address)
  }
}

/** What an address looks like that fits one of some patterns, in which `*` stands for any text. */
function fitting(patterns: readonly string[]): RegExp {
  const texts = patterns.map((pattern) =>
    pattern
      .split('*')
      .map((part) => part.replace(/[.+?^${}()|[\]\\]/g, '\\$&'))
      .join('.*'),
  )
  return new RegExp(`^(?:${texts.join('|')})$`)
}
