import { pathOf } from '../base/address.ts'
import { KnexusError } from '../base/errors.ts'
import { nearestOf } from '../base/nearest.ts'
import type { Question } from '../base/question.ts'
import type { Change } from '../change.ts'
import { candidates, type Candidate } from '../rename/candidates.ts'

/** What `--allow` accepts. */
const HAZARDS = ['data-loss', 'required-column', 'removed-label']

/** Reads what `--allow` was given: a hazard, or that of one object alone, `data-loss=public.t.price`. Throws `bad-option`. */
export function checkAllowed(allow: readonly string[]): void {
  for (const given of allow) {
    const [hazard = '', ...object] = given.split('=')
    refuseList(given)
    if (HAZARDS.includes(hazard)) continue
    const nearest = nearestOf(HAZARDS, hazard, { within: 4 })
    throw new KnexusError(
      'bad-option',
      `--allow ${given} is not a hazard that can be allowed.`,
      nearest
        ? `Did you mean --allow ${[nearest, ...object].join('=')}?`
        : `The hazards are ${HAZARDS.join(', ')}. One object alone is allowed by its name: --allow data-loss=public.t.price.`,
    )
  }
}

/** A hazard, or one object's, as each `--allow` takes one. */
const SEVERAL = new RegExp(`,\\s*(?=(?:${HAZARDS.join('|')})(?:=|,|$))`)

function refuseList(given: string): void {
  const several = given.split(SEVERAL)
  if (several.length > 1)
    throw new KnexusError(
      'bad-option',
      `--allow ${given} names several hazards in one.`,
      `Name each of them by itself: ${several.map((one) => `--allow ${one}`).join(' ')}.`,
    )
}

/** What was allowed of one object although nothing of it needs that: `data-loss=public.t.price`. `met` is what was found. */
export function idleAllowances(allow: readonly string[], met: readonly string[]): string[] {
  return allow.filter((given) => given.includes('=') && !met.includes(given))
}

/** The losses that were not allowed. */
export function notAllowed(losses: readonly string[], allow: readonly string[]): string[] {
  if (allow.includes('data-loss')) return []
  return losses.filter((loss) => !allow.includes(`data-loss=${objectOf(loss)}`))
}

/** The object that `the values of public.t.price (fractions)` names. */
function objectOf(loss: string): string {
  return /^the .*? of (?:the values of )?(?:the sequence )?(.*?)(?: \(.*\))?$/s.exec(loss)?.[1] ?? loss
}

/** Asks whether something was renamed, and says why it may have been. */
export function ask({ old, given, evidence }: Candidate): string {
  return `Was ${old} renamed to ${pathOf(given)} (${evidence.join(', ')})? Then add --rename ${pathOf(old)}=${pathOf(given)}.`
}

/**
 * Refuses a migration that loses rows or values, unless that was allowed. Where something goes and something of its kind
 * comes in the same place, the refusal asks whether it was renamed. Gives what was met, as `--allow` names it. Throws
 * `data-loss`.
 */
export function refuseLosses(
  losses: readonly string[],
  changes: readonly Change[],
  allow: readonly string[],
  kind: 'data-loss' | 'type-change' = 'data-loss',
): string[] {
  const refused = notAllowed(losses, allow)
  if (refused.length === 0) return losses.map((loss) => `data-loss=${objectOf(loss)}`)
  const renames = candidates(changes)
  const asked = new Set(renames.map(({ old }) => pathOf(old)))
  throw new KnexusError(
    'data-loss',
    `This migration would lose ${refused.join('; ')}.`,
    [
      ...renames.map(ask),
      `If the data may be lost, add --allow data-loss, or for one object: --allow data-loss=${objectOf(refused[0]!)}.`,
    ].join(' '),
    {
      questions: [
        ...renames.map(wasRenamed),
        ...refused.filter((loss) => !asked.has(objectOf(loss))).map((loss) => mayGo(loss, kind)),
      ],
    },
  )
}

function wasRenamed({ old, given, evidence }: Candidate): Question {
  const [before, after] = [pathOf(old), pathOf(given)]
  return {
    id: `rename:${before}`,
    kind: 'rename',
    question: `Was ${old} renamed to ${after}?`,
    candidates: [
      { answer: after, means: 'it was renamed, and its data stays', options: ['--rename', `${before}=${after}`] },
      {
        answer: 'drop',
        means: 'it was not: it is dropped, and its data is lost',
        options: ['--allow', `data-loss=${before}`],
      },
    ],
    evidence,
  }
}

function mayGo(loss: string, kind: 'data-loss' | 'type-change'): Question {
  const object = objectOf(loss)
  const why = / \((.*)\)$/s.exec(loss)?.[1]
  return {
    id: `${kind}:${object}`,
    kind,
    question: `May ${loss} be lost?`,
    candidates: [{ answer: 'lose', means: 'yes, this data may be lost', options: ['--allow', `data-loss=${object}`] }],
    evidence: why === undefined ? [] : why.split(', '),
  }
}
