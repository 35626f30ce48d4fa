import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { rmSync } from 'node:fs'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { buildSync } from 'esbuild'

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
export function start(
  command: 'up' | 'down' | 'knex',
  url: string,
  directory: string,
  each: (line: Line, child: ChildProcess) => void = () => {},
  settings: object = {},
): Child {
  const loader = command === 'knex' ? ['--import', 'tsx'] : []
  const child = spawn(
    process.execPath,
    [...loader, (built ??= build()), command, url, directory, JSON.stringify(settings)],
    { stdio: ['ignore', 'pipe', 'pipe'] },
  )
  const lines: Line[] = []
  let noise = ''
  child.stderr.on('data', (data) => {
    noise += String(data)
  })
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

let built: string | undefined

/** Builds `child.ts`, as the command line is built, so that a crowd starts in seconds. It goes with this process. */
function build(): string {
  const outfile = join(import.meta.dirname, `../../dist/.child-${process.pid}.mjs`)
  buildSync({
    entryPoints: [join(import.meta.dirname, 'child.ts')],
    outfile,
    bundle: true,
    format: 'esm',
    platform: 'node',
    target: 'node20.19',
    packages: 'external',
  })
  process.once('exit', () => rmSync(outfile, { force: true }))
  return outfile
}

/** Waits until `look` is true. The limit is for what never comes true; a busy machine may take its time. */
export async function until(look: () => Promise<boolean> | boolean, ms = 240_000): Promise<void> {
  const end = Date.now() + ms
  while (!(await look())) {
    if (Date.now() > end) throw new Error('it did not come true')
    await new Promise((resolve) => {
      setTimeout(resolve, 20)
    })
  }
}
