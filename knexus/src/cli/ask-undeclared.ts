import { createInterface } from 'node:readline/promises'
import type { Decision } from '../api/generate.ts'
import type { Address } from '../base/kind.ts'
import { sayOrigin, type Undeclared } from '../undeclared.ts'

/** Asks a question and gives back the line that was typed. */
type Ask = (question: string) => Promise<string>

const CHOICE = 'declare it in the models (d), drop it (drop), leave it (Enter)'

/** Asks what is to become of each; of several first of all at once. */
export async function askUndeclared(kept: Undeclared, ask: Ask): Promise<Decision> {
  const declare = new Set<Address>()
  const drop = new Set<Address>()
  const list = [...kept].map(([address, file]) => ({ address, says: `${address}, ${sayOrigin(file)}` }))
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
