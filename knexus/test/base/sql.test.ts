import { expect } from 'chai'
import type { Client } from 'pg'
import { dollarQuote, optionList, quoteIdent, quoteLiteral } from '../../src/base/sql.ts'
import { database } from '../support/server.ts'

describe('quoting', () => {
  let db: Client
  before(async () => {
    db = await (await database()).connect()
  })
  after(() => db.end())

  const read = async (sql: string) => (await db.query<{ text: string }>(`SELECT ${sql} AS text`)).rows[0]!.text

  const TEXTS = [
    '',
    'plain',
    "it's",
    'back\\slash',
    "\\'",
    '$',
    '$$',
    'a$$b',
    'ends in $',
    'price $body',
    '$body$',
    '$$ $body$',
    'x$body1',
  ]
  for (const text of TEXTS) {
    it(`hands ${JSON.stringify(text)} to PostgreSQL as it is, between dollars and between quotes`, async () => {
      expect(await read(dollarQuote(text))).to.equal(text)
      expect(await read(quoteLiteral(text))).to.equal(text)
    })
  }

  it('takes a tag only where the body asks for one', () => {
    expect(dollarQuote('SELECT 1')).to.equal('$$SELECT 1$$')
    expect(dollarQuote('SELECT $1')).to.equal('$$SELECT $1$$')
    expect(dollarQuote('costs 5$')).to.equal('$body$costs 5$$body$')
    expect(dollarQuote('$$ and $body')).to.equal('$body1$$$ and $body$body1$')
  })

  it('reads a backslash alike whatever standard_conforming_strings says', async () => {
    await db.query('SET standard_conforming_strings = off')
    expect(await read(quoteLiteral('a\\b'))).to.equal('a\\b')
    await db.query('RESET standard_conforming_strings')
  })

  it('quotes every name that PostgreSQL would not read back as it is', async () => {
    const { rows } = await db.query<{ word: string }>('SELECT word FROM pg_get_keywords()')
    const names = [...rows.map(({ word }) => word), 'Order', 'a b', 'a"b', '1a', 'a$1', '_', 'ünï', 'a-b', '']
    for (const name of names.filter((one) => one !== '')) {
      const { fields } = await db.query(`SELECT * FROM (SELECT 1) AS t (${quoteIdent(name)})`)
      expect(fields[0]!.name).to.equal(name)
    }
    expect(quoteIdent('users')).to.equal('users')
  })

  it('writes options that are plain words without quotes', () => {
    expect(optionList({ fillfactor: '70', 'toast.autovacuum_enabled': 'off', note: "it's" })).to.equal(
      "fillfactor=70, toast.autovacuum_enabled=off, note='it''s'",
    )
  })
})
