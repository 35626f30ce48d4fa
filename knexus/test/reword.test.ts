import { expect } from 'chai'
import { rebuild } from '../src/build/index.ts'
import { addressOfChange } from '../src/change.ts'
import { diff } from '../src/diff.ts'
import { introspect } from '../src/introspect/index.ts'
import { reworded } from '../src/reword.ts'
import { openShadow, type Shadow } from '../src/shadow/index.ts'
import { database, serverUrl } from './support/server.ts'

const TABLE = 'CREATE DOMAIN email AS text; CREATE TABLE t (x int, y int, v varchar(20), owner email, at timestamptz)'

/** What PostgreSQL prints in other words once it reads its own print. */
const SHIFTING: Readonly<Record<string, string>> = {
  'BETWEEN beside AND': 'ALTER TABLE t ADD CONSTRAINT c CHECK (y BETWEEN 1 AND 9 AND y <> 5)',
  'nested AND': 'ALTER TABLE t ADD CONSTRAINT c CHECK (x > 0 AND (y > 0 AND (x < y AND y < 9)))',
  'nested OR': 'ALTER TABLE t ADD CONSTRAINT c CHECK (x > 0 OR (y > 0 OR (x < y OR y < 9)))',
  'IN over varchar': `ALTER TABLE t ADD CONSTRAINT c CHECK (v IN ('a', 'b'))`,
  'NOT IN over varchar': `CREATE INDEX i ON t (x) WHERE v NOT IN ('a', 'b')`,
  'a domain beside a name': 'CREATE POLICY p ON t USING (owner = CURRENT_USER)',
  'a view with both': `CREATE VIEW w AS SELECT x FROM t WHERE (y BETWEEN 1 AND 9 AND y <> 5) AND v IN ('a', 'b')`,
  'a generated column': 'ALTER TABLE t ADD g boolean GENERATED ALWAYS AS (y BETWEEN 1 AND 9 AND y <> 5) STORED',
  'a statistics object': `CREATE STATISTICS s ON (v IN ('a', 'b')), x FROM t`,
  'a trigger': `CREATE FUNCTION f() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RETURN NEW; END';
    CREATE TRIGGER g BEFORE UPDATE ON t FOR EACH ROW WHEN (NEW.y BETWEEN 1 AND 9 AND NEW.y <> 5) EXECUTE FUNCTION f()`,
}

describe('a definition in other words', () => {
  let shadow: Shadow
  before(async () => {
    shadow = await openShadow({ server: serverUrl() })
  })
  after(() => shadow.close())

  const scope = { schemas: ['public'] }
  const read = async (sql: string) => introspect(await (await database(sql)).connect(), scope)
  const changes = async (from: string, to: string) => {
    const [a, b] = [await read(from), await read(to)]
    const meant = await reworded(b, a, () => shadow.database(), scope)
    return { words: diff(a, b).length, meaning: diff(a, meant).map(addressOfChange) }
  }

  it('is some that PostgreSQL prints in two ways', async () => {
    const differing: string[] = []
    for (const [name, sql] of Object.entries(SHIFTING)) {
      const { words, meaning } = await restored(`${TABLE}; ${sql}`)
      expect(meaning, name).to.deep.equal([])
      if (words > 0) differing.push(name)
    }
    expect(differing).to.include.members(['BETWEEN beside AND', 'IN over varchar', 'a view with both', 'a trigger'])
  })

  it('is told from another meaning', async () => {
    const other = await changes(
      `${TABLE}; ALTER TABLE t ADD CONSTRAINT c CHECK (y BETWEEN 1 AND 9 AND y <> 5)`,
      `${TABLE}; ALTER TABLE t ADD CONSTRAINT c CHECK (y BETWEEN 1 AND 9 AND y <> 6)`,
    )
    expect(other).to.deep.equal({ words: 1, meaning: ['CONSTRAINT c ON public.t'] })
  })

  /** A database beside one that was built from what PostgreSQL prints of it, as a restored dump is. */
  async function restored(sql: string): Promise<{ words: number; meaning: string[] }> {
    const a = await read(sql)
    const db = await shadow.database()
    try {
      await rebuild(a, db)
      const b = await introspect(db, scope)
      const meant = await reworded(b, a, () => shadow.database(), scope)
      return { words: diff(a, b).length, meaning: diff(a, meant).map(addressOfChange) }
    } finally {
      await db.close()
    }
  }
})
