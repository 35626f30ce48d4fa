import { KnexusError } from './base/errors.ts'
import type { Address, DatabaseObject } from './base/kind.ts'
import type { Rename } from './declare/context.ts'
import type { Step } from './plan/index.ts'
import { kindOf, rankOf, type Schema } from './schema.ts'

/** A rename that is still to be made, with the way back. */
export interface RenameStep {
  readonly up: Step
  readonly down: Step
  /** What it was called and is called, as addresses; for a part, a label of an enum, beside its whole. */
  readonly names: readonly [Address, Address]
}

/** The renames that a schema still needs, wholes before parts in both directions, because a part is renamed inside its whole's new name. One that was made already is passed over. */
export function pendingRenames(renames: readonly Rename[], from: Schema, to: Schema): RenameStep[] {
  const pending = renames.filter(
    (rename) =>
      from.has(rename.from) &&
      (rename.part ? partsOf(from.get(rename.from)!, rename.part[0]) !== undefined : !from.has(rename.to)),
  )
  return pending
    .sort(
      (a, b) =>
        rankOf(from.get(a.from)!) - rankOf(from.get(b.from)!) ||
        Number(a.part !== undefined) - Number(b.part !== undefined),
    )
    .map((rename) => step(rename, from, to))
}

/** Reads `--rename OLD=NEW`: addresses, or the short forms `table=table`, `schema.table.column=column`. Throws `bad-rename`. */
export function parseRename(text: string, from: Schema, to: Schema): Rename {
  const [old = '', given = ''] = text.split('=')
  const before = find(from, old.trim())
  const after =
    given.trim() === ''
      ? undefined
      : before && (to.has(given.trim()) ? given.trim() : sibling(before, given.trim(), to))
  if (!before || !after) {
    throw new KnexusError(
      'bad-rename',
      `--rename ${text} does not name something that was there and something that is declared.`,
      'Write --rename table.column=new_name or --rename old_table=new_table, with the names as they are in the database and in the models.',
    )
  }
  return { from: before, to: after }
}

function find(schema: Schema, text: string): Address | undefined {
  if (schema.has(text)) return text
  return [...schema.keys()].find(
    (address) =>
      /^(TABLE|COLUMN|TYPE|VIEW|SEQUENCE|INDEX) /.test(address) &&
      (address.endsWith(` ${text}`) || address.endsWith(`.${text}`)),
  )
}

/** The declared address of the same kind, in the same place, with another last name. */
function sibling(before: Address, given: string, to: Schema): Address | undefined {
  const last = given.split('.').at(-1)!
  const candidates = [`${before.slice(0, before.lastIndexOf('.') + 1)}${last}`, `${before.split(' ')[0]} ${given}`]
  return (
    candidates.find((address) => to.has(address)) ??
    [...to.keys()].find((address) => address.startsWith(`${before.split(' ')[0]} `) && address.endsWith(`.${given}`))
  )
}

function step({ from: old, to: address, part }: Rename, from: Schema, to: Schema): RenameStep {
  const before = from.get(old)!
  const kind = kindOf(before)
  const after = to.get(address)
  if (!after || after.kind !== before.kind || !kind.rename) throw unrenamable(old)
  if (!part)
    return { up: made(kind.rename(after, before)), down: made(kind.rename(before, after)), names: [old, address] }
  const [attribute, parts] = partsOf(before, part[0])!
  const renamed = { [attribute]: parts.map((one) => (one === part[0] ? part[1] : one)) }
  return {
    up: made(kind.rename({ ...after, ...renamed }, { ...after, [attribute]: parts })),
    down: made(kind.rename(before, { ...before, ...renamed })),
    names: [`${old}: ${part[0]}`, part[1]],
  }
}

function made(statements: Step['statements']): Step {
  return { changes: [], statements, settings: [] }
}

function unrenamable(address: Address): KnexusError {
  return new KnexusError(
    'bad-rename',
    `${address} cannot be renamed as asked: its kind has no rename, or nothing of that kind is declared under the new name.`,
    'Correct renamedFrom or --rename.',
  )
}

/** The attribute that lists a part of an object, and the list. */
function partsOf(object: DatabaseObject, part: string): [attribute: string, parts: readonly string[]] | undefined {
  return Object.entries(object).find(
    (entry): entry is [string, string[]] => Array.isArray(entry[1]) && entry[1].includes(part),
  )
}
