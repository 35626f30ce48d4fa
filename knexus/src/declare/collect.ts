import { KnexusError } from '../base/errors.ts'
import type { Address } from '../base/kind.ts'
import type { AnyObject } from '../kinds/index.ts'
import { addressOf, relativesOf } from '../schema.ts'
import { declaration, type Declaration, type Declared } from './context.ts'

/**
 * The declarations that modules of models export, also in arrays and plain objects: `collect([await
 * import('./models/users.ts')], ['models/users.ts'])`. A declaration that several modules export counts once. `files` names the
 * modules for error messages, in the same order.
 *
 * Throws `no-tables-declared` when nothing is exported, `declared-twice` for two declarations of one object,
 * `name-taken` when two objects have the same name.
 */
export function collect(
  modules: readonly Readonly<Record<string, unknown>>[],
  files: readonly string[] = [],
): Declared {
  const found = new Map<Declaration, string>()
  const seen = new Set<object>()
  modules.forEach((module, at) => {
    for (const [name, value] of Object.entries(module))
      find(value, `${name}${files[at] === undefined ? '' : ` in ${files[at]}`}`, found, seen)
  })
  const declarations = [...found.keys()]
  if (declarations.every(({ objects }) => objects.length === 0)) {
    throw new KnexusError(
      'no-tables-declared',
      `No tables were declared in ${files.length > 0 ? files.join(', ') : 'the models'}.`,
      'Export what table(), enumType() and the other declaring functions return from a file of the models folder.',
    )
  }
  refuseTwins(found)
  return {
    objects: declarations.flatMap(({ objects }) => objects),
    renames: declarations.flatMap(({ renames }) => renames),
  }
}

function find(value: unknown, place: string, found: Map<Declaration, string>, seen: Set<object>): void {
  if (typeof value !== 'object' || value === null || seen.has(value)) return
  seen.add(value)
  if (isDeclaration(value)) {
    found.set(value, place)
  } else if (Array.isArray(value) || isPlain(value)) {
    for (const [key, item] of Object.entries(value)) find(item, `${place}.${key}`, found, seen)
  }
}

export function isDeclaration(value: object): value is Declaration {
  return declaration in value
}

function isPlain(value: object): boolean {
  const prototype: unknown = Object.getPrototypeOf(value)
  return prototype === Object.prototype || prototype === null
}

function refuseTwins(found: ReadonlyMap<Declaration, string>): void {
  const addresses = new Map<Address, string>()
  const names = new Map<string, string>()
  for (const [{ objects }, place] of found) {
    for (const object of objects) {
      const address = addressOf(object)
      const twin = addresses.get(address)
      if (twin !== undefined) {
        throw new KnexusError(
          'declared-twice',
          `${address} is declared twice: by ${twin} and by ${place}.`,
          'Keep one of the two, or give one another name.',
        )
      }
      addresses.set(address, place)
      for (const claim of claimsOf(object)) {
        const holder = names.get(claim)
        if (holder !== undefined) {
          throw new KnexusError(
            'name-taken',
            `${holder} and ${address} (${place}) have the same name: ${claim}.`,
            'Give one of them a name of its own with the option `name`.',
          )
        }
        names.set(claim, `${address} (${place})`)
      }
    }
  }
}

function claimsOf(object: AnyObject): readonly string[] {
  return relativesOf(object, 'has the name')
}
