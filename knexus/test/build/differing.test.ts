import { expect } from 'chai'
import fc from 'fast-check'
import { KnexusError } from '../../src/base/errors.ts'
import { build as make } from '../../src/build/index.ts'
import { buildDiffering, saidOf, Unlike, type Built, type Precedent } from '../../src/build/differing.ts'
import { read } from '../../src/introspect/index.ts'
import type { AnyObject } from '../../src/kinds/index.ts'
import { schemaOf, type Schema } from '../../src/schema.ts'
import { groups, type Case } from '../cases/index.ts'
import { pairs } from '../generated/pieces/index.ts'
import { build } from '../generated/there-and-back.ts'
import { lacking } from '../support/leave-out.ts'
import { serverFacts, withDatabase } from '../support/server.ts'

const { assert, asyncProperty } = fc

/** Every so many-th case, and a tenth of the random pairs that the laws are held against. DIFFERING_SAMPLE=1 takes every case. */
const SAMPLE = Number(process.env.DIFFERING_SAMPLE ?? 60)
const runs = Math.ceil(Number(process.env.GENERATED ?? 8) / 10)
const seed = Number(process.env.SEED ?? 109_347_804)

/** What is there on both sides, so that a case is a small part of all. */
const BESIDE = Array.from(
  { length: 30 },
  (_, n) => `CREATE TYPE public.kind_${n} AS ENUM ('a', 'b');
    CREATE TABLE public.beside_${n} (id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY, kind kind_${n} DEFAULT 'a', parent_id bigint REFERENCES beside_${Math.floor(n / 2)},
      title text CHECK (length(title) > ${n})); CREATE INDEX ON public.beside_${n} (lower(title));
    CREATE VIEW public.seen_${n} AS SELECT b.id, b.kind, p.title FROM beside_${n} b JOIN beside_${Math.floor(n / 2)} p ON p.id = b.parent_id`,
).join(';\n')

describe('models that are built by difference', function () {
  this.timeout(process.env.DIFFERING_SAMPLE ? '2h' : '10m')
  const chosen: readonly Case[] = groups
    .flatMap(({ cases }) => cases)
    .filter((_, index) => index % SAMPLE === 7 % SAMPLE)

  it(`read as those that are built from nothing: ${chosen.length} cases, both ways`, async () => {
    const spared: boolean[] = []
    for (const one of chosen)
      if (lacking(one.since, one.both, one.from, one.to) === undefined)
        spared.push(...(await sameByDifference([one.both ?? '', one.from ?? ''], [one.both ?? '', one.to ?? ''])))
    if (process.env.DIFFERING_SAMPLE) console.log(`${spared.filter(Boolean).length} of ${spared.length} spared`)
    expect(spared).to.include(true)
  })

  it(`read as those that are built from nothing: ${runs} random pairs, both ways`, async () => {
    await assert(
      asyncProperty(pairs(serverFacts().major), async ([from, to]) => void (await sameByDifference(from, to))),
      { numRuns: runs, seed, endOnFailure: true },
    )
  })

  describe('whose words mean something else, though they stay', () => {
    /** The words of the view `v` in a model, and what is read of them after a change that is built by difference. */
    async function after(words: string, change: string): Promise<unknown> {
      const base = `CREATE SCHEMA app; CREATE TABLE users (id int, name text); CREATE TYPE mood AS ENUM ('a'); CREATE VIEW v AS SELECT 1 AS one`
      const says = async (...statements: readonly string[]) =>
        schemaOf(
          [...(await declaredOf([base, ...statements])).values()].flatMap((one) => {
            if (one.kind === 'view column') return []
            return one.kind === 'view' && one.name === 'v' ? { ...one, definition: words, columns: null } : one
          }),
        )
      const [before, declared] = [await says(), await says(change)]
      const built = await fromNothing(before, PATH)
      const got = await withDatabase(async (db) => {
        await db.query(PATH)
        return buildDiffering(declared, { said: saidOf(before), built }, db, {})
      })
      const expected = await fromNothing(declared, PATH)
      expect(got && inOrder(got.schema)).to.deep.equal(inOrder(expected.schema))
      const view = got!.schema.get('VIEW public.v')
      return view?.kind === 'view' && view.definition
    }
    const PATH = 'SET search_path = app, public'

    it('all columns of a table, where one comes', async () => {
      expect(await after('SELECT * FROM users', 'ALTER TABLE users ADD born date')).to.contain('born')
    })

    it('a table without its namespace, where one of that name comes that is looked for before', async () => {
      expect(await after('SELECT id FROM users', 'CREATE TABLE app.users (id int)')).to.contain('app.users')
    })

    it('a type, where one of that name comes that is looked for before', async () => {
      expect(await after("SELECT 'a'::mood AS one", "CREATE TYPE app.mood AS ENUM ('a')")).to.contain('app.mood')
    })

    it('and what has the name of something else is refused, as it is when all is built', async () => {
      const before = await declaredOf(['CREATE TABLE users (name text); CREATE INDEX by_name ON users (name)'])
      const table = [...before.values()].find((one) => one.kind === 'table' && one.name === 'users')
      const declared = schemaOf([...before.values(), { ...table, name: 'by_name' } as AnyObject])
      const precedent = { said: saidOf(before), built: await fromNothing(before) }
      for (const build of [
        () => fromNothing(declared),
        () => withDatabase((db) => buildDiffering(declared, precedent, db, {})),
      ])
        expect(await build().catch((error: unknown) => error)).to.include({ code: 'declaration-refused' })
    })
  })
})

/** From either one of two schemas to the other: whether anything was spared, of either way. */
async function sameByDifference(from: readonly string[], to: readonly string[]): Promise<boolean[]> {
  const [a, b] = [await declaredOf(from), await declaredOf(to)]
  const [builtA, builtB] = [await fromNothing(a), await fromNothing(b)]
  const about = [from, to].map((sql) => sql.join(';\n')).join('\n-- and\n')
  return [await sameAs(a, builtA, b, builtB, about), await sameAs(b, builtB, a, builtA, about)]
}

async function sameAs(
  before: Schema,
  built: Precedent['built'],
  declared: Schema,
  expected: Precedent['built'],
  about: string,
): Promise<boolean> {
  const got = await withDatabase((db) => buildDiffering(declared, { said: saidOf(before), built }, db, {})).catch(
    (error: unknown) => {
      if (error instanceof Unlike || error instanceof KnexusError) return undefined
      throw error
    },
  )
  if (!got) return false
  expect(inOrder(got.schema), about).to.deep.equal(inOrder(expected.schema))
  expect(plain(got), about).to.deep.equal(plain(expected))
  return true
}

function plain({ needs = new Map() }: Built) {
  return inOrder(new Map(Array.from(needs, ([address, needed]) => [address, [...needed].sort()])))
}

/** Of equals it does not matter which comes first. */
function inOrder<T>(map: ReadonlyMap<string, T>): (readonly [string, T])[] {
  return [...map].sort(([a], [b]) => (a < b ? -1 : 1))
}

function fromNothing(declared: Schema, setting = 'SELECT'): Promise<Precedent['built']> {
  return withDatabase(async (db) => {
    await db.query(setting)
    await make(declared, db)
    const { schema, needs } = await read(db)
    return { schema, needs: needs! }
  })
}

/** What models would say of the statements that PostgreSQL accepts: they do not say what they need. */
function declaredOf(statements: readonly string[]): Promise<Schema> {
  return withDatabase(async (db) => {
    await db.query('BEGIN ISOLATION LEVEL REPEATABLE READ')
    await build(db, [BESIDE, ...statements].filter(Boolean), true)
    return schemaOf([...(await read(db)).schema.values()])
  })
}
