import { execFile, spawn } from 'node:child_process'
import { chmod, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { createConnection } from 'node:net'
import { tmpdir, userInfo } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { freePort } from '../support/postgres.ts'
import { until } from './process.ts'

/** A pooler in front of a database. */
export interface Pooler {
  readonly url: string
  close(): Promise<void>
}

/** Whether PgBouncer is installed here. */
export async function hasPgBouncer(): Promise<boolean> {
  return promisify(execFile)('pgbouncer', ['--version']).then(
    () => true,
    () => false,
  )
}

/** Starts PgBouncer in transaction mode: no session is anybody's for longer than a transaction. */
export async function pgBouncer(target: string): Promise<Pooler> {
  const [to, here, folder] = [new URL(target), new URL(target), await mkdtemp(join(tmpdir(), 'knexus-pgbouncer-'))]
  here.port = String(await freePort())
  here.hostname = '127.0.0.1'
  const file = join(folder, 'pgbouncer.ini')
  await writeFile(
    file,
    `[databases]
* = host=${to.hostname} port=${to.port || 5432} user=${to.username} ${to.password && `password=${decodeURIComponent(to.password)}`}
[pgbouncer]
listen_addr = 127.0.0.1
listen_port = ${here.port}
unix_socket_dir =
auth_type = any
pool_mode = transaction
default_pool_size = 4
`,
  )
  await chmod(folder, 0o755)
  // It refuses to be root.
  const user = userInfo().uid === 0 ? ['-u', 'nobody'] : []
  const child = spawn('pgbouncer', ['-q', ...user, file], { stdio: 'ignore' })
  const ended = new Promise((resolve) => {
    child.once('exit', resolve)
  })
  await until(() => answers(Number(here.port)))
  return {
    url: here.href,
    async close() {
      child.kill('SIGKILL')
      await ended
      await rm(folder, { recursive: true })
    },
  }
}

function answers(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = createConnection(port, '127.0.0.1')
    socket
      .once('connect', () => {
        socket.destroy()
        resolve(true)
      })
      .once('error', () => resolve(false))
  })
}
