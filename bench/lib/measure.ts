import { spawn } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

/** What one process took: seconds on the clock and MiB at its peak. */
export interface Figure {
  readonly seconds: number
  readonly memory: number
}

const HOOK = `data:text/javascript,import{writeFileSync}from'node:fs';process.on('exit',()=>{try{writeFileSync(process.env.BENCH_MEMORY,String(process.resourceUsage().maxRSS))}catch{}})`

interface HowToRun {
  /** The exit codes of a success; 0 when not given. */
  readonly allowed?: readonly number[]
  readonly env?: NodeJS.ProcessEnv
  /** Seconds after which it is killed, and that is an error. */
  readonly limit?: number
}

/** Runs a command to its end. A Node process also tells its peak memory. Throws when it fails, or takes longer than the limit. */
export async function once(
  command: readonly string[],
  cwd: string,
  { allowed = [0], env = {}, limit }: HowToRun = {},
): Promise<Figure> {
  const folder = mkdtempSync(join(tmpdir(), 'knexus-bench-'))
  const file = join(folder, 'memory')
  const [program, ...args] = command as [string, ...string[]]
  const started = performance.now()
  const { code, output } = await new Promise<{ code: number | null; output: string }>((resolve, reject) => {
    let output = ''
    const child = spawn(program, program === process.execPath ? ['--import', HOOK, ...args] : args, {
      cwd,
      env: { ...process.env, ...env, BENCH_MEMORY: file },
      stdio: ['ignore', 'pipe', 'pipe'],
      ...(limit && { timeout: limit * 1000, killSignal: 'SIGKILL' }),
    })
    for (const stream of [child.stdout, child.stderr])
      stream.on('data', (data: Buffer) => {
        output = `${output}${data.toString()}`.slice(-2000)
      })
    child.on('error', reject)
    child.on('close', (code) => resolve({ code, output }))
  })
  const seconds = (performance.now() - started) / 1000
  if (limit && seconds >= limit) throw new Error(`it was not done after ${limit} s`)
  if (code === null || !allowed.includes(code)) throw new Error(`${command.join(' ')} ended with ${code}: ${output}`)
  const memory = Number(read(file)) / 1024
  rmSync(folder, { recursive: true })
  return { seconds, memory }
}

/** The medians of several runs of several commands, run in turn, so that a slow minute is slow for all. */
export async function inTurn(
  runs: number,
  commands: Readonly<Record<string, () => Promise<Figure>>>,
): Promise<Record<string, Figure>> {
  const figures: Record<string, Figure[]> = {}
  for (let run = 0; run < runs; run += 1)
    for (const [name, command] of Object.entries(commands)) (figures[name] ??= []).push(await command())
  return Object.fromEntries(
    Object.entries(figures).map(([name, list]) => [
      name,
      { seconds: median(list.map(({ seconds }) => seconds)), memory: Math.max(...list.map(({ memory }) => memory)) },
    ]),
  )
}

function median(values: readonly number[]): number {
  const sorted = values.toSorted((a, b) => a - b)
  const half = sorted.length >> 1
  return sorted.length % 2 === 1 ? sorted[half]! : (sorted[half - 1]! + sorted[half]!) / 2
}

function read(file: string): string {
  try {
    return readFileSync(file, 'utf8')
  } catch {
    return '0'
  }
}
