import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { expect } from 'chai'
import { lint } from '../../src/lint.ts'
import type { Project } from '../../src/project/index.ts'
import { openShadow, type Shadow } from '../../src/shadow/index.ts'
import { verify } from '../../src/verify/index.ts'
import { database, serverUrl } from '../support/server.ts'

const FIRST = `
export async function up(knex) { await knex.raw('CREATE TABLE orders (id serial PRIMARY KEY, price numeric(10,4))') }
export async function down(knex) { await knex.raw('DROP TABLE orders') }`

const WORK = `
export async function up(knex) { await knex.raw('ALTER TABLE orders ADD a int') }
export async function down(knex) { await knex.raw('ALTER TABLE orders DROP a') }`

describe('a migration that waits for rows, on made-up rows', function () {
  this.timeout('1m')
  let root: string
  let shadow: Shadow
  let of: Project
  before(async () => {
    shadow = await openShadow({ server: serverUrl() })
  })
  after(() => shadow.close())
  beforeEach(async () => {
    root = await mkdtemp(join(import.meta.dirname, '.waits-'))
    const config = {
      client: 'pg',
      connection: (await database()).url,
      migrations: { directory: root, loadExtensions: ['.ts'] },
    }
    const models = join(root, 'models')
    of = { knexfile: join(root, 'k.ts'), root, environment: 'test', models, settings: { schemas: ['public'] }, config }
    await writeFile(join(root, '1_first.ts'), FIRST)
  })
  afterEach(() => rm(root, { recursive: true }))

  for (const [what, query, findings, rows] of [
    ['without the one', 'SELECT FROM orders WHERE id = 2', [], 3],
    ['without all', 'SELECT FROM orders WHERE price IS DISTINCT FROM 0', [], 0],
    ['without those that only go together', 'SELECT count(*) FROM orders HAVING count(*) > 2', [], 0],
    [
      'and is refused, where the query finds a row even of none',
      'SELECT count(*) FROM orders',
      ['up-fails'],
      undefined,
    ],
  ] as const)
    it(`runs ${what}`, async () => {
      await writeFile(join(root, '2_work.ts'), `export const config = { refuseWhile: '${query}' }${WORK}`)
      const [verified] = await verify(of, shadow, ['2_work'])
      expect(verified!.findings.map(({ rule }) => rule)).to.deep.equal(findings)
      if (rows !== undefined) {
        expect(verified!.notes[0]).to.equal('Without the made-up rows that its refuseWhile finds.')
        expect(verified!.notes[1]).to.include(rows === 0 ? 'No values to compare' : `rows: ${rows})`)
      }
      const [linted] = await lint(of, shadow, ['2_work'])
      expect(linted!.trace.failed !== undefined).to.equal(findings.length > 0)
    })
})
