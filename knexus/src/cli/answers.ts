import { readFile } from 'node:fs/promises'
import { createInterface } from 'node:readline/promises'
import { KnexusError, messageOf } from '../base/errors.ts'
import type { Candidate, Question } from '../base/question.ts'
import type { Context } from './context.ts'

/** What was decided so far, as the options of the command line say it. */
export interface Decided {
  readonly rename: readonly string[]
  readonly map: readonly string[]
  readonly fill: readonly string[]
  readonly nullable: readonly string[]
  readonly allow: readonly string[]
}

/**
 * Does some work until no question is left: answers come from `--answers FILE`, then from a person at a terminal.
 * Without either the error with its questions is thrown on, and is exit code 3.
 */
export async function decided<R>(
  context: Context,
  file: string | undefined,
  work: (given: Decided) => Promise<R>,
): Promise<R> {
  const answers = file === undefined ? new Map<string, string>() : await readAnswers(file)
  const given: Record<keyof Decided, string[]> = { rename: [], map: [], fill: [], nullable: [], allow: [] }
  const asked = new Set<string>()
  for (;;) {
    try {
      const result = await work(given)
      for (const id of answers.keys()) if (!asked.has(id)) context.log().warn(`the answer to ${id} was not asked for`)
      return result
    } catch (error) {
      const questions = error instanceof KnexusError ? error.questions : []
      // What was answered and is asked again was no answer.
      if (questions.length === 0 || questions.some(({ id }) => asked.has(id))) throw error
      const chosen = await choose(questions, answers, context)
      if (!chosen) throw error
      for (const { id } of questions) asked.add(id)
      for (const [option = '', value = ''] of chosen.map((candidate) => candidate.options))
        given[option.slice(2) as keyof Decided].push(value)
    }
  }
}

/** One answer to each question, or nothing where one has none. */
async function choose(
  questions: readonly Question[],
  answers: ReadonlyMap<string, string>,
  context: Context,
): Promise<readonly Candidate[] | undefined> {
  const given = questions.map((question) => fromFile(question, answers.get(question.id)))
  if (given.every((candidate) => candidate !== undefined)) return given
  if (context.json || !process.stdin.isTTY || !process.stderr.isTTY) return undefined
  const chosen: Candidate[] = []
  for (const [at, question] of questions.entries()) {
    const candidate = given[at] ?? (await select(question))
    if (!candidate) return undefined
    chosen.push(candidate)
  }
  return chosen
}

function fromFile({ id, candidates }: Question, answer: string | undefined): Candidate | undefined {
  if (answer === undefined) return undefined
  const found = candidates.find(({ answer: known, takes }) =>
    takes === undefined ? known === answer : answer.startsWith(known) && answer.length > known.length,
  )
  if (found) return found.takes === undefined ? found : completed(found, answer.slice(found.answer.length).trim())
  throw new KnexusError(
    'bad-answers',
    `"${answer}" is not an answer to ${id}.`,
    `Answer ${candidates.map(asWritten).join(' or ')}, or change the models.`,
  )
}

/** `"drop"`, or `"fill: an SQL expression"` where more has to be written. */
function asWritten({ answer, takes }: Candidate): string {
  return `"${takes === undefined ? answer : `${answer} ${takes}`}"`
}

/** A candidate with what was written after it. */
function completed({ options, ...rest }: Candidate, text: string): Candidate {
  return { ...rest, options: [...options.slice(0, -1), `${options.at(-1)}${text}`] }
}

/** Asks a person. Nothing is chosen by Enter alone: what is asked may lose data. */
async function select({ question, candidates, evidence }: Question): Promise<Candidate | undefined> {
  const terminal = createInterface({ input: process.stdin, output: process.stderr })
  try {
    const why = evidence.length > 0 ? ` (${evidence.join(', ')})` : ''
    const lines = candidates.map(({ answer, means }, at) => `  ${at + 1}  ${answer}: ${means}\n`).join('')
    process.stderr.write(`${question}${why}\n${lines}  0  none: write nothing, and change the models\n`)
    for (;;) {
      const typed = (await terminal.question('> ')).trim()
      if (typed === '0') return undefined
      const chosen = candidates[Number(typed) - 1]
      if (chosen?.takes === undefined && chosen) return chosen
      const text = chosen && (await terminal.question(`${chosen.takes}: `)).trim()
      if (chosen && text) return completed(chosen, text)
    }
  } finally {
    terminal.close()
  }
}

async function readAnswers(file: string): Promise<Map<string, string>> {
  const bad = (why: string, cause?: unknown) =>
    new KnexusError(
      'bad-answers',
      `The answers in ${file} cannot be used: ${why}.`,
      'Write a JSON object of the ids of questions with their answers: {"rename:public.notes.body": "public.notes.content"}.',
      { cause },
    )
  let value: unknown
  try {
    value = JSON.parse(await readFile(file, 'utf8'))
  } catch (error) {
    throw bad(messageOf(error), error)
  }
  if (typeof value !== 'object' || value === null || Array.isArray(value)) throw bad('it is not an object')
  const entries = Object.entries(value)
  const wrong = entries.find(([, answer]) => typeof answer !== 'string')
  if (wrong) throw bad(`the answer to ${wrong[0]} is not a string`)
  return new Map(entries as [string, string][])
}
