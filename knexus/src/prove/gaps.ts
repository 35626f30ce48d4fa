import type { Address } from '../base/kind.ts'
import type { Schema } from '../schema.ts'

/** Something that stands before and after a whole change, and is missing once one of its files has run. */
export interface Gap {
  readonly address: Address
  /** The number of the file, from 0, after which it is missing. */
  readonly file: number
}

/** What is missing between the files of one change. `states` is what each file leaves, in their order. */
export function gaps(from: Schema, to: Schema, states: readonly Schema[]): Gap[] {
  const kept = [...from.keys()].filter((address) => to.has(address))
  return states.flatMap((state, file) =>
    kept.filter((address) => !state.has(address)).map((address) => ({ address, file })),
  )
}
