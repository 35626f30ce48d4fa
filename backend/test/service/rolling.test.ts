import { type ChildProcess, spawn, spawnSync } from 'node:child_process'
import { once } from 'node:events'
import { mkdir, mkdtemp, readdir, rm, symlink } from 'node:fs/promises'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { expect } from 'chai'
import knex from 'knex'
import { z } from 'zod'
import { database } from '../../../knexus/test/support/server.ts'
import { leaveOut } from '../../../knexus/test/support/leave-out.ts'
import { stateOf } from '../../src/db/errors.ts'
import { migrationsIn } from '../../src/services/readiness.ts'
import { tokenFor } from './support.ts'

const ROOT = resolve(import.meta.dirname, '../../..')
const FOLDER = 'db/migrations'

/**
 * The commit before the one that brought the newest migration: what runs while that is deployed. Nothing in a copy
 * without history.
 */
function previousCommit(): string | undefined {
  const last = git('log', '--diff-filter=A', '--format=%H', '-1', '--', FOLDER)
  return last && git('rev-parse', '--verify', '--quiet', `${last}^`)
}

function git(...words: string[]): string | undefined {
  const { status, stdout } = spawnSync('git', words, { cwd: ROOT, encoding: 'utf8' })
  return status === 0 && stdout.trim() !== '' ? stdout.trim() : undefined
}

/** The files of a commit in a folder of their own, with the packages of this one. */
async function checkOut(commit: string): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'clinnexus-previous-'))
  const run = spawnSync('sh', ['-c', `git archive ${commit} | tar -x -C '${folder}'`], { cwd: ROOT, encoding: 'utf8' })
  if (run.status !== 0) throw new Error(run.stderr)
  const packages = join(folder, 'node_modules')
  await mkdir(packages)
  for (const name of await readdir(join(ROOT, 'node_modules')))
    await symlink(name === 'knexus' ? join(folder, 'knexus') : join(ROOT, 'node_modules', name), join(packages, name))
  return folder
}

/** What takes away what running code may use says so, and comes when the previous service is gone. */
async function isContract(name: string): Promise<boolean> {
  const read: unknown = await import(join(ROOT, FOLDER, name))
  return PHASED.parse(read).config?.phase === 'contract'
}

const PHASED = z.looseObject({ config: z.looseObject({ phase: z.string().optional() }).optional() })

describe('a rolling deploy on a real PostgreSQL', () => {
  const folders: string[] = []
  const processes: ChildProcess[] = []
  after(async () => {
    for (const process of processes) {
      process.kill('SIGTERM')
      if (process.exitCode === null) await once(process, 'exit')
    }
    for (const folder of folders) await rm(folder, { recursive: true, force: true })
  })

  async function start(folder: string, url: string): Promise<string> {
    const port = await freePort()
    const running = spawn(process.execPath, ['--import', 'tsx', 'backend/src/main.ts'], {
      cwd: folder,
      env: { ...process.env, NODE_ENV: 'production', DATABASE_URL: url, APP_PORT: String(port), LOG_LEVEL: 'error' },
      stdio: ['ignore', 'pipe', 'pipe'],
    })
    processes.push(running)
    let said = ''
    for (const stream of [running.stdout, running.stderr])
      stream?.on('data', (text: Buffer) => (said += text.toString()))
    const at = `http://127.0.0.1:${port}`
    for (;;) {
      if (running.exitCode !== null) throw new Error(`it has ended: ${said}`)
      if ((await fetch(`${at}/health`).catch(() => undefined))?.ok) return at
      await sleep(100)
    }
  }

  it('lets the previous service and this one work side by side once what is only added is there', async function () {
    this.timeout(300_000)
    const commit = previousCommit()
    leaveOut(this, commit === undefined ? 'needs the history of the repository' : undefined)
    const previous = await checkOut(commit!)
    folders.push(previous)
    const made = await database()
    const settings = { directory: FOLDER, loadExtensions: ['.ts'] }
    const db = knex({ client: 'pg', connection: made.url, migrations: settings })
    try {
      const { rows } = await db.raw<{ rows: unknown[] }>("SELECT FROM pg_available_extensions WHERE name = 'vector'")
      const fits = (name: string) => rows.length > 0 || !name.includes('_search')
      const before = (await migrationsIn(join(previous, FOLDER))).filter(fits)
      const added = (await migrationsIn(FOLDER)).filter((name) => fits(name) && !before.includes(name))
      expect(added, 'the newest migration is not in the previous commit').to.not.deep.equal([])
      for (const name of before) await db.migrate.up({ ...settings, name })
      const workspaceId = crypto.randomUUID()
      await db('workspaces').insert({ id: workspaceId, name: 'Rolling' })
      const { token } = await tokenFor(db, workspaceId)

      const call = async (at: string, method: string, path: string, body?: object) => {
        const answer = await fetch(`${at}/api${path}`, {
          method,
          headers: { authorization: `Bearer ${token}`, ...(body && { 'content-type': 'application/json' }) },
          ...(body && { body: JSON.stringify(body) }),
        })
        const text = await answer.text()
        if (!answer.ok) throw new Error(`${method} ${path}: ${answer.status} ${text}`)
        const read: { id?: string; items?: { id: string }[] } = text === '' ? {} : JSON.parse(text)
        return read
      }
      let number = 0
      /** Writes through one service and reads through the other. */
      const use = async (writer: string, reader: string) => {
        number += 1
        const { id: study } = await call(writer, 'POST', '/studies', {
          workspaceId,
          code: `R-${number}`,
          title: 'Rolling',
        })
        const { id: document } = await call(writer, 'POST', `/studies/${study}/documents`, {
          docType: 'protocol',
          title: 'P',
        })
        const { id: version } = await call(writer, 'POST', `/documents/${document}/versions`, {
          label: '1',
          format: 'text',
          content: 'x',
        })
        await call(writer, 'POST', `/studies/${study}/facts`, {
          type: 'a',
          key: 'b',
          value: { value: 1 },
          versionId: version,
          evidence: [],
        })
        await call(writer, 'PATCH', `/documents/${document}`, { lifecycle: 'in_review' })
        expect((await call(reader, 'GET', `/studies/${study}/documents`)).items?.map(({ id }) => id)).to.deep.equal([
          document,
        ])
        expect((await call(reader, 'GET', `/studies/${study}/facts`)).items).to.have.length(1)
        await call(reader, 'DELETE', `/studies/${study}`)
      }

      const old = await start(previous, made.url)
      await use(old, old)
      const migrated = new AbortController()
      const traffic = (async () => {
        while (!migrated.signal.aborted) await use(old, old)
      })()
      for (const name of added)
        if (!(await isContract(name))) await patiently(() => db.migrate.up({ ...settings, name }))
      migrated.abort()
      await traffic
      const present = await start(ROOT, made.url)
      await use(old, present)
      await use(present, old)
      expect(number).to.be.greaterThan(3)
    } finally {
      await db.destroy()
    }
  })
})

/** As `knexus up` does, begins again where the traffic held a lock for too long, or each waited for the other. */
async function patiently(run: () => Promise<unknown>): Promise<void> {
  for (let attempt = 1; ; attempt += 1)
    try {
      await run()
      return
    } catch (error) {
      if (!['40P01', '55P03'].includes(stateOf(error) ?? '') || attempt === 20) throw error
      await sleep(50)
    }
}

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1')
  await once(server, 'listening')
  const address = server.address()
  server.close()
  return typeof address === 'object' && address ? address.port : 0
}
