import { expect } from 'chai'
import { historyOf, type History } from './history.ts'

const BEFORE = `
import { decimal, double, integer, json, inet, string, table, text, timestamp } from 'knexus'
export const t = table('t', {
  id: integer().primary(), price: decimal(10, 4), at: timestamp(), score: double(), label: string(50), tags: text(), body: json(), address: inet(),
})`

describe('what a generated file would lose', function () {
  this.timeout('2m')
  let history: History
  before(async () => {
    history = await historyOf(BEFORE)
  })
  after(() => history.drop())

  const made: History['made'] = (models, allow) => history.made(models, allow)
  const refused = (models: string, allow: readonly string[] = []) =>
    made(models, allow).then(
      ({ notes }) => ({ code: 'written', message: notes.join('\n'), cure: '' }),
      (error: { code: string; message: string; cure: string }) => error,
    )
  const narrow = BEFORE.replace('decimal(10, 4)', 'decimal(10, 2)').replace('double()', 'integer()')

  it('is named by column and by what is special about the values', async () => {
    const { code, message, cure } = await refused(narrow)
    expect(code).to.equal('data-loss')
    expect(message)
      .to.match(/the values of public\.t\.price \(fractions[^)]*\)/)
      .and.match(/public\.t\.score \(fractions/)
    expect(cure).to.contain('--allow data-loss=public.t.price')
  })

  it('may be allowed one object at a time, or altogether', async () => {
    const { message } = await refused(narrow, ['data-loss=public.t.price'])
    expect(message).to.contain('public.t.score').and.not.contain('public.t.price')
    for (const allow of [['data-loss=public.t.price', 'data-loss=public.t.score'], ['data-loss']])
      expect((await refused(narrow, allow)).message).to.contain('lost, as allowed: the values of public.t.price')
  })

  it('is nothing where every value comes back, and the rows that do not fit are named', async () => {
    const { code, message } = await refused(
      BEFORE.replace('string(50)', 'string(10)')
        .replace('timestamp()', 'timestamp({ useTz: false })')
        .replace('text(), body', 'text().array(), body'),
      ['data-loss=public.t.label'],
    )
    expect(code, message).to.equal('written')
    expect(message)
      .to.contain('lost, as allowed: the values of public.t.label')
      .and.match(/do not fit: public\.t\.label \(long texts/)
  })

  it('is measured on the conversion that a model declares', async () => {
    const one = await made(
      BEFORE.replace("from 'knexus'", ", sql } from 'knexus'")
        .replace(' } ,', ' ,')
        .replace('label: string(50)', 'label: string(50).using(sql`lower(label)`)')
        .replace('string(50)', 'string(60)'),
      ['data-loss=public.t.label'],
    )
    expect(one.files.map(({ source }) => source).join()).to.contain('TYPE character varying(60) USING lower(label)')
    expect(one.notes.join()).to.contain('lost, as allowed: the values of public.t.label (capital letters')
  })

  it('is told where what was allowed of an object is not lost', async () => {
    const allow = ['data-loss=public.t.price', 'data-loss=public.t.score']
    expect((await made(narrow, allow)).idle).to.deep.equal([])
    const idle = ['data-loss=public.t.label', 'required-column=public.t.price', 'removed-label=public.mood.sad']
    expect((await made(narrow, ['data-loss', ...allow, ...idle])).idle).to.deep.equal(idle)
    expect((await made(BEFORE, ['data-loss', ...allow])).idle, 'nothing to write').to.deep.equal(allow)
  })

  it('is not allowed by a word that is no hazard', async () => {
    const { code, cure } = await refused(narrow, ['dataloss'])
    expect(code).to.equal('bad-option')
    expect(cure).to.equal('Did you mean --allow data-loss?')
    const { cure: other } = await refused(narrow, ['dataloss=public.t.price'])
    expect(other).to.equal('Did you mean --allow data-loss=public.t.price?')
    expect((await refused(narrow, ['everything'])).cure).to.contain('data-loss, required-column, removed-label')
  })
})
