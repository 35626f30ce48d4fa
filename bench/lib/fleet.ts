import { mkdirSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { inTurn, once, type Figure } from './measure.ts'
import { execute } from './runners.ts'

const repository = resolve(import.meta.dirname, '../..')
const QUERY = `SELECT nspname AS schema FROM pg_namespace WHERE nspname LIKE 'tenant%' ORDER BY oid`

/** Looks at so many namespaces of five tables each, which `fleet up` built. The floor is a start of Node with the driver. */
export async function fleet(
  count: number,
  server: string,
  knexus: string,
  runs: number,
): Promise<Record<string, Figure>> {
  const root = join(repository, '.data/bench/fleet')
  rmSync(root, { recursive: true, force: true })
  for (const folder of ['migrations', 'node_modules']) mkdirSync(join(root, folder), { recursive: true })
  symlinkSync(join(repository, 'knexus'), join(root, 'node_modules/knexus'))
  await execute(server, 'DROP DATABASE IF EXISTS bench_fleet', 'CREATE DATABASE bench_fleet')
  const url = Object.assign(new URL(server), { pathname: '/bench_fleet' }).href
  writeFileSync(join(root, 'package.json'), '{ "type": "module", "private": true }')
  writeFileSync(
    join(root, 'knexfile.mjs'),
    `export default { development: { client: 'pg', connection: '${url}', migrations: { directory: 'migrations', loadExtensions: ['.mjs'] } } }\n`,
  )
  for (let n = 1; n <= 5; n += 1)
    writeFileSync(
      join(root, `migrations/2026010${n}000000_t${n}.mjs`),
      `export const up = (knex) => knex.raw(\`CREATE TABLE t${n} (id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY, name text NOT NULL, parent bigint REFERENCES t${n}, created_at timestamptz NOT NULL DEFAULT now()); CREATE INDEX ON t${n} (lower(name))\`)
export const down = (knex) => knex.raw(\`DROP TABLE t${n}\`)\n`,
    )
  await execute(url, ...Array.from({ length: count }, (_, n) => `CREATE SCHEMA tenant_${n}`))
  const run =
    (action: string, allowed = 0) =>
    () =>
      once([process.execPath, knexus, 'fleet', action, '--query', QUERY], root, { allowed: [allowed] })
  const up = await run('up')()
  const first = await run('check')()
  let number = 0
  const figures = await inTurn(runs, {
    floor: () => once([process.execPath, '-e', "require('pg')"], repository),
    'fleet check': run('check'),
    'fleet status': run('status'),
    'fleet up, nothing pending': run('up'),
    'fleet check, one changed': async () => {
      await execute(url, `ALTER TABLE tenant_1.t1 ADD more_${(number += 1)} int`)
      const figure = await run('check', 1)()
      await execute(url, `ALTER TABLE tenant_1.t1 DROP more_${number}`)
      await run('check')()
      return figure
    },
  })
  return { ...figures, 'fleet check, the first': first, 'fleet up, all pending': up }
}
