import { expect } from 'chai'
import { plan } from '../../src/plan/index.ts'
import { schemaOf, type Schema } from '../../src/schema.ts'

const namespace = (name: string) => ({ kind: 'namespace', name }) as const
const mood = (schema: string, labels: readonly string[]) => ({ kind: 'enum', schema, name: 'mood', labels }) as const

const sqlOf = (from: Schema, to: Schema) => plan(from, to).flatMap(({ statements }) => statements.map(({ sql }) => sql))

describe('a plan', () => {
  const small = schemaOf([namespace('a')])
  const large = schemaOf([mood('a', ['good']), mood('c', ['good']), namespace('a'), namespace('c'), namespace('b')])

  it('creates by kind first, then in the order of the schema, and only after what is needed', () => {
    expect(sqlOf(small, large)).to.deep.equal([
      'CREATE SCHEMA c',
      'CREATE SCHEMA b',
      `CREATE TYPE a.mood AS ENUM ('good')`,
      `CREATE TYPE c.mood AS ENUM ('good')`,
    ])
  })

  it('drops in the opposite order', () => {
    expect(sqlOf(large, small)).to.deep.equal([
      'DROP TYPE c.mood',
      'DROP TYPE a.mood',
      'DROP SCHEMA b',
      'DROP SCHEMA c',
    ])
  })

  it('puts first what must be committed before it can be used', () => {
    const from = schemaOf([namespace('a'), mood('a', ['good'])])
    const to = schemaOf([namespace('a'), namespace('b'), mood('a', ['good', 'bad'])])
    expect(sqlOf(from, to)).to.deep.equal([`ALTER TYPE a.mood ADD VALUE 'bad' AFTER 'good'`, 'CREATE SCHEMA b'])
  })

  it('says of a step that it only drops, and nothing waits for it', () => {
    const steps = plan(schemaOf([namespace('a'), namespace('b')]), schemaOf([namespace('b'), namespace('c')]))
    expect(steps.map(({ statements, leaves }) => [statements[0]!.sql, leaves])).to.deep.equal([
      ['DROP SCHEMA a', true],
      ['CREATE SCHEMA c', undefined],
    ])
  })

  it('names the objects that need each other', () => {
    const to = schemaOf([
      { ...namespace('a'), needs: ['SCHEMA b'] },
      { ...namespace('b'), needs: ['SCHEMA a'] },
      namespace('c'),
    ])
    expect(() => plan(new Map(), to))
      .to.throw('no order of statements exists: SCHEMA a, SCHEMA b.')
      .with.property('code', 'dependency-cycle')
  })
})
