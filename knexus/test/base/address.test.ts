import { readdirSync, readFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { expect } from 'chai'
import { addresses, columnOf, only, pathOf, wordsOf } from '../../src/base/address.ts'
import { quoteLiteral } from '../../src/base/sql.ts'
import { database } from '../support/server.ts'

const src = resolve(import.meta.dirname, '../../src')

const SOURCES = readdirSync(src, { recursive: true, encoding: 'utf8' })
  .filter((file) => file.endsWith('.ts') && file !== join('base', 'address.ts'))
  .map((file) => ({ file, code: readFileSync(join(src, file), 'utf8') }))

describe('an address', () => {
  it('is the same in TypeScript and in SQL, for names that need quotes too', async () => {
    const db = await (await database()).connect()
    const parts = ['public."Odd ""one"".x"', 'select', 'Odd.one', 'plain', 'ı']
    for (const [sort, form] of Object.entries(addresses)) {
      for (const first of parts) {
        for (const second of parts) {
          const { rows } = await db.query<{ address: string }>(
            `SELECT ${form.sql(quoteLiteral(first), quoteLiteral(second))} AS address`,
          )
          expect(rows[0]!.address, sort).to.equal(form(first, second))
        }
      }
    }
    await db.end()
  })

  const READ = [
    ['FOREIGN TABLE public."ORDER OF"', 'FOREIGN TABLE', 'public."ORDER OF"'],
    ['TABLE "A B".c', 'TABLE', '"A B".c'],
    ['FUNCTION public.f(integer, "T")', 'FUNCTION', 'public.f(integer, "T")'],
    ['INDEX ATTACHMENT public.i', 'INDEX ATTACHMENT', 'public.i'],
  ] as const
  for (const [address, words, path] of READ) {
    it(`is read: ${address}`, () => {
      expect([wordsOf(address), pathOf(address)]).to.deep.equal([words, path])
    })
  }

  it('of a column is read, and of nothing else', () => {
    expect(columnOf(addresses.column('public."a.b"', 'C "d".e'))).to.deep.equal({
      relation: 'public."a.b"',
      column: '"C ""d"".e"',
    })
    expect(columnOf('TABLE public.a')).to.equal(undefined)
  })

  it('of a table is named without its children, which a view has not', () => {
    expect(only('FOREIGN TABLE public.a')).to.equal('FOREIGN TABLE ONLY public.a')
    expect(only('MATERIALIZED VIEW public.a')).to.equal('MATERIALIZED VIEW public.a')
  })

  // These are also clauses of statements: ALTER COLUMN ... TYPE, CREATE OPERATOR CLASS ... FUNCTION.
  for (const [sort, form] of Object.entries(addresses).filter(([one]) => !['type', 'function'].includes(one))) {
    it(`of a ${sort} is built nowhere else`, () => {
      const written = form('x', 'x').split('x')
      const template = new RegExp(`\`${written.join('\\$\\{[^}`]*\\}')}\``)
      const concatenation = new RegExp(`'${written[0]}' \\|\\|`)
      const wrong = SOURCES.filter(
        ({ code }) => template.test(code) || (written.length === 2 && concatenation.test(code)),
      )
      expect(wrong.map(({ file }) => file)).to.deep.equal([])
    })
  }
})
