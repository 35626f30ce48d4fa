import fc, { type Arbitrary } from 'fast-check'
import { constraints } from './constraints.ts'
import { extensions, ofExtensions, typesOfExtensions } from './extensions.ts'
import { alike, moving } from './moving.ts'
import { narrowing } from './narrowing.ts'
import { others } from './others.ts'
import { partitions } from './partitions.ts'
import { assemble, type Piece } from './piece.ts'
import { routines } from './routines.ts'
import { rows } from './rows.ts'
import { tables } from './tables.ts'
import { types } from './types.ts'
import { views } from './views.ts'

/** Every piece, each behind those that it may ask for. */
export const pieces: readonly Piece[] = [
  ...types.slice(0, 2),
  ...extensions,
  ...types.slice(2),
  ...typesOfExtensions,
  ...tables,
  ...constraints,
  ...partitions,
  ...narrowing,
  ...routines,
  ...views,
  ...rows,
  ...others,
  ...ofExtensions,
  ...alike,
  ...moving,
]

/** A random database over all kinds and another that may be much the same, each as statements; PostgreSQL refuses some of them, which are then left out. */
export function pairs(major: number): Arbitrary<readonly [from: readonly string[], to: readonly string[]]> {
  const choices = each(27)
  return fc
    .record({ from: choices, other: choices, kept: each(9), likeness: fc.constantFrom(0, 3, 6, 8, 9, 9) })
    .map(({ from, other, kept, likeness }) => {
      const to = from.map((choice, place) => (kept[place]! < likeness ? choice : other[place]!))
      return [assemble(pieces, from, major), assemble(pieces, to, major)] as const
    })
}

function each(max: number): Arbitrary<readonly number[]> {
  return fc.array(fc.integer({ min: 0, max }), { minLength: pieces.length, maxLength: pieces.length, size: 'max' })
}
