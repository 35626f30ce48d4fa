import { expect } from 'chai'
import type { KnexusError } from '../../src/base/errors.ts'
import type { Change } from '../../src/change.ts'
import type { Step } from '../../src/plan/index.ts'
import { checkAllowed, notAllowed, refuseLosses } from '../../src/prove/losses.ts'
import { refuseRequired } from '../../src/prove/required.ts'
import { checkAll } from '../../src/prove/refusals.ts'
import { schemaOf } from '../../src/schema.ts'
import { collect, integer, table } from '../../src/index.ts'

function thrown(work: () => void): KnexusError | undefined {
  try {
    work()
    return undefined
  } catch (error) {
    return error as KnexusError
  }
}

const schema = schemaOf(collect([{ t: table('t', { a: integer() }) }]).objects)
const [place, whole] = ['COLUMN public.t.a', 'TABLE public.t'].map((address) => schema.get(address)!)
const [column, held] = [place!, whole!]

describe('what --allow accepts', () => {
  it('is a hazard, or that of one object', () => {
    for (const allow of ['data-loss', 'required-column=public.t.a', 'removed-label'])
      expect(
        thrown(() => checkAllowed([allow])),
        allow,
      ).to.equal(undefined)
  })

  it('is asked back by the nearest hazard, or told whole', () => {
    const cure = (allow: string) => thrown(() => checkAllowed([allow]))!.cure
    expect(cure('data-loss=public.t.a,data-loss=public.t.b')).to.contain(
      '--allow data-loss=public.t.a --allow data-loss=public.t.b',
    )
    expect(thrown(() => checkAllowed(['data-loss=public."a,b"']))).to.equal(undefined)
    expect(cure('data-los=public.t')).to.equal('Did you mean --allow data-loss=public.t?')
    expect(cure('required-colum')).to.equal('Did you mean --allow required-column?')
    expect(cure('everything')).to.contain('The hazards are data-loss, required-column, removed-label.')
  })
})

describe('a column that rows cannot get', () => {
  const step: Step = {
    changes: [{ after: column }],
    statements: [{ sql: '', requires: 'public.t.a' }, { sql: '' }],
    settings: [],
  }
  const there = schemaOf([held])

  it('is refused in a table that was there, with what to do and what to ask', () => {
    const error = thrown(() => refuseRequired([step], there, []))!
    expect(error.code).to.equal('required-column')
    expect(error.message).to.match(/^public\.t\.a: NOT NULL/)
    expect(error.cure).to.contain('--allow required-column=public.t.a.')
    expect(error.questions.map(({ id, kind }) => [id, kind])).to.deep.equal([
      ['required-column:public.t.a', 'required-column'],
    ])
    expect(error.questions[0]!.candidates.map(({ answer, options }) => [answer, ...options])).to.deep.equal([
      ['nullable', '--nullable', 'public.t.a'],
      ['fill:', '--fill', 'public.t.a='],
      ['empty', '--allow', 'required-column=public.t.a'],
    ])
  })

  it('is none in a new table, or where it goes, or where it was allowed', () => {
    const refused = (steps: readonly Step[], from: ReturnType<typeof schemaOf>, allow: readonly string[] = []) =>
      thrown(() => refuseRequired(steps, from, allow))?.code
    expect(refused([step], schemaOf([]))).to.equal(undefined)
    expect(refused([{ ...step, changes: [{ before: column }] }], there)).to.equal(undefined)
    expect(refused([{ ...step, statements: [] }], there)).to.equal(undefined)
    expect(refused([step], there, ['required-column'])).to.equal(undefined)
    expect(refused([step], there, ['required-column=public.t.a'])).to.equal(undefined)
    expect(refused([step], there, ['required-column=public.t.b', 'data-loss'])).to.equal('required-column')
  })
})

describe('several things that have to be decided', () => {
  const step: Step = {
    changes: [{ after: column }],
    statements: [{ sql: '', requires: 'public.t.a' }],
    settings: [],
  }
  const there = schemaOf([held])
  const required = (perhaps: ReadonlySet<string>) => refuseRequired([step], there, [], perhaps)
  const lost = (changes: readonly Change[] = []) => refuseLosses(['the values of public.t.gone'], changes, [])

  it('are asked at once, each with its own words', () => {
    const error = thrown(() =>
      checkAll(
        () => lost(),
        required,
        () => ['something met'],
      ),
    )!
    expect(error.code).to.equal('data-loss')
    expect(error.questions.map(({ id }) => id)).to.deep.equal(['data-loss:public.t.gone', 'required-column:public.t.a'])
    expect(error.message).to.match(
      /^This migration would lose the values of public\.t\.gone\.\nquestion required-column: public\.t\.a: NOT NULL/,
    )
    expect(error.cure).to.match(/^If the data may be lost, .*\n {2}Give it a default/)
  })

  it('leave out what an answer may settle: a column that may be an older one under another name has its rows', () => {
    const old = { ...column, name: 'gone' } as typeof column
    const error = thrown(() => checkAll(() => lost([{ before: old }, { after: column }]), required))!
    expect(error.questions.map(({ id }) => id)).to.deep.equal(['rename:public.t.gone'])
  })

  it('are an error as it is where there is one, and what was met where there is none', () => {
    expect(thrown(() => checkAll(() => [], required))!.message).to.match(/^public\.t\.a: NOT NULL/)
    expect(
      checkAll(
        () => ['a'],
        () => ['b'],
      ),
    ).to.deep.equal(['a', 'b'])
    const broken = () => {
      throw new TypeError('not a question')
    }
    expect(thrown(() => checkAll(() => lost(), broken))).to.be.instanceOf(TypeError)
  })
})

describe('what would be lost', () => {
  const price = 'the values of public.t.price (fractions, what is too large)'
  const rows = 'the rows of public.t'

  it('is allowed as a whole, or by its object', () => {
    const position = 'the position of the sequence public.s'
    expect(notAllowed([price, rows], ['data-loss'])).to.deep.equal([])
    expect(notAllowed([price, rows, position], ['data-loss=public.t.price'])).to.deep.equal([rows, position])
    expect(notAllowed([price, rows, position], ['data-loss=public.t', 'data-loss=public.s'])).to.deep.equal([price])
    expect(notAllowed(['something else'], ['data-loss=something else'])).to.deep.equal([])
  })

  it('is refused and asked about, one by one, with why', () => {
    const error = thrown(() => refuseLosses([price, rows], [], []))!
    expect([error.code, error.message]).to.deep.equal(['data-loss', `This migration would lose ${price}; ${rows}.`])
    expect(error.cure).to.equal(
      'If the data may be lost, add --allow data-loss, or for one object: --allow data-loss=public.t.price.',
    )
    expect(error.questions).to.deep.equal([
      {
        id: 'data-loss:public.t.price',
        kind: 'data-loss',
        question: `May ${price} be lost?`,
        candidates: [
          { answer: 'lose', means: 'yes, this data may be lost', options: ['--allow', 'data-loss=public.t.price'] },
        ],
        evidence: ['fractions', 'what is too large'],
      },
      {
        id: 'data-loss:public.t',
        kind: 'data-loss',
        question: `May ${rows} be lost?`,
        candidates: [
          { answer: 'lose', means: 'yes, this data may be lost', options: ['--allow', 'data-loss=public.t'] },
        ],
        evidence: [],
      },
    ])
    expect(thrown(() => refuseLosses([price], [], [], 'type-change'))!.questions[0]!.id).to.equal(
      'type-change:public.t.price',
    )
    expect(thrown(() => refuseLosses([price], [], ['data-loss']))).to.equal(undefined)
  })

  it('is asked as a rename where the same comes in its place', () => {
    const other = { ...column, name: 'b' } as typeof column
    const changes: readonly Change[] = [{ before: column }, { after: other }]
    const error = thrown(() => refuseLosses(['the values of public.t.a'], changes, []))!
    expect(error.cure).to.match(
      /^Was COLUMN public\.t\.a renamed to public\.t\.b \(.+\)\? Then add --rename public\.t\.a=public\.t\.b\. /,
    )
    expect(
      error.questions.map(({ id, kind, question, candidates }) => ({ id, kind, question, candidates })),
    ).to.deep.equal([
      {
        id: 'rename:public.t.a',
        kind: 'rename',
        question: 'Was COLUMN public.t.a renamed to public.t.b?',
        candidates: [
          {
            answer: 'public.t.b',
            means: 'it was renamed, and its data stays',
            options: ['--rename', 'public.t.a=public.t.b'],
          },
          {
            answer: 'drop',
            means: 'it was not: it is dropped, and its data is lost',
            options: ['--allow', 'data-loss=public.t.a'],
          },
        ],
      },
    ])
    expect(error.questions[0]!.evidence.length).to.be.greaterThan(0)
  })
})
