import { expect } from 'chai'
import { down, up } from '../../src/run/runner.ts'
import { database, type TestDatabase } from '../support/server.ts'
import { MIXED, PICTURE, ROWS } from './mixed.ts'
import { start } from './process.ts'
import { project, type Project } from './project.ts'
import { proxy } from './proxy.ts'

/** Every message and every query when CRASH=all; else one in so many. */
const ALL = process.env['CRASH'] === 'all'
const EVERY_CUT = ALL ? 1 : 29
const EVERY_KILL = ALL ? 1 : 37
/** Until so many messages the session is being made; each of them is tried in every run. */
const CONNECTING = 12

describe('a run that is cut off', function () {
  this.timeout(3_600_000)
  let p: Project
  let whole: string[]
  let empty: string[]
  before(async () => {
    p = await project(MIXED)
    await up(p.config)
    whole = await picture(p.url, true)
    await down(p.config, { all: true })
    empty = await picture(p.url, false)
  })
  after(() => p.drop())

  const configOf = (url: string) => ({ ...p.config, connection: url })

  async function picture(url: string, rows: boolean): Promise<string[]> {
    const { Client } = await import('pg')
    const client = new Client({ connectionString: url, application_name: 'picture' })
    await client.connect()
    try {
      const lines = [
        ...(await client.query<{ line: string }>(PICTURE)).rows,
        ...(rows ? (await client.query<{ line: string }>(ROWS)).rows : []),
      ]
      return lines.map((row) => row.line)
    } finally {
      await client.end()
    }
  }

  async function cutEverywhere(
    prepare: (url: string) => Promise<unknown>,
    run: (url: string) => Promise<unknown>,
    expected: () => string[],
    rows: boolean,
  ): Promise<void> {
    const first = await database()
    await prepare(first.url)
    const counter = await proxy(first.url)
    await run(counter.url)
    await counter.close()
    await first.drop()
    let cuts = 0
    for (let at = 1; at <= counter.messages; at += at < CONNECTING ? 1 : EVERY_CUT) {
      const db: TestDatabase = await database()
      await prepare(db.url)
      const line = await proxy(db.url, { cutAt: at })
      const failed = await run(line.url).then(
        () => false,
        () => true,
      )
      await line.close()
      if (failed) cuts += 1
      await run(db.url).catch((error: unknown) => {
        throw new Error(`cut at message ${at}: ${String(error)}`, { cause: error })
      })
      expect(await picture(db.url, rows), `cut at message ${at}`).to.deep.equal(expected())
      await db.drop()
    }
    expect(cuts).to.be.greaterThan(0)
  }

  it('up goes on where it stopped when the connection is cut, at any message', () =>
    cutEverywhere(
      async () => {},
      (url) => up(configOf(url)),
      () => whole,
      true,
    ))

  it('down goes on where it stopped when the connection is cut, at any message', () =>
    cutEverywhere(
      (url) => up(configOf(url)),
      (url) => down(configOf(url), { all: true }),
      () => empty,
      false,
    ))

  async function killEverywhere(
    command: 'up' | 'down',
    moment: 'before' | 'after',
    prepare: (url: string) => Promise<unknown>,
    finish: (url: string) => Promise<unknown>,
    expected: () => string[],
    rows: boolean,
  ): Promise<void> {
    for (let at = 3; ; at += EVERY_KILL) {
      const db = await database()
      await prepare(db.url)
      const child = start(command, db.url, p.directory, () => {}, { kill: at, moment })
      const code = await child.end
      await finish(db.url).catch((error: unknown) => {
        throw new Error(`killed ${moment} query ${at}: ${String(error)}`, { cause: error })
      })
      expect(await picture(db.url, rows), `killed ${moment} query ${at}`).to.deep.equal(expected())
      await db.drop()
      if (code === 0) break
      expect(child.process.signalCode).to.equal('SIGKILL')
    }
  }

  for (const moment of ['before', 'after'] as const) {
    it(`up goes on where it stopped when the process is killed, ${moment} any query`, () =>
      killEverywhere(
        'up',
        moment,
        async () => {},
        (url) => up(configOf(url)),
        () => whole,
        true,
      ))

    it(`down goes on where it stopped when the process is killed, ${moment} any query`, () =>
      killEverywhere(
        'down',
        moment,
        (url) => up(configOf(url)),
        (url) => down(configOf(url), { all: true }),
        () => empty,
        false,
      ))
  }
})
