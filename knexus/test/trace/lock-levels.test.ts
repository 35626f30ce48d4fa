import { expect } from 'chai'
import type { Client } from 'pg'
import { introspect } from '../../src/introspect/index.ts'
import { rehearse } from '../../src/prove/index.ts'
import { NO_RENAMES } from '../../src/rename/index.ts'
import { isAtLeast, type LockMode } from '../../src/trace/measure.ts'
import { groups } from '../cases/index.ts'
import { lacking, leaveOut } from '../support/leave-out.ts'
import { database } from '../support/server.ts'

/**
 * What statements lock on the table that they name, by the first words that fit. Source: `AlterTableGetLockLevel` in PostgreSQL's
 * `tablecmds.c`, the lock levels of storage parameters in `reloptions.c`, and the manual's page on explicit locking.
 */
const LEVELS: readonly (readonly [statement: RegExp, mode: LockMode])[] = [
  [/^ALTER TABLE (?:ONLY )?(\S+) VALIDATE CONSTRAINT /, 'SHARE UPDATE EXCLUSIVE'],
  [/^ALTER TABLE (?:ONLY )?(\S+) ALTER COLUMN \S+ (?:SET STATISTICS|SET \(|RESET \()/, 'SHARE UPDATE EXCLUSIVE'],
  [/^ALTER TABLE (?:ONLY )?(\S+) (?:SET|RESET) \((?:fillfactor|(?:toast\.)?autovacuum)/, 'SHARE UPDATE EXCLUSIVE'],
  [/^ALTER TABLE (?:ONLY )?(\S+) (?:CLUSTER ON|SET WITHOUT CLUSTER)/, 'SHARE UPDATE EXCLUSIVE'],
  [/^ALTER TABLE (?:ONLY )?(\S+) ATTACH PARTITION /, 'SHARE UPDATE EXCLUSIVE'],
  [/^ALTER TABLE (?:ONLY )?(\S+) (?:ENABLE|DISABLE) (?:ALWAYS |REPLICA )?TRIGGER /, 'SHARE ROW EXCLUSIVE'],
  [/^ALTER TABLE (?:ONLY )?(\S+) ADD CONSTRAINT \S+ FOREIGN KEY /, 'SHARE ROW EXCLUSIVE'],
  [/^ALTER TABLE (?:ONLY )?(\S+) (?!DETACH .* CONCURRENTLY|SET \(|RESET \()/, 'ACCESS EXCLUSIVE'],
  [/^CREATE (?:UNIQUE )?INDEX (?!CONCURRENTLY).*? ON (?:ONLY )?(\S+) /, 'SHARE'],
  [/^CREATE (?:CONSTRAINT )?TRIGGER .*? ON (\S+)\s/s, 'SHARE ROW EXCLUSIVE'],
  [/^CREATE POLICY \S+ ON (\S+)/, 'ACCESS EXCLUSIVE'],
  [/^COMMENT ON TABLE (\S+) IS /, 'SHARE UPDATE EXCLUSIVE'],
  [/^CREATE STATISTICS .* FROM (\S+)$/s, 'SHARE UPDATE EXCLUSIVE'],
]

/** How many receipts were compared. */
let compared = 0

/** LOCKS_SAMPLE=1 takes every case. */
const sample = Number(process.env.LOCKS_SAMPLE ?? 30)

describe('the receipts of statements', function () {
  this.timeout('3m')

  for (const { name, cases } of groups)
    for (const one of cases.filter((_, index) => index % sample === 0))
      it(`agree with the lock levels of PostgreSQL: ${name}, ${one.name}`, async function () {
        leaveOut(this, lacking(one.since, one.both, one.from, one.to))
        const [live, wanted] = await Promise.all(
          [one.from, one.to].map((side) => database([one.both, side].filter(Boolean).join(';'))),
        )
        try {
          const [client, other] = [await live!.connect(), await wanted!.connect()]
          const [from, to] = [await introspect(client), await introspect(other)]
          for (const target of one.oneWay === undefined ? [to, from] : [to]) await agree(client, target)
        } finally {
          await live!.drop()
          await wanted!.drop()
        }
      })

  it('are held against levels that are told apart', () => {
    expect(levelOf('ALTER TABLE ONLY public.t ADD CONSTRAINT f FOREIGN KEY (a) REFERENCES u (id)')).to.deep.equal([
      'public.t',
      'SHARE ROW EXCLUSIVE',
    ])
    expect(levelOf('ALTER TABLE public.t ADD CONSTRAINT c CHECK (a > 0)')?.[1]).to.equal('ACCESS EXCLUSIVE')
    expect(levelOf('CREATE INDEX CONCURRENTLY i ON public.t (a)')).to.equal(undefined)
    expect(compared).to.be.greaterThan(10)
  })
})

/** Changes a database into a schema, and compares each receipt with what its statement and those before it lock. */
async function agree(client: Client, target: Awaited<ReturnType<typeof introspect>>): Promise<void> {
  const tables = await client.query<{ name: string }>(
    `SELECT format('%I.%I', nspname, relname) AS name FROM pg_class c JOIN pg_namespace n ON n.oid = relnamespace WHERE relkind IN ('r', 'p')`,
  )
  const known = new Set(tables.rows.map(({ name }) => name))
  const shadow = Object.assign(client, { settings: {}, close: async () => {} })
  for (const { up } of await rehearse(NO_RENAMES, target, shadow, {})) {
    const named = new Set<string | undefined>()
    for (const [place, { sql, receipt }] of up.statements.entries()) {
      const [table, mode] = levelOf(sql) ?? []
      named.add(table)
      const held = table === undefined ? undefined : receipt?.locks[table]
      if (!receipt || table === undefined || !mode || !known.has(table)) continue
      if (!/^(?:ALTER TABLE \S+ (?:RENAME|SET SCHEMA)) /.test(sql))
        expect(held !== undefined && isAtLeast(held as LockMode, mode), `${sql}: ${mode}, not ${held}`).to.equal(true)
      // Where nothing else was named so far, nothing else can have locked it more strongly.
      if (named.size === 1 && place === 0) expect(held, sql).to.equal(mode)
      compared += 1
    }
  }
}

function levelOf(sql: string): readonly [table: string, mode: LockMode] | undefined {
  const found = LEVELS.find(([statement]) => statement.test(sql))
  return found && [found[0].exec(sql)![1]!, found[1]]
}
