import { expect } from 'chai'
import type { Enum } from '../../src/kinds/enums.ts'
import { successions } from '../../src/plan/successions.ts'
import { removedValues } from '../../src/plan/values.ts'
import { kindOf, schemaOf } from '../../src/schema.ts'

const mood = (labels: readonly string[], removed?: Enum['removed']): Enum => ({
  kind: 'enum',
  schema: 'public',
  name: 'mood',
  labels,
  ...(removed && { removed }),
})

describe('values that a type lists and its successor does not', () => {
  it('become what the model says; of the others it is not known', () => {
    const { remap, unmapped, others } = removedValues(
      mood(['ok'], { sad: 'ok', never: 'ok' }),
      mood(['sad', 'ok', 'glad']),
    )
    expect([remap, unmapped, others]).to.deep.equal([{ sad: 'ok' }, ['glad'], ['ok']])
  })

  it('are none of a value that stays, whatever the model still says of it', () => {
    expect(removedValues(mood(['sad', 'ok'], { sad: 'ok' }), mood(['sad', 'ok'])).remap).to.deep.equal({})
  })

  it('have a new one in their place where as many came behind the same one that stays', () => {
    const inPlace = (now: readonly string[], before: readonly string[]) =>
      removedValues(mood(now), mood(before)).inPlace
    expect(inPlace(['ok', 'glum'], ['ok', 'sad'])).to.deep.equal({ sad: 'glum' })
    expect(inPlace(['a', 'ok', 'c'], ['x', 'ok', 'y'])).to.deep.equal({ x: 'a', y: 'c' })
    expect(inPlace(['ok', 'a', 'b'], ['ok', 'x', 'y'])).to.deep.equal({ x: 'a', y: 'b' })
    expect(inPlace(['ok', 'a', 'b'], ['ok', 'x'])).to.deep.equal({})
    expect(inPlace(['glum', 'ok'], ['ok', 'sad'])).to.deep.equal({})
  })

  it('are none where there was nothing before, or something of another kind', () => {
    const namespace = { kind: 'namespace', name: 'mood' } as const
    for (const before of [undefined, namespace])
      expect(removedValues(mood(['ok']), before)).to.deep.equal({ remap: {}, unmapped: [], others: [], inPlace: {} })
  })

  it('are said by the type, beside what it says already', () => {
    const type = mood(['ok'], { sad: 'ok' })
    expect(kindOf(type).values!(type).saying({ glad: 'ok' })).to.deep.equal(mood(['ok'], { sad: 'ok', glad: 'ok' }))
  })

  it('are told of a type that loses some, and of no other', () => {
    const [from, to] = [schemaOf([mood(['sad', 'ok'])]), schemaOf([mood(['ok'], { sad: 'ok' })])]
    expect([...successions(from, to)]).to.deep.equal([['TYPE public.mood', { labels: { sad: 'ok' } }]])
    expect([...successions(to, to)]).to.deep.equal([])
  })
})
