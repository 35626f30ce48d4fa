import { spawn } from 'node:child_process'
import { cp, mkdir, mkdtemp, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { $ } from 'zx'

/** The pages that a person with Docker follows, in this order. */
const PAGES = ['README.md', 'docs/start/this-stack.md', 'docs/clinnexus.md']

/** The lines about Docker that the pages show, each once. */
export async function documentedLines(root: string): Promise<string[]> {
  const lines: string[] = []
  for (const page of PAGES) {
    const text = await readFile(join(root, page), 'utf8')
    for (const [, language = '', code = ''] of text.matchAll(/^```(.*)\n([\s\S]*?)^```$/gm))
      if (['', 'sh'].includes(language) && /docker-compose|localhost:8000/.test(code))
        lines.push(...code.split('\n').map((line) => line.replace(/\s+#.*/, '').trim()))
  }
  return [...new Set(lines)].filter((line) => line !== '')
}

/**
 * Types the lines of the pages in a copy of the files, letter by letter but for what the reader puts in: the token, and here a free port. What stays
 * in the foreground goes on while the rest is typed, and is ended as Ctrl-C does. Answers with what each line printed, and how it ended.
 */
export async function followPages(
  root: string,
  { compose, port }: { readonly compose: readonly string[]; readonly port: number },
): Promise<{ readonly line: string; readonly ok: boolean; readonly output: string }[]> {
  const folder = await mkdtemp(join(tmpdir(), 'clinnexus-pages-'))
  const files = (await $({ cwd: root })`git ls-files -z --cached --others --exclude-standard`).stdout.split('\0')
  for (const file of files.filter((name) => name !== '')) {
    await mkdir(dirname(join(folder, file)), { recursive: true })
    await cp(join(root, file), join(folder, file))
  }
  const env = { ...$.env, COMPOSE_PROJECT_NAME: 'clinnexus-pages', APP_PORT: String(port) }
  const told: { readonly line: string; readonly ok: boolean; readonly output: string }[] = []
  let token = ''
  let ended: (() => Promise<boolean>) | undefined
  try {
    for (const line of await documentedLines(root)) {
      const typed = line
        .replace(/^docker-compose/, compose.join(' '))
        .replaceAll('localhost:8000', `localhost:${port}`)
        .replace('TOKEN', token)
      if (/ up\b(?!.* -d)/.test(typed)) {
        const [output, stop] = foreground(typed, folder, env)
        ended = stop
        told.push({ line, ok: await ready(port), output: output() })
        continue
      }
      const run = await $({
        cwd: folder,
        env,
        nothrow: true,
      })`sh -c ${typed.replace(/^curl /, 'curl -sS --fail-with-body ')}`
      token = /cnx_[\w-]+/.exec(run.stdout)?.[0] ?? token
      told.push({ line, ok: run.ok, output: `${run.stdout}${run.stderr}` })
    }
    if (ended) told.push({ line: 'Ctrl-C', ok: await ended(), output: '' })
  } finally {
    await $({ cwd: folder, env, nothrow: true })`${compose} down -v --remove-orphans`
    await rm(folder, { recursive: true })
  }
  return told
}

/** Starts a line that stays. Answers with what it has printed so far, and what ends it. */
function foreground(line: string, cwd: string, env: NodeJS.ProcessEnv): [() => string, () => Promise<boolean>] {
  const child = spawn('sh', ['-c', `exec ${line}`], { cwd, env })
  let printed = ''
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (text: Buffer) => (printed += text.toString()))
  const exit = new Promise<void>((done) => child.once('exit', () => done()))
  return [
    () => printed,
    async () => {
      child.kill('SIGINT')
      return await Promise.race([exit.then(() => true), sleep(60_000, false)])
    },
  ]
}

/** Waits up to five minutes for the service. */
async function ready(port: number): Promise<boolean> {
  for (let attempt = 0; attempt < 600; attempt += 1) {
    const answer = await fetch(`http://127.0.0.1:${port}/ready`).catch(() => undefined)
    if (answer?.status === 200) return true
    await sleep(500)
  }
  return false
}
