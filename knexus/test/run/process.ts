import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { createInterface } from 'node:readline'
import { fileURLToPath } from 'node:url'

/** A child's event, or its error. */
export type Line = Readonly<Record<string, unknown>> & { readonly event: string }

/** A runner in a process of its own. */
export interface Child {
  readonly process: ChildProcess
  readonly lines: Line[]
  /** Resolves with the exit code, null when it was killed. */
  readonly end: Promise<number | null>
}

/** Starts `child.ts`; `each` sees every event as it comes, and may kill. */
export function start(command: 'up' | 'down' | 'knex', url: string, directory: string, each: (line: Line, child: ChildProcess) => void = () => {}, settings: object = {}): Child {
  const child = spawn(process.execPath, ['--import', 'tsx', fileURLToPath(new URL('child.ts', import.meta.url)), command, url, directory, JSON.stringify(settings)],
    { stdio: ['ignore', 'pipe', 'pipe'] })
  const lines: Line[] = []
  let noise = ''
  child.stderr.on('data', (data) => { noise += String(data) })
  const reader = createInterface(child.stdout)
  reader.on('line', (text) => {
    if (!text.startsWith('{')) return
    const line = JSON.parse(text) as Line
    lines.push(line)
    each(line, child)
  })
  const end = Promise.all([once(child, 'exit'), once(reader, 'close')]).then(([[code]]) => {
    if (noise.includes('Error')) lines.push({ event: 'noise', noise })
    return code as number | null
  })
  return { process: child, lines, end }
}

/** Waits until `look` is true. */
export async function until(look: () => Promise<boolean> | boolean, ms = 30_000): Promise<void> {
  const end = Date.now() + ms
  while (!await look()) {
    if (Date.now() > end) throw new Error('waited in vain')
    await new Promise((resolve) => { setTimeout(resolve, 20) })
  }
}
