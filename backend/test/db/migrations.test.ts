import { expect } from 'chai'
import type { Knex } from 'knex'
import { PLACES } from '../service/support.ts'

for (const place of PLACES) {
  describe(`the migrations on ${place.name}`, () => {
    it('build every table, go back to nothing, and build them again', async function () {
      this.timeout(600_000)
      const { database, migrations, close } = await place.open()
      try {
        const built = await relations(database)
        expect(built).to.include.members(['audit_log', 'facts', 'studies', 'touch()', 'study_status'])
        await database.migrate.rollback(undefined, true)
        expect(await relations(database)).to.deep.equal([])
        for (const name of migrations)
          await database.migrate.up({ directory: 'db/migrations', loadExtensions: ['.ts'], name })
        expect(await relations(database)).to.deep.equal(built)
      } finally {
        await close()
      }
    })
  })
}

/** The names of what was made: relations, types and functions, without what belongs to Knex or to an extension. */
async function relations(database: Knex): Promise<string[]> {
  const { rows } = await database.raw<{ rows: { name: string }[] }>(`
    WITH made AS (
      SELECT 'pg_class'::regclass AS class, oid, relname::text AS name FROM pg_class WHERE relnamespace = 'public'::regnamespace AND relname !~ '^knex'
      UNION ALL SELECT 'pg_type'::regclass, oid, typname::text FROM pg_type WHERE typnamespace = 'public'::regnamespace AND typtype = 'e'
      UNION ALL SELECT 'pg_proc'::regclass, oid, proname || '()' FROM pg_proc WHERE pronamespace = 'public'::regnamespace)
    SELECT name FROM made WHERE NOT EXISTS (SELECT FROM pg_depend WHERE classid = made.class AND objid = made.oid AND deptype = 'e') ORDER BY name`)
  return rows.map(({ name }) => name)
}
