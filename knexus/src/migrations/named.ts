import { basename } from 'node:path'
import { KnexusError } from '../base/errors.ts'
import { nearestOf } from '../base/nearest.ts'

/** A part of a name that is shorter than this, such as the 1 of `--to 1`, is a slip rather than a choice. */
const SHORTEST_PART = 3

/**
 * The migration that a person means, out of the names of all files: by its path or file name, with or without the
 * extension, by its time stamp, by the name it was generated under (`add_phase`), or by a part that no other file has.
 * The more exact way wins, and two files that are meant in the same way are an error. Throws `unknown-migration`.
 */
export function named(names: readonly string[], wanted: string): string {
  const name = basename(wanted)
  const ways: readonly ((file: string) => boolean)[] = [
    (file) => file === name,
    (file) => stemOf(file) === name,
    (file) => stemOf(file).split('_')[0] === name || slugOf(file) === name,
    (file) => name.length >= SHORTEST_PART && stemOf(file).includes(name),
  ]
  const meant = name === '' ? [] : ways.map((isMeant) => [...new Set(names.filter(isMeant))])
  const found = meant.find((files) => files.length > 0) ?? []
  if (found.length === 1) return found[0]!
  throw new KnexusError(
    'unknown-migration',
    found.length === 0 ? `There is no migration ${wanted}` : `${wanted} may mean ${found.join(' or ')}`,
    found.length === 0 ? cureFor(names, name) : 'Give more of the file name.',
  )
}

function cureFor(names: readonly string[], name: string): string {
  const spellings = (file: string) => [slugOf(file), stemOf(file)]
  const nearest = nearestOf(names, name, { within: Math.max(2, Math.floor(name.length / 4)), spellings })
  return nearest !== undefined && name.length >= SHORTEST_PART
    ? `Did you mean ${nearest}?`
    : 'Give the file name; `knexus status` lists them.'
}

function stemOf(file: string): string {
  return file.replace(/\.[^.]+$/, '')
}

function slugOf(file: string): string {
  return stemOf(file).replace(/^\d+_/, '')
}
