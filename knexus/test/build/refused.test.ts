import { expect } from 'chai'
import { elaborate } from '../../src/build/index.ts'
import { collect, table, text } from '../../src/index.ts'
import { schemaOf } from '../../src/schema.ts'
import { withDatabase } from '../support/server.ts'

describe('what PostgreSQL refuses of a declaration', () => {
  it('is said in its words where it only refuses a part that is set when the table is there', async () => {
    const column = Reflect.apply(text().compression.bind(text()), undefined, ['pglzz'])
    const { objects } = collect([{ shown: table('shown', { note: column }) }])
    const error: unknown = await withDatabase((db) => elaborate(schemaOf(objects), db)).catch((error: unknown) => error)
    expect(error).to.have.property('code', 'declaration-refused')
    expect(error)
      .to.have.property('message')
      .that.includes('PostgreSQL refuses COLUMN public.shown.note')
      .and.includes('pglzz')
  })
})
