import { addresses } from '../base/address.ts'
import { isDeepStrictEqual } from 'node:util'
import type { Address } from '../base/kind.ts'
import { qualifiedName } from '../base/sql.ts'
import type { AnyObject } from '../kinds/index.ts'
import type { Privilege } from '../kinds/privileges.ts'
import type { Trigger } from '../kinds/triggers.ts'
import { addressOf } from '../schema.ts'
import { call, Code, print, type Uses } from './print.ts'
import { triggerOptions } from './rows-and-triggers.ts'
import { commentOf, type Pull } from './state.ts'

/** An object that no declaration above has said: with a function of its own where there is one, else as the data it is. */
export function dataCode(pull: Pull, object: AnyObject, uses: Uses): string {
  const plain = pull.plain.has(addressOf(object))
  if (!plain && object.kind === 'comment' && object.part === null)
    return words('comment', [object.on, object.text], uses)
  if (!plain && object.kind === 'owner') return words('owner', [object.on, object.role], uses)
  if (!plain && object.kind === 'privilege' && isGrant(object)) return grant(object, uses)
  if (!plain && object.kind === 'trigger') return triggerCode(pull, object, uses) ?? data(object, uses)
  return data(object, uses, { needs: plain })
}

/** What an object needs is found by trying; one that was refused says it. */
function data(object: AnyObject, uses: Uses, { needs = false } = {}): string {
  uses.add('declare')
  return call('declare', [print({ ...object, needs: needs ? object.needs : undefined }, uses)])
}

function words(word: string, args: readonly unknown[], uses: Uses): string {
  uses.add(word)
  return call(
    word,
    args.map((argument) => print(argument, uses)),
  )
}

/** Whether it is what GRANT alone makes, to a role that had nothing. */
function isGrant(privilege: Privilege): boolean {
  const { privileges, grantable, standard, initial, grantor, part } = privilege
  return (
    privileges.length > 0 &&
    standard.length + initial.length === 0 &&
    grantor === null &&
    part === null &&
    (grantable.length === 0 || isDeepStrictEqual(grantable, privileges))
  )
}

function grant({ privileges, on, role, grantable }: Privilege, uses: Uses): string {
  return words('grant', [privileges, on, role, ...(grantable.length > 0 ? [{ grantable: true }] : [])], uses)
}

/** A trigger of a view, which is declared under an identifier. */
function triggerCode(pull: Pull, object: Trigger, uses: Uses): string | undefined {
  const relation: Address = object.on
  const id = pull.ids.get(relation)
  const options = triggerOptions(pull, object)
  if (id === undefined || !options || relation !== addresses.view(qualifiedName(object.schema, object.table)))
    return undefined
  uses.add(id)
  return words(
    'trigger',
    [new Code(id), object.name, { ...options(uses), ...commentOf(pull, addressOf(object)) }],
    uses,
  )
}
