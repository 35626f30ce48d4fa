import { KnexusError } from '../base/errors.ts'

/**
 * One check of what has to be decided: gives what was met, as `--allow` names it, or throws what it asks.
 * `perhaps` are the names that something older may have got: what becomes of those is not known before that is answered.
 */
export type Check = (perhaps: ReadonlySet<string>) => readonly string[]

/**
 * Does all checks, so that everything is asked at once. Gives what they met. Throws the error of the one that has
 * questions; where several have, one error with the code of the first, and the messages and questions of all.
 */
export function checkAll(...checks: readonly Check[]): string[] {
  const met: string[] = []
  const refusals: KnexusError[] = []
  for (const check of checks) {
    try {
      met.push(...check(new Set(refusals.flatMap(newNames))))
    } catch (error) {
      if (!(error instanceof KnexusError) || error.questions.length === 0) throw error
      refusals.push(error)
    }
  }
  const [first, ...more] = refusals
  if (!first) return met
  if (more.length === 0) throw first
  throw new KnexusError(
    first.code,
    [first.message, ...more.map(({ code, message }) => `question ${code}: ${message}`)].join('\n'),
    refusals.map(({ cure }) => cure).join('\n  '),
    { questions: refusals.flatMap(({ questions }) => questions) },
  )
}

function newNames({ questions }: KnexusError): string[] {
  return questions.flatMap(({ kind, candidates }) => (kind === 'rename' ? [candidates[0]!.answer] : []))
}
