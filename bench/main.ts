/** `npm run bench [-- --sizes 36,100,1000 --runs 5 --peers]`: how long it takes to see that nothing, one thing or a tenth has changed, beside the floor. */
import { rmSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { parseArgs } from 'node:util'
import Table from 'cli-table3'
import { startPostgres } from '../knexus/test/support/postgres.ts'
import { inTurn, once, type Figure } from './lib/measure.ts'
import { peers } from './lib/peers.ts'
import { project } from './lib/project.ts'

const { values } = parseArgs({
  options: {
    sizes: { type: 'string', default: '36,100,1000' },
    runs: { type: 'string', default: '5' },
    peers: { type: 'boolean' },
  },
})
const knexus = resolve(import.meta.dirname, '../knexus/bin/knexus.js')
const server = await startPostgres()
try {
  for (const size of values.sizes.split(',').map(Number)) await measure(size)
} finally {
  await server.stop()
}

async function measure(size: number): Promise<void> {
  const { root, url, query } = await project(size, server.url, 15)
  const run =
    (args: readonly string[], models = 'models', allowed = [0]) =>
    () =>
      once([process.execPath, knexus, ...args], root, { allowed, env: { BENCH_MODELS: models } })
  await run(['up'])()
  const cold = () => rmSync(join(root, 'node_modules/.cache'), { recursive: true, force: true })
  const floor = () => once([process.execPath, join(root, 'floor.mjs'), url, query], root)
  await run(['check'])()
  const figures: Record<string, Figure> = {
    ...(await inTurn(Number(values.runs), { floor, 'check, warm': run(['check']) })),
    ...(await inTurn(Math.min(Number(values.runs), 3), {
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
    })),
    ...(values.peers ? await peers(size, url, Math.min(Number(values.runs), 3)) : {}),
  }
  const table = new Table({
    head: [`${size} tables`, 'seconds', 'of the floor', 'peak MiB'],
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
