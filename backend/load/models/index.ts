import { sql, uuid } from 'knexus'
import { table, within } from '../../src/db/base.ts'
import { anchors as present } from '../../src/db/models/index.ts'

export * from '../../src/db/models/index.ts'

/** The anchors of the next version of the service: each with a number of its own, and found by that and by its age. */
export const anchors = table(
  'anchors',
  {
    ...present.columns,
    mark: uuid()
      .notNullable()
      .defaultTo(sql`gen_random_uuid()`),
  },
  (t) => [
    t.unique(['version_id', 'key']),
    t.index(['version_id', 'ordinal']),
    t.index(['version_id', 'zone'], { include: ['kind'] }),
    t.index(['body_sha256'], { using: 'hash' }),
    t.index(['version_id', 'mark']),
    t.index(['created_at']),
    t.rowSecurity(),
    t.policy(...within('anchors', 'document_versions', 'version_id')),
  ],
)
