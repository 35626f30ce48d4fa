/**
 * `npm run bench [-- --sizes 36,100,1000 --runs 5 --peers --fleet 1000]`: how long it takes to see that nothing, one thing or a tenth has
 * changed, beside the floor; with `--fleet`, a look at so many namespaces. each of `--parts again,generate,cold` has a floor of its own.
 */
import { rmSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { parseArgs } from 'node:util'
import Table from 'cli-table3'
import { startPostgres } from '../knexus/test/support/postgres.ts'
import { inTurn, once, type Figure } from './lib/measure.ts'
import { again } from './lib/again.ts'
import { clinnexus, clone } from './lib/clone.ts'
import { fleet } from './lib/fleet.ts'
import { peers } from './lib/peers.ts'
import { project } from './lib/project.ts'

const { values } = parseArgs({
  options: {
    sizes: { type: 'string', default: '36,100,1000' },
    runs: { type: 'string', default: '5' },
    peers: { type: 'boolean' },
    fleet: { type: 'string' },
    parts: { type: 'string', default: 'again,generate,cold' },
  },
})
const runs = Number(values.runs)
const knexus = resolve(import.meta.dirname, '../knexus/bin/knexus.js')
const server = await startPostgres()
try {
  for (const size of values.sizes.split(',').filter(Boolean).map(Number)) await measure(size)
  print('ClinNexus, a database for a test', await clone(server.url, await clinnexus(server.url), runs * 3))
  if (values.fleet) print(`${values.fleet} namespaces`, await fleet(Number(values.fleet), server.url, knexus, runs))
} finally {
  await server.stop()
}

async function measure(size: number): Promise<void> {
  const built = await project(size, server.url, 15)
  const { root, url, query } = built
  const run =
    (args: readonly string[], models = 'models', allowed = [0]) =>
    () =>
      once([process.execPath, knexus, ...args], root, { allowed, env: { BENCH_MODELS: models } })
  await run(['up'])()
  const cold = () => rmSync(join(root, 'node_modules/.cache'), { recursive: true, force: true })
  const floor = () => once([process.execPath, join(root, 'floor.mjs'), url, query], root)
  const start = () => once([process.execPath, '-e', "require('pg')"], resolve(import.meta.dirname, '..'))
  await run(['check'])()
  const coldParts = {
    'check, cold': () => {
      cold()
      return run(['check'])()
    },
    'one change': () => {
      cold()
      return run(['diff', '--from', 'migrations', '--to', 'models', '--exit-code'], 'models-1', [1])()
    },
    'a tenth changed': () => {
      cold()
      return run(['diff', '--from', 'migrations', '--to', 'models', '--exit-code'], 'models-10', [1])()
    },
    'two live databases': run(['diff', '--from', url, '--to', url]),
    pull: () => {
      rmSync(join(root, 'pulled'), { recursive: true, force: true })
      return run(['pull', '--from', 'db', '--out', 'pulled'])()
    },
  }
  const { generate, ...rest } = again(built, knexus)
  const parts = {
    again: [runs, { start, 'check, warm': run(['check']), ...rest }],
    generate: [Math.min(runs, 3), { generate }],
    cold: [Math.min(runs, 3), coldParts],
  } as const
  for (const [name, [times, commands]] of Object.entries(parts))
    if (values.parts.includes(name)) print(`${size} tables`, await inTurn(times, { floor, ...commands }))
  if (values.peers)
    print(`${size} tables`, { ...(await inTurn(1, { floor })), ...(await peers(size, url, Math.min(runs, 3))) })
  print(
    `${size} tables, a database for a test`,
    await clone(url, { knexfile: join(root, 'knexfile.ts'), env: 'development' }, runs * 3),
  )
}

function print(title: string, figures: Readonly<Record<string, Figure>>): void {
  const table = new Table({
    head: [title, 'seconds', 'of the floor', 'peak MiB'],
    style: { head: [], border: [] },
  })
  for (const [name, { seconds, memory }] of Object.entries(figures)) {
    table.push([
      name,
      seconds.toFixed(2),
      (seconds / figures['floor']!.seconds).toFixed(2),
      memory > 0 ? memory.toFixed(0) : '',
    ])
  }
  console.log(table.toString())
}
