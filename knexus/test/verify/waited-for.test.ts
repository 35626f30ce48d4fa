import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { expect } from 'chai'
import { lint } from '../../src/lint.ts'
import type { Project } from '../../src/project/index.ts'
import { verify } from '../../src/verify/index.ts'
import { scratch } from '../support/scratch.ts'
import { database } from '../support/server.ts'

const FIRST = `
export async function up(knex) { await knex.raw('CREATE TABLE orders (id serial PRIMARY KEY, price numeric(10,4))') }
export async function down(knex) { await knex.raw('DROP TABLE orders') }`

const WORK = `
export async function up(knex) { await knex.raw('ALTER TABLE orders ADD a int') }
export async function down(knex) { await knex.raw('ALTER TABLE orders DROP a') }`

describe('a migration that waits for rows, on made-up rows', function () {
  this.timeout('1m')
  const here = scratch(import.meta.dirname, 'waits')
  let of: Project
  beforeEach(async () => {
    const config = {
      client: 'pg',
      connection: (await database()).url,
      migrations: { directory: here.root, loadExtensions: ['.ts'] },
    }
    const models = join(here.root, 'models')
    of = {
      knexfile: join(here.root, 'k.ts'),
      root: here.root,
      environment: 'test',
      models,
      settings: { schemas: ['public'] },
      config,
    }
    await writeFile(join(here.root, '1_first.ts'), FIRST)
  })

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
      await writeFile(join(here.root, '2_work.ts'), `export const config = { refuseWhile: '${query}' }${WORK}`)
      const [verified] = await verify(of, here.shadow, ['2_work'])
      expect(verified!.findings.map(({ rule }) => rule)).to.deep.equal(findings)
      if (rows !== undefined) {
        expect(verified!.notes[0]).to.equal('Without the made-up rows that its refuseWhile finds.')
        expect(verified!.notes[1]).to.include(rows === 0 ? 'No values to compare' : `rows: ${rows})`)
      }
      const [linted] = await lint(of, here.shadow, ['2_work'])
      expect(linted!.trace.failed !== undefined).to.equal(findings.length > 0)
    })
})
