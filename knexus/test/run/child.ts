import { Client } from 'pg'
import knexModule, { type Knex } from 'knex'
import { down, up } from '../../src/run/runner.ts'

/** A process of its own, to be killed: `child.ts up|down|knex URL DIRECTORY`. It prints each event as a line, and its error as the last one. */
const [command = '', connection = '', directory = '', settings = '{}'] = process.argv.slice(2)
const config: Knex.Config = {
  client: 'pg',
  connection,
  migrations: { directory, loadExtensions: ['.ts'] },
  pool: { min: 0, max: 4 },
}
const options = {
  on: (event: object) => process.stdout.write(`${JSON.stringify(event)}\n`),
  settings: JSON.parse(settings) as object,
}

const given = JSON.parse(settings) as { readonly kill?: number; readonly moment?: string }
if (given.kill) dieAt(given.kill, given.moment ?? 'before')

try {
  if (command === 'up') await up(config, options)
  else if (command === 'down') await down(config, { ...options, all: true })
  else await latest()
} catch (error) {
  process.exitCode = 1
  process.stdout.write(
    `${JSON.stringify({ event: 'error', message: String(error), code: (error as { code?: unknown }).code })}\n`,
  )
}

async function latest(): Promise<void> {
  const knex = knexModule(config)
  try {
    await knex.migrate.latest()
  } finally {
    await knex.destroy()
  }
}

/** Kills this process before it sends its n-th query, or after the answer has come. */
function dieAt(n: number, moment: string): void {
  let count = 0
  const query: unknown = Reflect.get(Client.prototype, 'query')
  const counting = function counting(this: Client, ...values: unknown[]): unknown {
    count += 1
    const last = count === n
    if (last && moment === 'before') process.kill(process.pid, 'SIGKILL')
    const done = values.at(-1)
    if (last && typeof done === 'function') values[values.length - 1] = () => process.kill(process.pid, 'SIGKILL')
    const answer: unknown = Reflect.apply(query as () => unknown, this, values)
    if (last && answer instanceof Promise) return answer.then(() => process.kill(process.pid, 'SIGKILL'))
    return answer
  }
  Object.assign(Client.prototype, { query: counting })
}
