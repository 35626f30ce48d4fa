import { trace } from '../knexus/src/trace/index.ts'
import { openShadow } from '../knexus/src/shadow/index.ts'
const shadow = await openShadow({ server: 'postgres://postgres@127.0.0.1:5500/postgres' })
const db = await shadow.database()
await db.query(
  `CREATE TABLE a (id int PRIMARY KEY, v varchar(10), n int); INSERT INTO a SELECT g, 'x', g FROM generate_series(1,100) g; CREATE TABLE b (a_id int); CREATE INDEX av ON a(v)`,
)
const go = async (sqls: string[], transaction = true) => {
  const t = await trace(
    {
      name: 'x.ts',
      directory: '',
      checksum: '',
      transaction,
      up: async (k: any) => {
        for (const s of sqls) await k.raw(s)
      },
      down: undefined,
    },
    'up',
    db,
    { client: 'pg' },
    {},
  )
  for (const s of t.statements)
    console.log(
      s.sql,
      JSON.stringify({
        locks: s.locks,
        rewrites: s.rewrites,
        scans: s.scans,
        changes: s.changes.length,
        renames: s.renames,
        ms: s.ms | 0,
        wal: s.wal,
      }),
    )
  if (t.failed) console.log('FAILED', t.failed)
}
await go([
  'ALTER TABLE a ALTER n TYPE bigint',
  'ALTER TABLE b ADD FOREIGN KEY (a_id) REFERENCES a',
  'ALTER TABLE a ADD CHECK (n > 0)',
  'ALTER TABLE a ALTER v SET NOT NULL',
  'CREATE INDEX an ON a(n)',
  'ALTER TABLE a RENAME TO c',
])
await go(
  [
    'CREATE INDEX CONCURRENTLY an2 ON c(n)',
    'ALTER TABLE c ADD COLUMN z int',
    'DROP INDEX CONCURRENTLY an',
    'DROP TABLE nope',
  ],
  false,
)
await db.close()
await shadow.close()
