import type { Address } from '../base/kind.ts'
import type { AnyObject } from '../kinds/index.ts'
import type { Extension } from '../kinds/extensions.ts'
import type { Namespace } from '../kinds/namespaces.ts'
import type { Privilege } from '../kinds/privileges.ts'
import { addressOf } from '../schema.ts'
import { commentOn, declared, type Declaration, type Needed } from './context.ts'
import { givenName } from './naming.ts'

/** A namespace (a PostgreSQL schema): `namespace('app')`. `declareWith({ schema: 'app' })` declares objects in it. */
export function namespace(name: string, options: { readonly comment?: string } = {}): Declaration {
  const object: Namespace = { kind: 'namespace', name: givenName('namespace', name) }
  return declared([object, ...commentOn(object, options.comment)])
}

/**
 * An extension that the models need: `extension('vector')`. Its objects are created in `schema`, or else where
 * PostgreSQL puts them.
 */
export function extension(name: string, options: { readonly schema?: string } = {}): Declaration {
  const object: Extension = { kind: 'extension', name: givenName('extension', name), schema: options.schema ?? null }
  return declared([object])
}

/**
 * A comment on any object, given by its address or its declaration: `comment('INDEX public.ix_studies_title', 'For search.')`,
 * `comment(touch, 'Sets updated_at.')`.
 */
export function comment(on: Needed, text: string): Declaration {
  return declared([{ kind: 'comment', on: onOf(on), part: null, text }])
}

/** Makes another role than the one that runs the migrations the owner of an object: `owner(studies, 'registrar')`. */
export function owner(on: Needed, role: string): Declaration {
  return declared([{ kind: 'owner', on: onOf(on), role }])
}

/**
 * Privileges of a role on an object: `grant(['SELECT', 'INSERT'], studies, 'app')`. `PUBLIC` means all roles. With
 * `grantable` the role may grant them to others.
 */
export function grant(
  privileges: readonly string[],
  on: Needed,
  role: string,
  { grantable = false }: { readonly grantable?: boolean } = {},
): Declaration {
  const names = privileges.map((privilege) => privilege.toUpperCase()).sort()
  const object: Privilege = {
    kind: 'privilege',
    on: onOf(on),
    part: null,
    role,
    grantor: null,
    privileges: names,
    grantable: grantable ? names : [],
    standard: [],
    initial: [],
  }
  return declared([object])
}

/**
 * Any object, as the plain data with which Knexus itself works; docs/kinds.md lists the attributes of each kind. For objects
 * that have no builder:
 *
 * ```ts
 * declare({
 *   kind: 'rule', on: 'TABLE public.studies', schema: 'public', table: 'studies', name: 'quiet',
 *   definition: 'ON DELETE TO public.studies DO INSTEAD NOTHING', enabled: 'origin',
 * })
 * ```
 */
export function declare(...objects: readonly AnyObject[]): Declaration {
  return declared(objects)
}

function onOf(on: Needed): Address {
  if (typeof on === 'string') return on
  const [object] = on.objects
  return object ? addressOf(object) : ''
}
