import { pathOf } from '../base/address.ts'
import { KnexusError } from '../base/errors.ts'
import type { Address } from '../base/kind.ts'
import { contentOf, tokens } from '../base/tokens.ts'
import type { Scope } from '../introspect/index.ts'
import { addressOf, attribute, kindOf, needsOf, type Schema } from '../schema.ts'

/** How many objects a message names. */
const NAMED = 5

/**
 * Refuses models of objects in namespaces that are not managed: nothing would ever be written for them, and `check` would
 * say that all agrees. Throws `outside-schemas`.
 */
export function refuseDeclaredOutside(declared: Schema, { schemas }: Scope): void {
  if (!schemas) return
  const outside = [...declared.values()].flatMap((object) => {
    const namespace =
      attribute(object, 'schema') ?? (kindOf(object).class === 'pg_namespace' ? attribute(object, 'name') : undefined)
    return typeof namespace === 'string' && namespace !== 'pg_catalog' && !schemas.includes(namespace)
      ? [{ address: addressOf(object), namespace }]
      : []
  })
  refuse(
    outside.map(({ namespace }) => namespace),
    outside.map(({ address }) => address),
    'The models declare',
  )
}

/**
 * Refuses a live schema, read with what its objects need, that cannot be built without namespaces that are not
 * managed. Throws `outside-schemas`.
 */
export function refuseNeededOutside(live: Schema, { schemas }: Scope): void {
  if (!schemas) return
  const outside = [...live.values()].flatMap((object) => {
    const own = attribute(object, 'schema')
    const needed = needsOf(object).filter((address) => !live.has(address) && /\./.test(pathOf(address)))
    const namespaces = [...needed.map(namespaceOf), ...(kindOf(object).class === 'pg_extension' ? [own] : [])]
    return namespaces.flatMap((namespace) =>
      typeof namespace === 'string' && namespace !== 'pg_catalog' && !schemas.includes(namespace)
        ? [{ address: addressOf(object), namespace }]
        : [],
    )
  })
  refuse(
    outside.map(({ namespace }) => namespace),
    outside.map(({ address }) => address),
    'The database holds, with something there that it needs,',
  )
}

function refuse(namespaces: readonly string[], addresses: readonly Address[], who: string): void {
  if (namespaces.length === 0) return
  const [unique, named] = [[...new Set(namespaces)].sort(), [...new Set(addresses)]]
  const more = named.length > NAMED ? ` and ${named.length - NAMED} more` : ''
  throw new KnexusError(
    'outside-schemas',
    `${who} ${named.slice(0, NAMED).join(', ')}${more}, outside of the schemas that are managed.`,
    `Add ${unique.map((one) => `'${one}'`).join(', ')} to knexus.schemas in the knexfile.`,
  )
}

/** The namespace in an address, unquoted: `app` of `FUNCTION app.f(integer)`. */
function namespaceOf(address: Address): string | undefined {
  const path = pathOf(address)
  const [first] = tokens(path.slice(path.lastIndexOf(' ON ') + (path.includes(' ON ') ? 4 : 1)))
  return first?.type === 'name' ? contentOf({ ...first, text: first.text.replaceAll('"', "'") }) : first?.text
}
