import type { Address } from './base/kind.ts'
import type { AnyObject } from './kinds/index.ts'
import { allKinds, parentOf, type Schema } from './schema.ts'

const AMBIENT = allKinds.filter(({ ambient }) => ambient).map(({ kind }) => kind)

/**
 * A schema that was declared, with what is around another one: owners and privileges are compared only where at least one
 * is declared, or the knexfile asks for it (`always`). Where none is, those of `around` are taken as wanted, so that they
 * are neither reported nor lost when the object they hang on is made again.
 */
export function withAmbient(declared: Schema, around: Schema, always: readonly string[] = []): Schema {
  const spoken = new Set<string>(always)
  for (const { kind } of declared.values()) spoken.add(kind)
  const silent = new Set(AMBIENT.filter((kind) => !spoken.has(kind)))
  const taken: [Address, AnyObject][] = [...around].filter(
    ([address, object]) => silent.has(object.kind) && !declared.has(address) && hangs(object, declared),
  )
  return taken.length === 0 ? declared : new Map([...declared, ...taken])
}

function hangs(object: AnyObject, schema: Schema): boolean {
  const parent = parentOf(object)
  return parent === undefined || schema.has(parent)
}
