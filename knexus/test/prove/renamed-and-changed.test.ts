import { expect } from 'chai'
import { historyOf } from './history.ts'

const IMPORTS = `import { composite, decimal, domain, enumType, integer, sql, table, text } from 'knexus'\n`

/** What is renamed and changed in one migration, and what is lost of it. */
const LOST: readonly (readonly [what: string, from: string, to: string, lost: RegExp])[] = [
  [
    'a column, another being built beside it',
    `export const t = table('t', { id: integer().primary(), n: decimal(12, 4) })`,
    `export const t = table('t', { id: integer().primary(), n2: decimal(12, 2).renamedFrom('n') })`,
    /public\.t\.n2 \(fractions\)/,
  ],
  [
    'a column of a table that is renamed as well',
    `export const t = table('t', { id: integer().primary(), n: decimal(12, 4) })`,
    `export const t = table('t2', { id: integer().primary(), n2: decimal(12, 2).renamedFrom('n') }, (t) => [t.renamedFrom('t')])`,
    /public\.t2\.n2 \(fractions\)/,
  ],
  [
    'a domain',
    `export const d = domain('d', decimal(12, 4)); export const t = table('t', { id: integer().primary(), n: d.column() })`,
    `export const d = domain('d2', decimal(12, 2), { renamedFrom: 'd' }); export const t = table('t', { id: integer().primary(), n: d.column() })`,
    /public\.t\.n \(fractions\)/,
  ],
  [
    'a column of a domain that nobody asks to rename',
    `export const d = domain('d', decimal(12, 4)); export const t = table('t', { id: integer().primary(), n: d.column(), m: d.column() })`,
    `export const d = domain('d2', decimal(12, 4)); export const t = table('t', { id: integer().primary(), n: decimal(12, 2), m: d.column() })`,
    /public\.t\.n \(fractions\)/,
  ],
  [
    'the attribute of a composite type',
    `export const c = composite('c', { p: decimal(12, 4), q: text() }); export const t = table('t', { id: integer().primary(), y: c.column() })`,
    `export const c = composite('c', { p2: decimal(12, 2).renamedFrom('p'), q: text() }); export const t = table('t', { id: integer().primary(), y: c.column() })`,
    /public\.t\.y \(.*fractions/,
  ],
]

describe('values of what is renamed and changed at once', function () {
  this.timeout('2m')

  for (const [what, from, to, lost] of LOST)
    it(`are compared with what they were: ${what}`, async () => {
      const history = await historyOf(IMPORTS + from)
      try {
        const refused: unknown = await history.made(IMPORTS + to).catch((error: unknown) => error)
        expect(refused).to.have.property('code', 'data-loss')
        expect(refused).to.have.property('message').that.matches(lost)
      } finally {
        await history.drop()
      }
    })

  it('are all counted where nothing but names changes', async () => {
    const of = (d: string, c: string, e: string, options: (old: string) => string) =>
      `${IMPORTS}export const d = domain('${d}', text()${options('d')}); export const c = composite('${c}', { p: integer() }${options('c')})
       export const e = enumType('${e}', ['a', 'b']${options('e')})
       export const t = table('t', { id: integer().primary(), x: d.column(), y: c.column(), z: e.column() })`
    const history = await historyOf(of('d', 'c', 'e', () => ''))
    try {
      const { notes } = await history.made(of('d2', 'c2', 'e2', (old) => `, { renamedFrom: '${old}' }`))
      expect(notes.join('\n')).to.include('(tables: 1, columns: 4, rows: 4): every value came back.')
    } finally {
      await history.drop()
    }
  })
})
