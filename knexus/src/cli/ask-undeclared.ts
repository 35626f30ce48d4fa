import { createInterface } from 'node:readline/promises'
import type { Address } from '../base/kind.ts'
import { generate, type Generated, type GenerateOptions } from '../generate.ts'
import type { Project } from '../project/index.ts'
import { scopeOf } from '../project/scope.ts'
import type { Shadow } from '../shadow/index.ts'
import { historySource } from '../sources/index.ts'
import type { Undeclared } from '../undeclared.ts'
import { declareIn } from '../api/pull.ts'
import { sayDeclared, sayUnplaced } from './pull-into.ts'

/** What is to become of what hand-written files built and no model declares; what is in neither stays undeclared. */
export interface Answers {
  readonly declare: ReadonlySet<Address>
  readonly drop: ReadonlySet<Address>
}

/** Asks a question and gives back the line that was typed. */
type Ask = (question: string) => Promise<string>

const CHOICE = 'declare it in the models (d), drop it (drop), leave it (Enter)'

/** Asks what is to become of each; of several first of all at once. */
export async function askUndeclared(kept: Undeclared, ask: Ask): Promise<Answers> {
  const declare = new Set<Address>()
  const drop = new Set<Address>()
  const list = [...kept].map(([address, file]) => ({ address, says: `${address}, built by ${file}` }))
  const note = (answer: string, addresses: readonly Address[]) => {
    const chosen = isDeclare(answer) ? declare : answer === 'drop' ? drop : undefined
    for (const address of addresses) chosen?.add(address)
  }
  if (list.length > 1) {
    const all = list.map(({ says }) => `  ${says}\n`).join('')
    const answer = await answered(
      ask,
      `No model declares these:\n${all}All of them: ${CHOICE.replaceAll('it', 'them')}, or one by one (o)? `,
      ['o'],
    )
    if (answer !== 'o') {
      note(
        answer,
        list.map(({ address }) => address),
      )
      return { declare, drop }
    }
  }
  for (const { address, says } of list) note(await answered(ask, `No model declares ${says}: ${CHOICE}? `), [address])
  return { declare, drop }
}

/** Generates; where something stays that no model declares, asks what is to become of it, and does that. `say` is told what was declared. */
export async function generateAndAsk(
  project: Project,
  shadow: Shadow,
  options: GenerateOptions,
  ask: Ask,
  say: (line: string) => void,
): Promise<Generated> {
  const made = await generate(project, shadow, options)
  const { declare, drop } = await askUndeclared(made.kept, ask)
  if (declare.size + drop.size === 0) return made
  const chosen = await generate(project, shadow, { ...options, dropUndeclared: drop, declaring: declare })
  if (declare.size > 0) {
    const history = await historySource(project).schema(async () => shadow, scopeOf(project))
    const written = await declareIn(project, shadow, history, declare)
    for (const line of [...sayDeclared(written), ...sayUnplaced(written)]) say(line)
  }
  return chosen
}

/** Whether there is somebody to ask. */
export function isTerminal(): boolean {
  return process.stdin.isTTY && process.stderr.isTTY
}

/** Asks at the terminal. */
export async function atTerminal(question: string): Promise<string> {
  const terminal = createInterface({ input: process.stdin, output: process.stderr })
  return terminal.question(question).finally(() => terminal.close())
}

/** Asks until the answer is one that is known. */
async function answered(ask: Ask, question: string, more: readonly string[] = []): Promise<string> {
  for (;;) {
    const answer = (await ask(question)).trim().toLowerCase()
    if (['', 'drop', ...more].includes(answer) || isDeclare(answer)) return answer
  }
}

function isDeclare(answer: string): boolean {
  return answer === 'd' || answer === 'declare'
}
