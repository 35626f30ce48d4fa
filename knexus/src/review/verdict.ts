import { counted } from '../base/counted.ts'
import type { Change } from '../change.ts'
import type { Renamed } from './changes.ts'
import type { ReviewedFile } from './index.ts'
import { workUnderLocks } from './say.ts'

/** In a word: nothing to review; nothing found; warnings to read; errors to settle. */
export type Status = 'empty' | 'good' | 'warned' | 'stopped'

export interface Verdict {
  readonly status: Status
  /** One line. */
  readonly line: string
  /** What it rests on, a sentence each. */
  readonly facts: readonly string[]
}

interface Told {
  readonly files: readonly ReviewedFile[]
  readonly changes: readonly Change[]
  readonly renamed: readonly Renamed[]
  readonly undone: readonly Change[] | undefined
  readonly edited: readonly string[]
}

/** What a reviewer reads first. */
export function verdictOf({ files, changes, renamed, undone, edited }: Told): Verdict {
  const open = files.flatMap(({ findings }) => findings.filter(({ allowed }) => allowed === undefined))
  const failed = files.find(({ up }) => up.failed !== undefined)
  const errors = open.filter(({ severity }) => severity === 'error').length + edited.length
  const warnings = open.filter(({ severity }) => severity === 'warning').length + (undone?.length ? 1 : 0)
  const size =
    `${counted(files.length, 'migration')} ${files.length === 1 ? 'changes' : 'change'} ` +
    counted(changes.length + renamed.length, 'object')
  const facts = [
    ...edited.map((path) => `${path} was edited or deleted: where it ran already, it is not run again.`),
    ...waits(files),
    ...wayDown(files),
    ...(undone?.length
      ? [
          `The models and the migrations differ in ${counted(undone.length, 'object')}: npx knexus generate ` +
            'NAME writes what is missing.',
        ]
      : []),
    ...(undone?.length === 0 ? ['The migrations build what the models declare.'] : []),
  ]
  if (failed) return { status: 'stopped', line: `${failed.name} fails on the shadow: ${failed.up.failed}`, facts }
  if (errors > 0)
    return { status: 'stopped', line: `${size}; ${counted(errors, 'error')} to settle before this is merged`, facts }
  if (files.length === 0 && warnings === 0) return { status: 'empty', line: 'No migration to review', facts }
  if (warnings > 0) return { status: 'warned', line: `${size}; ${counted(warnings, 'warning')} to read first`, facts }
  return { status: 'good', line: `${size}; nothing found that blocks, breaks or loses anything`, facts }
}

/** The tables that are read or written whole under a lock that others wait for, the strongest first. */
function waits(files: readonly ReviewedFile[]): string[] {
  const found = files.flatMap(({ up }) => workUnderLocks(up).flat())
  if (found.length === 0)
    return files.length === 0 ? [] : ['No table is rewritten or read whole under a lock that others wait for.']
  return [...new Set(found)].slice(0, 5)
}

function wayDown(files: readonly ReviewedFile[]): string[] {
  if (files.length === 0 || files.some(({ up }) => up.failed !== undefined)) return []
  const without = files.filter(({ down, findings }) => !down && !findings.some(({ rule }) => rule === 'up-fails'))
  const lost = files.flatMap(({ findings }) =>
    findings.filter(({ rule }) => LOSSES.has(rule)).map(({ message }) => message),
  )
  const broken = files.filter(({ down }) => down?.failed !== undefined)
  return [
    ...without.map(({ name }) => `${name} has no down: it cannot be undone.`),
    ...broken.map(({ name, down }) => `down of ${name} fails: ${down!.failed}.`),
    ...(lost.length > 0 ? [`After down, ${someOf(lost)}.`] : []),
    ...(without.length + broken.length + lost.length === 0 ? ['down restores everything that was compared.'] : []),
  ]
}

/** The first two; more of them are counted. */
function someOf(lost: readonly string[]): string {
  const [first, second, ...more] = lost.map((one) => one.replace(/ after down\b/, ''))
  const named = [first, second].filter((one) => one !== undefined).join('; ')
  return more.length > 0 ? `${named}; and ${more.length} more things are not restored` : named
}

const LOSSES: ReadonlySet<string> = new Set([
  'values-lost',
  'position-lost',
  'left-behind',
  'taken-away',
  'not-restored',
])
