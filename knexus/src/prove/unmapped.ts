import { pathOf } from '../base/address.ts'
import { KnexusError } from '../base/errors.ts'
import type { Address } from '../base/kind.ts'
import type { Question } from '../base/question.ts'
import { removedValues } from '../plan/values.ts'
import { kindOf, needsOf, type Schema } from '../schema.ts'

/** A value that a type in use loses, and what it may become. */
interface Lost {
  readonly type: Address
  readonly value: string
  /** What it may become, the likeliest first. */
  readonly others: readonly string[]
  /** A new value in its place, which may be this one under another name. */
  readonly renamed?: string
}

/**
 * The target, in which types say what the values that they lose become: `--map mood.sad=ok`. Throws `bad-option` for
 * a map that is none.
 */
export function mapped(current: Schema, target: Schema, maps: readonly string[]): Schema {
  if (maps.length === 0) return target
  const lost = lostValues(current, target)
  const result = new Map(target)
  for (const [{ type, value }, other] of maps.map((text) => meant(text, lost))) {
    const object = result.get(type)!
    result.set(type, Object.assign({}, object, kindOf(object).values!(object).saying({ [value]: other })))
  }
  return result
}

/**
 * Refuses a type in use that loses values of which nobody has said what they become, unless that was allowed. Gives what
 * was met, as `--allow` names it. Throws `removed-label`.
 */
export function refuseUnmapped(current: Schema, target: Schema, allow: readonly string[]): string[] {
  const lost = lostValues(current, target)
  refuse(lost, allow)
  return lost.map((one) => `removed-label=${nameOf(one)}`)
}

function lostValues(current: Schema, target: Schema): Lost[] {
  const used = new Set([...current.values()].flatMap(needsOf))
  return [...target].flatMap(([type, after]) => {
    const before = current.get(type)
    if (before?.kind !== after.kind || !used.has(type)) return []
    const { unmapped, others, inPlace } = removedValues(after, before)
    return unmapped.map((value): Lost => {
      const renamed = inPlace[value]
      return renamed === undefined
        ? { type, value, others }
        : { type, value, others: [renamed, ...others.filter((other) => other !== renamed)], renamed }
    })
  })
}

/** The value and what it becomes, as a text says them; the namespace may be left out. */
function meant(text: string, lost: readonly Lost[]): [Lost, string] {
  for (const one of lost)
    for (const other of one.others)
      if ([nameOf(one), nameOf(one).replace(/^[^.]*\./, '')].some((name) => text === `${name}=${other}`))
        return [one, other]
  const [example] = lost
  throw new KnexusError(
    'bad-option',
    `--map ${text} does not name a label that is removed and a label that is left.`,
    example
      ? `Write --map ${nameOf(example)}=${example.others[0] ?? ''}.`
      : 'Leave it out: no label in use is removed.',
  )
}

function refuse(lost: readonly Lost[], allow: readonly string[]): void {
  const refused = lost.filter(
    (one) => !allow.includes('removed-label') && !allow.includes(`removed-label=${nameOf(one)}`),
  )
  const [first] = refused
  if (!first) return
  throw new KnexusError(
    'removed-label',
    `${refused.map(nameOf).join(', ')}: removed, and rows may have it. The migration would fail on the first one that has.`,
    [
      ...refused.flatMap((one) =>
        one.renamed === undefined
          ? []
          : [`Was ${nameOf(one)} renamed to ${one.renamed}? Then add --rename ${nameOf(one)}=${one.renamed}.`],
      ),
      `Say in the model what it becomes: removed: { '${first.value}': '${first.others[0] ?? ''}' }; or add ` +
        `--map ${nameOf(first)}=${first.others[0] ?? ''}.`,
      `If no row has it, add --allow removed-label=${nameOf(first)}.`,
    ].join(' '),
    { questions: refused.map(becomes) },
  )
}

function becomes(one: Lost): Question {
  const name = nameOf(one)
  return {
    id: `enum-map:${name}`,
    kind: 'enum-map',
    question: `What do rows with ${name} become?`,
    candidates: [
      ...(one.renamed === undefined
        ? []
        : [
            {
              answer: `renamed to ${one.renamed}`,
              means: 'it is the same label under another name',
              options: ['--rename', `${name}=${one.renamed}`],
            },
          ]),
      ...one.others.map((other) => ({
        answer: other,
        means: `each becomes ${other}, as with removed: { '${one.value}': '${other}' } in the model`,
        options: ['--map', `${name}=${other}`],
      })),
      { answer: 'no row', means: 'no row has it, in any database', options: ['--allow', `removed-label=${name}`] },
    ],
    evidence: ['a column has the type', ...(one.renamed === undefined ? [] : ['a new label in the same place'])],
  }
}

function nameOf({ type, value }: Lost): string {
  return `${pathOf(type)}.${value}`
}
