import type { Address } from '../base/kind.ts'
import type { Migration } from '../emit/index.ts'
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

/**
 * Says in a file what is missing until the next one has run. The planner leaves no such gap that it knows of; this is
 * what was read.
 */
export function noteGaps(migrations: readonly Migration[], missing: readonly Gap[], first: number): Migration[] {
  return migrations.map((migration, index) => {
    const here = missing.filter(({ file }) => file + first === index).map(({ address }) => address)
    if (here.length === 0) return migration
    return { ...migration, notes: [...migration.notes, `Missing until the next file has run: ${here.join(', ')}.`] }
  })
}
