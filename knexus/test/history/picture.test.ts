import { once } from 'node:events'
import { createServer, type AddressInfo } from 'node:net'
import { join } from 'node:path'
import { expect } from 'chai'
import { lanesOf } from '../../src/history/lanes.ts'
import { historyAsMermaid } from '../../src/history/mermaid.ts'
import { historyPage } from '../../src/history/page.ts'
import { batchesOf, type EnvironmentHistory } from '../../src/history/places.ts'
import { lookAtFile } from '../support/browser.ts'
import { commandProject, type CommandProject } from '../support/command.ts'
import { database, type TestDatabase } from '../support/server.ts'

const sends = (forward: string, back: string) =>
  `export const up = (knex) => knex.raw('${forward}')\nexport const down = (knex) => knex.raw('${back}')\n`
const [FIRST, SECOND, THIRD] = ['20260101000000_a.js', '20260102000000_b.js', '20260103000000_c_<d>.js'] as const

describe('the history as a picture', function () {
  this.timeout('4m')
  let project: CommandProject
  let staging: TestDatabase
  before(async () => {
    staging = await database()
    project = await commandProject({
      'knexfile.mjs': `const pg = (connection) => ({ client: 'pg', connection })
export default {
  development: pg(process.env.COMMAND_URL),
  staging: pg('${staging.url}'),
  gone: pg('postgres://somebody:sesame@127.0.0.1:1/gone'),
}\n`,
      [`migrations/${FIRST}`]: sends('CREATE TABLE a (id int)', 'DROP TABLE a'),
      [`migrations/${SECOND}`]: sends('CREATE TABLE b (id int)', 'DROP TABLE b'),
    })
    await project.knexus('up')
    await project.knexus('up', '--to', FIRST, '--env', 'staging')
    await project.write({ [`migrations/${THIRD}`]: sends('CREATE TABLE c (id int)', 'DROP TABLE c') })
    await project.knexus('up')
    await project.knexus('down')
  })
  after(async () => {
    await project.drop()
    await staging.drop()
  })

  it('says where each environment is, also one that is not reached, and no password', async () => {
    const { out, err, exit } = await project.knexus('history', '--with', 'staging', 'gone', '--html', 'history.html')
    expect(exit, err).to.equal(0)
    expect(err).to.include('wrote history.html')
    const [head, own, other, gone] = out.split('\n')
    expect(head).to.match(/^environment +last migration +state$/)
    expect(own).to.equal(`development  ${SECOND}  1 pending`)
    expect(other).to.equal(`staging      ${FIRST}  2 pending`)
    expect(gone).to.match(/^gone         not reached +.*(ECONNREFUSED|refused|reach)/i)
    const html = await project.read('history.html')
    expect(out + err + html).to.not.include('sesame')
  })

  it('says of an environment whose server does not answer that it does not, and ends', async () => {
    const mute = createServer((socket) => socket.resume().on('error', () => socket.destroy()))
    await once(mute.listen(0, '127.0.0.1'), 'listening')
    const { port } = mute.address() as AddressInfo
    await project.write({
      'mute.mjs': `import given from './knexfile.mjs'\nexport default { ...given, mute: { client: 'pg', connection: 'postgres://a:sesame@127.0.0.1:${port}/mute' } }\n`,
    })
    try {
      const { exit, out, all } = await project.knexus('history', '--knexfile', 'mute.mjs', '--with', 'staging', 'mute')
      expect(exit, all).to.equal(0)
      expect(out).to.match(/^mute +not reached +The database of "mute" does not answer within 10 s\./m)
      expect(out).to.match(/^staging +2026/m)
      expect(all).to.not.include('sesame')
    } finally {
      mute.close()
    }
  })

  it('is the same as data', async () => {
    const { out } = await project.knexus('history', '--with', 'staging', '--json')
    const { environments } = JSON.parse(out) as { environments: EnvironmentHistory[] }
    expect(environments.map(({ environment, revision }) => [environment, revision])).to.deep.equal([
      ['development', SECOND],
      ['staging', FIRST],
    ])
    const batches = batchesOf(environments[0]!.events)
    expect(batches.map(({ number, direction, events }) => [number, direction, events.length])).to.deep.equal([
      [1, 'up', 2],
      [2, 'up', 1],
      [2, 'down', 1],
    ])
    expect(JSON.parse((await project.knexus('history', '--json')).out)).to.have.keys('status', 'events')
  })

  it('names the environments there are where one is mistyped', async () => {
    const { exit, err } = await project.knexus('history', '--with', 'stagign')
    expect(exit).to.equal(2)
    expect(err).to.include('unknown-environment').and.include('development, staging, gone')
  })

  it('is a timeline that Mermaid can read', async () => {
    const { out } = await project.knexus('history', '--with', 'staging', 'gone', '--format', 'mermaid')
    const day = new Date().toISOString().slice(0, 10)
    expect(out).to.equal(`timeline
  title Migrations
  section development
    ${day} : up, batch 1 2 migrations : ${FIRST} : ${SECOND}
    ${day} : up, batch 2 ${THIRD}
    ${day} : down, batch 2 ${THIRD}
    pending : ${THIRD}
  section staging
    ${day} : up, batch 1 ${FIRST}
    pending : ${SECOND} : ${THIRD}
  section gone
    unknown : not reached
`)
  })

  it('is a page that needs no network, without a fault of axe at three widths, light, dark and on paper', async function () {
    const html = await project.read('history.html')
    expect(html).to.not.match(/<d>|(?:src|href)=|<script|url\(http/)
    await lookAtFile(this, join(project.folder, 'history.html'), async (tab) => {
      expect(await tab.locator('svg.time .mark').count()).to.be.greaterThan(1)
    })
  })

  it('stays below a megabyte with 5,000 migrations in five environments, and draws what lies together once', () => {
    const many = ['a', 'b', 'c', 'd', 'e'].map((name) => longHistory(name, 5_000))
    expect(Buffer.byteLength(historyPage(many))).to.be.lessThan(1_000_000)
    expect(lanesOf(many)!.match(/class="mark/g)!.length).to.be.lessThan(250)
    expect(lanesOf([{ ...many[0]!, events: [] }])).to.equal(undefined)
    expect(historyAsMermaid([{ ...many[0]!, events: [], migrations: [] }])).to.include('empty : nothing ran')
  })
})

/** An environment in which one migration ran each day. */
function longHistory(environment: string, count: number): EnvironmentHistory {
  const names = Array.from({ length: count }, (_, at) => `2010${String(at).padStart(10, '0')}_add_something.ts`)
  const rows = names.map((name, at) => ({
    id: at,
    name,
    batch: at,
    at: new Date(Date.UTC(2010, 0, at)).toISOString(),
    checksum: null,
    ms: null,
    who: null,
  }))
  return {
    environment,
    database: environment,
    revision: names.at(-1)!,
    error: null,
    migrations: rows.map((applied) => ({
      name: applied.name,
      state: 'applied',
      applied,
      backdated: false,
      half: null,
      hint: null,
    })),
    events: rows.map(({ id, name, batch, at }) => ({ key: String(id), migration: name, direction: 'up', batch, at })),
  }
}
