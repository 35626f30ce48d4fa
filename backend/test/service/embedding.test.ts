import { expect } from 'chai'
import { embed, vectorText } from '../../src/services/embedding.ts'

describe('an embedding', () => {
  const near = (one: string, other: string) => {
    const [a, b] = [embed(one) ?? [], embed(other) ?? []]
    return a.reduce((sum, value, at) => sum + value * (b[at] ?? 0), 0)
  }

  it('has length 1, in 1536 numbers, and is the same every time and in every case', () => {
    const numbers = embed('Пациенты получают препарат') ?? []
    expect(numbers.length).to.equal(1536)
    expect(Math.hypot(...numbers)).to.be.closeTo(1, 1e-9)
    expect(embed('ПАЦИЕНТЫ  получают, препарат!')).to.deep.equal(numbers)
  })

  it('lies closer to a text that shares words or stems than to another', () => {
    expect(near('daily dose of the drug', 'the drug is dosed daily')).to.be.greaterThan(
      near('daily dose of the drug', 'blood pressure at week 12'),
    )
    expect(near('пациенты получают', 'пациентам дают')).to.be.greaterThan(
      near('пациенты получают', 'критерии исключения'),
    )
  })

  it('is null where there is nothing to point at', () => {
    expect(embed(' … !')).to.equal(null)
    expect(vectorText(null)).to.equal(null)
  })
})
