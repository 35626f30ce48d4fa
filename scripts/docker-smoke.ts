import { existsSync, readFileSync } from 'node:fs'
import { readdir } from 'node:fs/promises'
import { createServer } from 'node:net'
import { homedir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'
import { $ } from 'zx'
import { follow, study } from './lib/smoke.ts'
import { differences, normalise } from '../knexus/test/support/dump.ts'
import { followPages } from './lib/docker-pages.ts'

/** Builds the image and drives the whole stack as a person would: up, migrate, rollback, seed, check, stop. One line a check, `ok` or `not ok`. */
async function smoke(): Promise<void> {
  const checks = new Checks()
  const [appPort, dbPort] = await Promise.all([freePort(), freePort()])
  Object.assign($.env, {
    COMPOSE_PROJECT_NAME: 'clinnexus-smoke',
    APP_PORT: String(appPort),
    DB_PORT: String(dbPort),
    DB_HOST: '127.0.0.1',
    DB_PASSWORD: 'p%a@s/s:w#d',
  })
  delete $.env.NODE_ENV
  const compose =
    process.env.COMPOSE?.split(' ') ??
    ((await $`docker compose version`).ok ? ['docker', 'compose'] : ['docker-compose'])
  const files = (await readdir(join(root, 'db/migrations'))).filter((name) => name.endsWith('.ts')).toSorted()
  const ready = `http://127.0.0.1:${appPort}/ready`
  const psql = async (sql: string) => (await $`${compose} exec -T db psql -At -U clinnexus -c ${sql}`).stdout.trim()
  try {
    await checks.command('compose file is valid', $`${compose} config -q`)
    await checks.command('make up', $`make up`)
    await checks.that('/ready answers 200', async () => await status(ready, 200))
    await checks.that(
      'the migrate service ran every .ts file that is here',
      async () => (await psql("SELECT string_agg(name, ',' ORDER BY name) FROM knex_migrations")) === files.join(),
    )
    await checks.that(
      'the service is not root',
      async () => (await $`${compose} exec -T backend id -u`).stdout.trim() === '1000',
    )
    await checks.that(
      'the image has no dev dependencies',
      async () =>
        (
          await $`${compose} exec -T backend sh -c ${'test ! -e node_modules/mocha -a ! -e node_modules/typescript -a ! -e node_modules/zx'}`
        ).ok,
    )
    const said = await $`${compose} run --rm -T migrate node --import tsx backend/src/token.ts smoke@example.org`
    const token = /cnx_[\w-]+/.exec(said.stdout)?.[0] ?? ''
    await checks.that('a study can be made and read, with a token only', async () => await study(appPort, token))
    await checks.that(
      'a text is read and found, a conflict settled, its task done and a zone weighed',
      async () => await follow(appPort, token),
    )
    await checks.that(
      'the service may not drop a table, nor read a token',
      async () =>
        (await psql("SELECT has_table_privilege('clinnexus_service', 'access_tokens', 'SELECT')")) === 'f' &&
        (await psql("SELECT count(*) FROM pg_stat_activity WHERE usename = 'clinnexus_service'")) !== '0',
    )
    const before = (await $`${compose} ps -q backend db`).stdout
    await checks.command('make up, again', $`make up`)
    await checks.that(
      'which changed nothing',
      async () =>
        (await $`${compose} ps -q backend db`).stdout === before &&
        (await psql('SELECT max(batch) FROM knex_migrations')) === '1',
    )
    for (const target of ['status', 'seed', 'seed', 'check', 'rollback'])
      await checks.command(`make ${target}`, $`make ${target}`)
    await checks.that('/ready answers 503 while migrations are pending', async () => await status(ready, 503))
    await checks.command('make migrate', $`make migrate`)
    await checks.that('/ready answers 200 again', async () => await status(ready, 200))
    for (const target of ['status-host', 'check-host', 'rollback-host', 'migrate-host', 'seed-host'])
      await checks.command(`make ${target}`, $`make ${target}`)
    await checks.that('the targets say where, and never the password', async () => {
      const said = await $`make status`
      return /clinnexus at db:5432\/clinnexus/.test(said.stderr) && !`${said.stdout}${said.stderr}`.includes('w#d')
    })
    const server = `postgres://clinnexus:${encodeURIComponent('p%a@s/s:w#d')}@127.0.0.1:${dbPort}`
    await checks.command(
      'the models, from nothing and with half a dozen edits, with vectors',
      $({ env: { ...$.env, TEST_DATABASE_URL: `${server}/postgres` } })`npx mocha backend/test/db/models.test.ts`,
    )
    if (existsSync(ORIGINAL))
      await checks.that(
        'a real schema of 36 tables, by the script that diff writes',
        async () => await rebuilt(server, [...compose, 'exec', '-T', 'db']),
      )
    else process.stdout.write('# left out: the real schema of 36 tables, which is not here\n')
    await checks.command('the database stops', $`${compose} stop db`)
    await checks.that('/ready answers 503 without a database', async () => await status(ready, 503))
    await checks.command('the database starts', $`${compose} start db`)
    await checks.that('/ready answers 200 when it is back', async () => await status(ready, 200))
  } finally {
    if (checks.failed > 0) process.stdout.write((await $`${compose} logs --tail 40`).stdout.replaceAll(/^/gm, '# '))
    await $`${compose} down -v --remove-orphans`
  }
  for (const { line, ok, output } of await followPages(root, { compose, port: appPort }))
    await checks.that(`as the pages say: ${line}`, async () => ok || Promise.reject(new Error(output)))
  process.exitCode = checks.failed > 0 ? 1 : 0
}

class Checks {
  failed = 0

  async command(
    name: string,
    run: PromiseLike<{ readonly ok: boolean; readonly stdout: string; readonly stderr: string }>,
  ): Promise<void> {
    const { ok, stdout, stderr } = await run
    this.#say(name, ok, `${stdout}${stderr}`)
  }

  async that(name: string, holds: () => Promise<boolean>): Promise<void> {
    let why = ''
    this.#say(
      name,
      await holds().catch((error: unknown) => {
        why = String(error)
        return false
      }),
      why,
    )
  }

  #say(name: string, ok: boolean, why: string): void {
    if (!ok) this.failed += 1
    process.stdout.write(
      `${ok ? 'ok' : 'not ok'} ${name}\n${
        ok
          ? ''
          : why
              .trim()
              .split('\n')
              .slice(-30)
              .map((line) => `# ${line}\n`)
              .join('')
      }`,
    )
  }
}

const ORIGINAL = fileURLToPath(new URL('../../shared/clinnexus/original.sql', import.meta.url))

/** Whether the script from nothing to the original builds what the original itself builds, as pg_dump sees it. `within` runs a program beside the server. */
async function rebuilt(server: string, within: readonly string[]): Promise<boolean> {
  const {
    ok,
    stdout: script,
    stderr,
  } = await $`node knexus/bin/knexus.js diff --from empty --to ${ORIGINAL} --sql --shadow ${server}/postgres`
  if (!ok) throw new Error(stderr)
  const dumps: (readonly string[])[] = []
  for (const [name, sql] of [
    ['original', readFileSync(ORIGINAL, 'utf8')],
    ['rebuilt', script],
  ] as const) {
    await $`${within} createdb -U clinnexus -T template0 ${name}`
    const run = await $({ input: sql })`${within} psql -X -q -v ON_ERROR_STOP=1 -U clinnexus -d ${name} -f -`
    if (!run.ok) throw new Error(`${name}: ${run.stderr}`)
    dumps.push(normalise((await $`${within} pg_dump -s -U clinnexus -d ${name}`).stdout))
  }
  const [original, copy] = dumps as [readonly string[], readonly string[]]
  const found = differences(copy, original)
  if (found.length > 0) throw new Error(found.join('\n'))
  return original.some((object) => object.startsWith('CREATE TABLE'))
}

/** Waits up to a minute for a status. */
async function status(url: string, wanted: number): Promise<boolean> {
  for (let attempt = 0; attempt < 120; attempt += 1) {
    const answer = await fetch(url).catch(() => undefined)
    if (answer?.status === wanted) return true
    await sleep(500)
  }
  return false
}

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1')
  await new Promise((resolve) => server.once('listening', resolve))
  const address = server.address()
  await new Promise((resolve) => server.close(resolve))
  return typeof address === 'object' ? (address?.port ?? 0) : 0
}

/** An engine that is there, or one that this machine can bring up. Answers with what ends it, or nothing when there is none. */
async function engine(): Promise<(() => Promise<unknown>) | undefined> {
  if ((await $`docker info`).ok) return async () => undefined
  const script = join(root, '../shared/docker/engine')
  if (!existsSync(script)) return undefined
  const settings = join(
    process.env.LAB ?? join(process.env.XDG_CACHE_HOME ?? join(homedir(), '.cache'), 'docker-engine'),
    'env.sh',
  )
  useSettings(settings)
  if ((await $`docker info`).ok) return async () => undefined
  const up = await $`${script} up`
  useSettings(settings)
  if (up.ok && (await $`docker info`).ok) return () => $`${script} down`
  process.stdout.write(up.stderr.replaceAll(/^/gm, '# '))
  return undefined
}

/** `export A=b C=d`, where a value may hold $PATH. */
function useSettings(file: string): void {
  if (!existsSync(file)) return
  for (const [, key = '', value = ''] of readFileSync(file, 'utf8').matchAll(/(\w+)=(\S+)/g)) {
    $.env[key] = value.replace('$PATH', $.env.PATH ?? '')
  }
}

const root = fileURLToPath(new URL('..', import.meta.url)).replace(/\/$/, '')
$.cwd = root
$.env = { ...process.env }
$.nothrow = true
$.quiet = true

const end = await engine()
if (end) {
  try {
    await smoke()
  } finally {
    await end()
  }
} else {
  process.stdout.write(
    'skipped: no Docker engine is reachable here, so the image and the compose file were not tried\n',
  )
}
