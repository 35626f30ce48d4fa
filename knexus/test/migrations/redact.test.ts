import { expect } from 'chai'
import { redact } from '../../src/migrations/redact.ts'

describe('redact', () => {
  const cases: readonly (readonly [string, string])[] = [
    [
      `CREATE ROLE a LOGIN PASSWORD 'it''s secret' VALID UNTIL '2030'`,
      `CREATE ROLE a LOGIN PASSWORD '***' VALID UNTIL '2030'`,
    ],
    [`ALTER USER a WITH ENCRYPTED PASSWORD E'x'`, `ALTER USER a WITH ENCRYPTED PASSWORD '***'`],
    [
      `CREATE SUBSCRIPTION s CONNECTION 'host=h password=secret user=u'`,
      `CREATE SUBSCRIPTION s CONNECTION 'host=h password=*** user=u'`,
    ],
    [
      `CREATE USER MAPPING FOR u SERVER s OPTIONS (user 'u', password 'secret')`,
      `CREATE USER MAPPING FOR u SERVER s OPTIONS (user 'u', password '***')`,
    ],
    [`SELECT dblink('postgresql://u:p%40ss@h/d')`, `SELECT dblink('postgresql://u:***@h/d')`],
    [`CREATE TABLE t (password text DEFAULT 'x')`, `CREATE TABLE t (password text DEFAULT 'x')`],
  ]
  for (const [sql, shown] of cases) it(shown, () => expect(redact(sql)).to.equal(shown))
})
