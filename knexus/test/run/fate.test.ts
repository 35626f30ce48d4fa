import { expect } from 'chai'
import { up } from '../../src/run/runner.ts'
import { migration, project } from './project.ts'
import { proxy } from './proxy.ts'

const FILES: Readonly<Record<string, string>> = {
  'sent together': migration(['CREATE TABLE a (id int)', 'INSERT INTO a VALUES (1)']),
  'sent by Knex': `let n = 0\n${migration(['CREATE TABLE a (id int)', 'INSERT INTO a VALUES (1)'])}`,
}

describe('what is said of a transaction whose connection was cut is true,', () => {
  for (const [how, text] of Object.entries(FILES))
    it(how, async () => {
      const p = await project({ '1_a.ts': text })
      const counter = await proxy(p.url)
      await up({ ...p.config, connection: counter.url })
      await counter.close()
      const seen = new Set<string>()
      for (let at = 1; at <= counter.messages; at += 1) {
        await p.query('DROP TABLE IF EXISTS a, knex_migrations, knex_migrations_lock, knexus_journal')
        const between = await proxy(p.url, { cutAt: at, once: true })
        const error: unknown = await up({ ...p.config, connection: between.url }).catch((error: unknown) => error)
        await between.close()
        const { cure = '' } = error as { cure?: string }
        const [row] = await p.query<{ there: boolean }>(`SELECT to_regclass('a') IS NOT NULL AS there`)
        const said = /rolled back|was committed|had not begun|not known/.exec(cure)?.[0] ?? 'nothing'
        seen.add(said)
        if (said === 'rolled back' || said === 'had not begun')
          expect(row, `${at}: ${cure}`).to.include({ there: false })
        if (said === 'was committed') expect(row, `${at}: ${cure}`).to.include({ there: true })
      }
      expect([...seen]).to.include('rolled back')
      expect([...seen]).to.not.include('not known')
      await p.drop()
    })
})
