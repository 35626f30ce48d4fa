import { counted } from '../base/counted.ts'
import type { Candidate, Question } from '../base/question.ts'

/** What to change in the model instead of giving an option. */
const IN_THE_MODEL: Readonly<Record<Question['kind'], string>> = {
  rename: 'declare the rename with renamedFrom',
  'data-loss': 'keep it',
  'type-change': 'keep the type',
  'enum-map': "say what a label becomes: removed: { 'old': 'new' }",
  'required-column': 'give the column a default',
}

/** More questions than this are counted. */
const MOST = 6

/** Each question with its answers, one per line: the option to add to the command, and what it means. */
export function sayQuestions(questions: readonly Question[]): string[] {
  const shown = questions.slice(0, MOST)
  const inModel = [...new Set(questions.map(({ kind }) => IN_THE_MODEL[kind]))]
  return [
    ...shown.flatMap(({ question, evidence, candidates }) => [
      evidence.length > 0 ? `${question} (${evidence.join(', ')})` : question,
      ...aligned(candidates),
    ]),
    ...(questions.length > MOST
      ? [`... and ${counted(questions.length - MOST, 'more question')}: --json prints all.`]
      : []),
    `Nothing was written. Add the option that is right, or change the model: ${inModel.join(', or ')}.`,
  ]
}

function aligned(candidates: readonly Candidate[]): string[] {
  const options = candidates.map(typed)
  const width = Math.max(...options.map(({ length }) => length))
  return candidates.map(({ means }, at) => `  ${options[at]!.padEnd(width)}  ${means}`)
}

/** The option as a shell takes it; what has to be filled in is named. */
function typed({ options: [option, value = ''], takes }: Candidate): string {
  const text = takes === undefined ? value : `${value}<${takes}>`
  return `${option} ${/^[\w.=:-]+$/.test(text) ? text : `"${text.replaceAll(/["$`\\]/g, '\\$&')}"`}`
}
