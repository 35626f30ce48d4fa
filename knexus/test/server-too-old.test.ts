import { expect } from 'chai'
import { build } from '../src/build/index.ts'
import { collect, integer, specificType, sql, table, view } from '../src/index.ts'
import { schemaOf } from '../src/schema.ts'
import { database, serverFacts } from './support/server.ts'
import { leaveOut, tooNew } from './support/leave-out.ts'

const key = { id: integer().primary() }
const booking = { id: integer().notNullable(), during: specificType('daterange').notNullable() }

/** What only newer servers have: since which major, what the error says of it, and a declaration. */
const FEATURES = [
  {
    since: 15,
    says: 'CONSTRAINT things_id_unique ON public.things uses NULLS NOT DISTINCT',
    models: [table('things', { id: integer() }, (t) => [t.unique(['id'], { nullsNotDistinct: true })])],
  },
  {
    since: 15,
    says: 'INDEX public.things_id uses NULLS NOT DISTINCT',
    models: [
      table('things', { id: integer() }, (t) => [
        t.index(['id'], { name: 'things_id', unique: true, nullsNotDistinct: true }),
      ]),
    ],
  },
  {
    since: 15,
    says: 'CONSTRAINT things_parent_id_foreign ON public.things uses ON DELETE with a list of columns',
    models: [
      table('things', { ...key, parent: integer() }, (t) => [
        t.unique(['id', 'parent']),
        t.foreign(['parent', 'id']).references('things', ['id', 'parent']).onDelete('set null', ['parent']),
      ]),
    ],
  },
  {
    since: 15,
    says: 'VIEW public.few uses security_invoker',
    models: [view('few', { as: sql`SELECT 1 AS one`, securityInvoker: true })],
  },
  {
    since: 18,
    says: 'COLUMN public.things.twice uses a virtual generated column',
    models: [table('things', { ...key, twice: integer().generatedAs(sql`id * 2`, { stored: false }) })],
  },
  {
    since: 18,
    says: 'CONSTRAINT positive ON public.things uses NOT ENFORCED',
    models: [table('things', key, (t) => [t.check('id > 0', { name: 'positive', enforced: false })])],
  },
  {
    since: 18,
    says: 'CONSTRAINT bookings_pkey ON public.bookings uses WITHOUT OVERLAPS',
    models: [table('bookings', booking, (t) => [t.primary(['id', 'during'], { withoutOverlaps: true })])],
  },
] as const

describe('a server that is too old', () => {
  for (const { since, says, models } of FEATURES) {
    it(`is named, and what it lacks: ${says}`, async function () {
      const { major } = serverFacts()
      leaveOut(this, tooNew(since))
      const base = await database()
      const refused: unknown = await build(schemaOf(collect([{ models }]).objects), await base.connect()).catch(
        (error: unknown) => error,
      )
      expect(refused)
        .to.include({ code: 'server-too-old' })
        .and.property('message')
        .to.equal(`${says}, which came with PostgreSQL ${since}; the shadow is PostgreSQL ${major}.`)
      await base.drop()
    })
  }
})
