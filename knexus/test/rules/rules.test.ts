import { readdirSync } from 'node:fs'
import { join } from 'node:path'
import { expect } from 'chai'
import type { Knex } from 'knex'
import { seedRows } from '../../src/prove/rows.ts'
import { ask } from '../../src/rules/ask.ts'
import { rules } from '../../src/rules/index.ts'
import { judge, type Finding } from '../../src/rules/judge.ts'
import type { Example, Rule } from '../../src/rules/shared/rule.ts'
import { openShadow, type Shadow } from '../../src/shadow/index.ts'
import { trace } from '../../src/trace/index.ts'
import { lacking, leaveOut } from '../support/leave-out.ts'
import { serverUrl } from '../support/server.ts'

describe('the rules', () => {
  let shadow: Shadow
  before(async () => {
    shadow = await openShadow({ server: serverUrl() })
  })
  after(() => shadow.close())

  it('are a file each', () => {
    const folder = join(import.meta.dirname, '../../src/rules')
    const files = readdirSync(folder).filter(
      (file) => file.endsWith('.ts') && !['ask.ts', 'index.ts', 'judge.ts'].includes(file),
    )
    expect(rules.map(({ name }) => `${name}.ts`).sort()).to.deep.equal(files.sort())
  })

  for (const rule of rules) {
    it(`${rule.name}: finds what is dangerous, and nothing in what is not`, async function () {
      leaveOut(this, lacking(rule.before.includes('security_invoker') ? 15 : 0))
      const bad = await found(rule, rule.bad)
      expect(bad.map((one) => one.rule)).to.include(rule.name)
      for (const { message, cure } of bad) expect(`${message} ${cure}`).not.to.match(/undefined|\[object/)
      const good = await found(rule, rule.good)
      expect(good.filter((one) => one.rule === rule.name || one.severity === 'error')).to.deep.equal([])
    })
  }

  /** What all rules say of an example, on tables that hold rows. */
  async function found({ before }: Rule, { statements, transaction = true }: Example): Promise<Finding[]> {
    const db = await shadow.database()
    try {
      await db.query(before)
      await seedRows(db)
      const migration = {
        name: 'example.ts',
        directory: '',
        checksum: '',
        byDefault: false,
        transaction,
        up: async (knex: Knex) => {
          for (const sql of statements) await knex.raw(sql)
        },
        down: undefined,
      }
      const seen = await trace(migration, 'up', db, { client: 'pg' }, {})
      return judge(seen, '', {}, await ask(db, seen))
    } finally {
      await db.close()
    }
  }
})
