import { expect } from 'chai'
import { integer, table, text } from '../../src/index.ts'

const id = integer().primary()

/** What people write who come from Knex, Drizzle or Prisma, and TypeScript alone would refuse. */
const MISTAKES: Readonly<Record<string, readonly [write: () => unknown, told: string]>> = {
  'the columns as the function of a schema builder': [
    () => Reflect.apply(table, undefined, ['a', (t: { increments(): void }) => t.increments()]),
    'the columns of table("a") are an object',
  ],
  'no columns': [() => Reflect.apply(table, undefined, ['a']), 'the columns of table("a") are an object'],
  'a builder that is not called': [
    () => Reflect.apply(table, undefined, ['a', { id, name: text }]),
    '"name" of table("a") is no column',
  ],
  'the type as a text': [
    () => Reflect.apply(table, undefined, ['a', { id, name: 'text' }]),
    '"name" of table("a") is no column',
  ],
  'parts without a list': [
    () => Reflect.apply(table, undefined, ['a', { id }, (t: { index(keys: string[]): void }) => t.index(['id'])]),
    'does not return a list',
  ],
  'a reference to a column by a function': [
    () => Reflect.apply(integer().references.bind(integer()), undefined, [() => id]),
    "write references('studies.id')",
  ],
  'a reference to a table itself': [
    () => Reflect.apply(integer().references.bind(integer()), undefined, [table('a', { id })]),
    "write references('studies.id')",
  ],
}

describe('a declaration in JavaScript that is none', () => {
  for (const [what, [write, told]] of Object.entries(MISTAKES))
    it(`is refused at its place: ${what}`, () => {
      expect(write).to.throw(TypeError, told)
    })
})
