import type { Connection } from '../connection/connection.ts'
import { withAmbient } from '../ambient.ts'
import type { Change } from '../change.ts'
import { diff } from '../diff.ts'
import { filling } from '../prove/required.ts'
import type { Renamed } from '../prove/index.ts'
import { mapped } from '../prove/unmapped.ts'
import { parseRenames } from '../rename/asked.ts'
import { pendingRenames, type Renaming } from '../rename/index.ts'
import { reworded } from '../reword.ts'
import { schemaOf, withSaid, type Schema } from '../schema.ts'
import { parted, stillUndeclared, undeclared, withUndeclared, type Undeclared } from '../undeclared.ts'
import type { Work } from './attempt.ts'

/** What is meant, before anything is done. */
export interface Intent {
  readonly renames: Renaming
  /** What the models declare, in the words of what is there. */
  readonly target: Schema
  /** Of what no model declares, that which stays and that which goes. */
  readonly kept: Undeclared
  readonly dropped: Undeclared
}

/** Reads what is meant out of the models, the options and what is there. */
export async function intentOf(
  { project, shadow, options, scope, files, declared, models: { objects, renames } }: Work,
  from: Schema,
): Promise<Intent> {
  const named = schemaOf(objects)
  const around = withAmbient(declared, from, project.settings.compare)
  const meant = await reworded(around, from, () => shadow.database(), scope)
  const target = withSaid(meant, named.values())
  const known = new Map([...named, ...target])
  const pending = pendingRenames([...renames, ...parseRenames(options.renames, renames, from, known)], from, known)
  const history = { files: options.base?.files ?? files, project, live: options.base !== undefined }
  const some = await undeclared(from, target, pending.names, history, shadow, scope)
  return { renames: pending, target, ...parted(some, options.dropUndeclared ?? false, from) }
}

/** Where the rehearsal has to end, once the renames are made. */
export interface Goal {
  readonly target: Schema
  readonly changes: readonly Change[]
  /** What stays beside what the models declare. */
  readonly beside: Undeclared
}

/** What is to be reached from where the renames led: what the models declare, what stays, and what the options say of values. */
export async function goalOf(
  options: Work['options'],
  { target, kept }: Intent,
  { current, renames: { names } }: Renamed,
  db: Connection,
): Promise<Goal> {
  const wanted = mapped(current, withUndeclared(target, current, kept, names), options.maps ?? [])
  const filled = await filling(current, wanted, options, db)
  return { target: filled, changes: diff(current, filled), beside: stillUndeclared(kept, target, names) }
}
