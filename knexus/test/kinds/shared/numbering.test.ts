import { expect } from 'chai'
import type { Client } from 'pg'
import {
  counter,
  moveInside,
  numberingClauses,
  usualNumbering,
  type Numbering,
} from '../../../src/kinds/shared/numbering.ts'
import { database } from '../../support/server.ts'

const numbering = (increment: string, min: number, max: number, start: number): Numbering => ({
  ...usualNumbering('bigint', increment),
  min: String(min),
  max: String(max),
  start: String(start),
})

describe('how a sequence counts', () => {
  let db: Client
  before(async () => {
    db = await (await database()).connect()
  })
  after(() => db.end())
  beforeEach(() => db.query('BEGIN'))
  afterEach(() => db.query('ROLLBACK'))

  const make = (name: string, how: Numbering) =>
    db.query(`CREATE SEQUENCE ${name} ${numberingClauses(how, 'bigint').join(' ')}`)
  const next = async (name: string) => Number((await db.query(`SELECT nextval('${name}') AS n`)).rows[0]!.n)

  describe('when its limits change', () => {
    /** The next number after `drawn` were drawn, or after the change where none was. */
    const afterChange = async (
      before: Numbering,
      after: Numbering,
      drawn: number,
    ): Promise<[setval: number, next: number]> => {
      await make('s', before)
      for (let n = 0; n < drawn; n += 1) await next('s')
      const { first, restart } = moveInside(before, after, 's')
      for (const { sql } of first) await db.query(sql)
      await db.query(
        `ALTER SEQUENCE s INCREMENT BY ${after.increment} MINVALUE ${after.min} MAXVALUE ${after.max} START WITH ${after.start}${restart ? ' RESTART' : ''}`,
      )
      return [first.length, await next('s')]
    }

    it('goes up from where the new limits begin', async () => {
      expect(await afterChange(numbering('1', 1, 1000, 1), numbering('1', 50, 1000, 50), 3)).to.deep.equal([1, 50])
    })

    it('goes on from where it is, inside the new limits', async () => {
      expect(await afterChange(numbering('1', 1, 1000, 100), numbering('1', 50, 1000, 50), 3)).to.deep.equal([1, 103])
    })

    it('goes down from where the new limits begin', async () => {
      expect(await afterChange(numbering('-1', -1000, -1, -1), numbering('-1', -1000, -50, -50), 3)).to.deep.equal([
        1, -50,
      ])
    })

    it('goes on downwards from where it is, inside the new limits', async () => {
      expect(await afterChange(numbering('-1', -1000, -1, -100), numbering('-1', -1000, -50, -50), 3)).to.deep.equal([
        1, -103,
      ])
    })

    it('leaves a start that was never used and is outside the new end, upwards and downwards', async () => {
      expect(await afterChange(numbering('1', 1, 1000, 900), numbering('1', 1, 500, 1), 0)).to.deep.equal([1, 1])
      await db.query('DROP SEQUENCE s')
      expect(await afterChange(numbering('-1', -1000, -1, -900), numbering('-1', -500, -1, -1), 0)).to.deep.equal([
        1, -1,
      ])
    })

    it('says nothing where the limits only become wider', async () => {
      expect(await afterChange(numbering('1', 10, 100, 10), numbering('1', 1, 1000, 1), 2)).to.deep.equal([0, 12])
      await db.query('DROP SEQUENCE s')
      expect(await afterChange(numbering('-1', -100, -10, -10), numbering('-1', -1000, -1, -1), 2)).to.deep.equal([
        0, -12,
      ])
    })

    it('starts again where no number is inside both', async () => {
      expect(await afterChange(numbering('1', 1, 10, 1), numbering('1', 100, 200, 100), 3)).to.deep.equal([0, 100])
      await db.query('DROP SEQUENCE s')
      expect(await afterChange(numbering('1', 100, 200, 100), numbering('1', 1, 10, 1), 3)).to.deep.equal([0, 1])
    })
  })

  describe('when another one goes on for it', () => {
    /** The first number of the successor of a sequence that has given `drawn` numbers. */
    const handedOver = async (before: Numbering, after: Numbering, drawn: number): Promise<number> => {
      await make('s', before)
      await make('next_s', after)
      for (let n = 0; n < drawn; n += 1) await next('s')
      const [from, to] = [counter('COLUMN public.t.id', 's', before), counter('COLUMN public.t.id', 'next_s', after)]
      await db.query(from.save.sql)
      await db.query(to.restore(from).sql)
      return next('next_s')
    }
    const up = numbering('1', 1, 1000, 1)
    const down = numbering('-1', -1000, -1, -1)

    it('goes on upwards', async () => {
      expect(await handedOver(up, up, 3)).to.equal(4)
    })

    it('goes on downwards', async () => {
      expect(await handedOver(down, down, 3)).to.equal(-4)
    })

    it('begins at its own start where the other has not come to its limits', async () => {
      expect(await handedOver(up, numbering('1', 50, 1000, 50), 3)).to.equal(50)
      await db.query('DROP SEQUENCE s, next_s')
      expect(await handedOver(down, numbering('-1', -1000, -50, -50), 3)).to.equal(-50)
    })

    it('begins at its own start where it counts the other way', async () => {
      expect(await handedOver(up, down, 3)).to.equal(-1)
    })
  })

  it('keeps the position of each column in a setting of its own', () => {
    const settings = [
      'COLUMN public.t.id',
      'COLUMN public."T".id',
      'COLUMN public.t_id.x',
      'COLUMN public."a b".id',
    ].map((column) => /'(knexus\.[^']+)'/.exec(counter(column, 's', usualNumbering('bigint')).save.sql)![1])
    expect(new Set(settings).size).to.equal(settings.length)
    for (const setting of settings) expect(setting).to.match(/^knexus\.[a-z0-9_$]+$/)
  })
})
