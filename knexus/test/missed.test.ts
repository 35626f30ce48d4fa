import { expect } from 'chai'
import type { Client } from 'pg'
import { rows } from '../src/connection/connection.ts'
import { addressOfChange, subject } from '../src/change.ts'
import { diff, differing } from '../src/diff.ts'
import { introspect } from '../src/introspect/index.ts'
import { allKinds, attribute, type Schema } from '../src/schema.ts'
import type { Edit, Missed } from './missed/case.ts'
import { missed } from './missed/index.ts'
import { lacking, leaveOut } from './support/leave-out.ts'
import { database, type TestDatabase } from './support/server.ts'

describe('a change behind our back is found', () => {
  let base: TestDatabase
  let db: Client
  let empty: Schema
  before(async () => {
    base = await database()
    db = await base.connect()
    empty = await read()
  })
  after(async () => {
    await db.end()
    await base.drop()
  })

  it('has a case for every attribute of every kind', () => {
    const known = missed.map(({ kind, edits, fixed = {} }) => [
      kind,
      [...Object.keys(edits), ...Object.keys(fixed)].sort(),
    ])
    expect(Object.fromEntries(known)).to.deep.equal(
      Object.fromEntries(allKinds.map(({ kind, alter }) => [kind, Object.keys(alter).sort()])),
    )
  })

  for (const { kind, setup, since = 0, edits } of missed) {
    describe(kind, () => {
      let made: Schema
      before(async function () {
        leaveOut(this, lacking(since, setup))
        await db.query('BEGIN ISOLATION LEVEL REPEATABLE READ; SAVEPOINT nothing')
        await run(setup)
        made = await read()
        await db.query('SAVEPOINT made')
      })
      after(() => db.query('ROLLBACK'))

      it('when it is made, when it is dropped', () => {
        const changes = diff(empty, made).filter((change) => subject(change).kind === kind)
        expect(
          changes.filter(({ before }) => before === undefined),
          'objects that appear',
        ).to.not.deep.equal([])
      })

      it('has every attribute in its address, compared, or named as a fact', () => {
        const { alter, facts = {}, address } = allKinds.find((one) => one.kind === kind)!
        const sorted = new Set(['kind', 'needs', 'untied', ...Object.keys(alter), ...Object.keys(facts)])
        const object = [...made.values()].find((one) => one.kind === kind)
        if (!object) throw new Error('the setup makes none')
        const inside = Object.keys(object).filter((key) => !sorted.has(key))
        const ignored = inside.filter(
          (key) => address({ ...object, [key]: other(attribute(object, key)) }) === address(object),
        )
        expect(ignored, 'named as the address, and not in it').to.deep.equal([])
      })

      for (const [attribute, edit] of ownSetupLast(edits)) {
        it(attribute, async function () {
          leaveOut(
            this,
            lacking(edit.since ?? since, edit.setup ?? setup) ??
              (edit.only && !(await holds(edit.only)) ? `needs a server where ${edit.only}` : undefined),
          )
          const earlier = await ready(edit, made)
          await run(edit.change)
          const changes = diff(earlier, await read())
          const found = changes.filter(
            ({ before, after }) => before?.kind === kind && after && differing(before, after).includes(attribute),
          )
          expect(found, `seen instead: ${changes.map(addressOfChange).join(', ')}`).to.not.deep.equal([])
        })
      }
    })
  }

  /** Puts the database where the edit begins, and says what is there. */
  async function ready(edit: Edit, made: Schema): Promise<Schema> {
    await db.query(`ROLLBACK TO ${edit.setup === undefined ? 'made' : 'nothing'}`)
    if (edit.setup === undefined) return made
    await run(edit.setup)
    return read()
  }

  function read(): Promise<Schema> {
    return introspect(db, { dependencies: false })
  }

  async function run(sql: string): Promise<void> {
    await db.query(`SET LOCAL search_path = public; ${sql}`)
  }

  async function holds(question: string): Promise<boolean> {
    return Object.values((await rows<Record<string, boolean>>(db, question))[0] ?? {})[0] === true
  }
})

/** Going back to nothing forgets what was made, so the edits with a setup of their own come last. */
function ownSetupLast(edits: Missed['edits']): [string, Edit][] {
  const all = Object.entries(edits).map(([attribute, edit]): [string, Edit] => [
    attribute,
    typeof edit === 'string' ? { change: edit } : edit,
  ])
  return all.sort(([, a], [, b]) => Number(a.setup !== undefined) - Number(b.setup !== undefined))
}

/** Another value of the same sort. */
function other(value: unknown): unknown {
  return typeof value === 'object' && value !== null ? {} : `${typeof value === 'string' ? value : ''}x`
}
