import { expect } from 'chai'
import fc from 'fast-check'
import type { Connection } from '../../src/connection/connection.ts'
import { elaborate } from '../../src/build/index.ts'
import { diff } from '../../src/diff.ts'
import { introspect } from '../../src/introspect/index.ts'
import { buildNear } from '../../src/build/near.ts'
import { schemaOf, type Schema } from '../../src/schema.ts'
import { groups, type Case } from '../cases/index.ts'
import { pairs } from '../generated/pieces/index.ts'
import { build } from '../generated/there-and-back.ts'
import { lacking } from '../support/leave-out.ts'
import { serverFacts, withDatabase } from '../support/server.ts'

const { assert, asyncProperty } = fc

/** Every so many-th case, and a tenth of the random pairs that the laws are held against. NEAR_SAMPLE=1 takes every case. */
const SAMPLE = Number(process.env.NEAR_SAMPLE ?? 60)
const runs = Math.ceil(Number(process.env.GENERATED ?? 8) / 10)
const seed = Number(process.env.SEED ?? 109_347_804)

describe('a build near another schema', function () {
  this.timeout('5m')
  const chosen: readonly Case[] = groups.flatMap(({ cases }) => cases).filter((_, index) => index % SAMPLE === 0)

  it(`is the same as one from nothing: ${chosen.length} cases, both ways`, async () => {
    for (const one of chosen) {
      if (lacking(one.since, one.both, one.from, one.to) === undefined)
        await sameNearby([one.both ?? '', one.from ?? ''], [one.both ?? '', one.to ?? ''])
    }
  })

  it(`is the same as one from nothing: ${runs} random pairs, both ways`, async () => {
    await assert(
      asyncProperty(pairs(serverFacts().major), ([from, to]) => sameNearby(from, to)),
      { numRuns: runs, seed, endOnFailure: true },
    )
  })

  describe('of a table with an index and a foreign key', () => {
    const TABLES = `CREATE TABLE lands (id int PRIMARY KEY); CREATE TABLE towns (name text, land int CONSTRAINT of_land REFERENCES lands);
      CREATE INDEX by_name ON towns (name); COMMENT ON INDEX by_name IS 'as people look for it'; CREATE INDEX by_length ON towns (length(name)); COMMENT ON CONSTRAINT of_land ON towns IS 'or none'`
    const SPARED = [/FOREIGN KEY/, /INDEX by_name/, /length\(name\)/]

    it('spares them', async () => {
      const schema = await built([TABLES])
      expect(await sent(schema, schema, SPARED)).to.deep.equal([false, false, false])
    })

    it('builds the one that is declared in other words', async () => {
      const schema = await built([TABLES])
      const declared = schemaOf(
        [...schema.values()].map((object) =>
          object.kind === 'index' && object.name === 'by_length' ? { ...object, keys: ['length( name )'] } : object,
        ),
      )
      expect(await sent(declared, schema, [...SPARED.slice(0, 2), /length\( name \)/])).to.deep.equal([
        false,
        false,
        true,
      ])
    })

    it('builds the one that something else needs', async () => {
      const schema = await built([TABLES])
      const declared = schemaOf(
        [...schema.values()].map((object) =>
          object.kind === 'comment' && object.on.startsWith('CONSTRAINT') ? { ...object, text: 'or nowhere' } : object,
        ),
      )
      expect(await sent(declared, schema, [SPARED[0]!])).to.deep.equal([true])
    })

    it('builds all of them where anything else differs', async () => {
      const schema = await built([TABLES])
      expect(await sent(schema, await built([TABLES.replace('id int', 'id bigint')]), SPARED)).to.deep.equal([
        true,
        true,
        true,
      ])
    })
  })
})

/** Whether what was sent to build one schema near another has each of these words. */
async function sent(declared: Schema, near: Schema, words: readonly RegExp[]): Promise<boolean[]> {
  const texts: string[] = []
  await withDatabase(async (db) => {
    const watched: Connection = { query: (sql, values) => (texts.push(sql), db.query(sql, [...(values ?? [])])) }
    const schema = (await buildNear(declared, async () => near, watched, {})) ?? (await introspect(db))
    expect(diff(schema, await elaborated(declared))).to.deep.equal([])
  })
  const statements = texts.filter((sql) => !sql.startsWith('SET TRANSACTION')).join('\n')
  return words.map((word) => word.test(statements))
}

/** Builds either one of two schemas near itself and near the other one. */
async function sameNearby(from: readonly string[], to: readonly string[]): Promise<void> {
  const schemas = [await built(from), await built(to)]
  for (const declared of schemas) {
    const expected = await elaborated(declared)
    for (const near of schemas) {
      const schema = await withDatabase(
        async (db) => (await buildNear(declared, async () => near, db, {})) ?? introspect(db),
      )
      expect(diff(schema, expected), [from, to].map((sql) => sql.join(';\n')).join('\n-- and\n')).to.deep.equal([])
    }
  }
}

function elaborated(declared: Schema): Promise<Schema> {
  return withDatabase((db) => elaborate(declared, db))
}

/** The schema of the statements that PostgreSQL accepts. */
function built(statements: readonly string[]): Promise<Schema> {
  return withDatabase(async (db) => {
    await db.query('BEGIN ISOLATION LEVEL REPEATABLE READ')
    await build(db, statements.filter(Boolean), true)
    return introspect(db)
  })
}
