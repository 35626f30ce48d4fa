import { readdir, readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { expect } from 'chai'
import { rows } from '../../src/connection/connection.ts'
import { connect, type OpenConnection } from '../../src/connection/connect.ts'
import { commandProject, type CommandProject } from '../support/command.ts'

const HEAD = `import { enumType, increments, integer, table, text } from 'knexus'\n`
const BEFORE = `${HEAD}
export const mood = enumType('mood', ['sad', 'ok'])
export const customers = table('customers', { id: integer().primary(), nick: text().notNullable().defaultTo('x').unique().comment('short'), feels: mood.column(), name: text() })
export const orders = table('orders', { id: increments(), customer_id: integer().notNullable().references('customers.id').index(), mood: mood.column().notNullable().defaultTo('ok'), note: text().unique() }, (t) => [t.comment('what was bought')])
`
const AFTER = `${HEAD}
export const customers = table('customers', { id: integer().primary(), name: text() })
`
const ROWS = `
  INSERT INTO customers (id, nick, feels, name) VALUES (1, 'a', 'sad', 'A'), (2, 'b', NULL, 'B');
  INSERT INTO orders (customer_id, mood, note) VALUES (1, 'sad', 'one'), (2, 'ok', NULL)`

describe('what is archived', function () {
  this.timeout('3m')
  let project: CommandProject
  let db: OpenConnection
  beforeEach(async () => {
    project = await commandProject({ 'models/index.ts': BEFORE })
    db = await connect(project.live.url)
  })
  afterEach(async () => {
    await db.close()
    await project.drop()
  })

  async function runs(command: string, exit = 0) {
    const ended = await project.knexus(...command.split(' '))
    expect(ended.exit, `${command}: ${ended.all}`).to.equal(exit)
    return ended
  }
  const models = (text: string) => writeFile(join(project.folder, 'models/index.ts'), text)
  const held = async () => [
    await rows(db, 'SELECT * FROM customers ORDER BY id'),
    await rows(db, 'SELECT * FROM orders ORDER BY id'),
  ]

  async function archived(after = AFTER) {
    await runs('generate one')
    await runs('up')
    await db.query(ROWS)
    await models(after)
    return runs('generate two --archive')
  }

  it('is out of sight, and its rows are back after down, its keys, types and numbers too', async () => {
    const { err } = await archived()
    expect(err).to.match(
      /Archived: public\.orders is kept as knexus_archive_\d+\.orders; public\.customers\.nick is kept as/,
    )
    expect(err).to.include('every value came back').and.not.include('is dropped with')
    const before = await held()
    await runs('up')
    expect((await runs('check')).err).not.to.include('orders')
    await runs('diff --from db --to models --exit-code')
    expect((await runs('generate three')).out).to.equal('')
    await db.query(`INSERT INTO customers (id, name) VALUES (3, 'C')`)
    await runs('down')
    // The row that came in the meantime has the default of the column that nobody saw.
    expect(await rows(db, 'SELECT nick FROM customers WHERE id = 3')).to.deep.equal([{ nick: 'x' }])
    await db.query('DELETE FROM customers WHERE id = 3')
    expect(await held()).to.deep.equal(before)
    await models(BEFORE)
    await runs('check', 1)
    await db.query(`INSERT INTO orders (customer_id) VALUES (1)`)
    expect(await rows(db, 'SELECT max(id) AS id FROM orders')).to.deep.equal([{ id: 3 }])
    const kept = await rows(db, `SELECT nspname FROM pg_namespace WHERE nspname LIKE 'knexus%'`)
    expect(kept).to.deep.equal([])
    await runs('up')
  })

  it('passes lint and verify, which know that the rows are kept', async () => {
    await archived(
      AFTER.replace('\nexport const', `\nexport const mood = enumType('mood', ['sad', 'ok'])\nexport const`),
    )
    const { out } = await runs('lint')
    expect(out).to.include('allowed rename-table').and.include('allowed rename-column')
    await runs('verify')
  })

  it('is the same offline', async () => {
    await archived()
    const files = await readdir(join(project.folder, 'migrations'))
    expect(await readFile(join(project.folder, 'migrations', files.at(-1)!), 'utf8')).to.include(
      `export const config = { phase: 'contract' }`,
    )
    const { out } = await runs('sql')
    expect(out).to.match(/ALTER TABLE public\.orders SET SCHEMA knexus_archive_\d+/)
  })

  it('is removed by purge, when it is old enough and somebody says so', async () => {
    await archived()
    await runs('up')
    expect((await runs('purge --older-than 30d --yes')).out).to.equal('0 objects removed.\n')
    const { out } = await runs('purge --dry-run')
    expect(out.replaceAll(/\d{14}|archived \S+Z/g, '*')).to.equal(
      [
        'COLUMN public.customers.knexus_archive_*__feels: 1 row, *',
        'COLUMN public.customers.knexus_archive_*__nick: 2 rows, *',
        'TABLE knexus_archive_*.orders: 2 rows, *',
        '3 objects archived.\n',
      ].join('\n'),
    )
    const asked = await runs('purge --older-than 0d', 2)
    expect(asked.err).to.include('error not-confirmed').and.include('Remove 3 archived objects for good?')
    expect((await runs('purge --older-than soon', 2)).err).to.include('error bad-option')
    await db.query(`UPDATE ${await place()}.knexus_archived_at SET at = now() - interval '31 days'`)
    expect((await runs('purge --older-than 30d --yes')).out).to.include('3 objects removed.')
    expect(await rows(db, `SELECT nspname FROM pg_namespace WHERE nspname LIKE 'knexus%'`)).to.deep.equal([])
    expect(await rows(db, 'SELECT * FROM customers ORDER BY id')).to.deep.equal([
      { id: 1, name: 'A' },
      { id: 2, name: 'B' },
    ])
    await runs('check')
  })

  it('cannot be brought back after purge, which down says before it undoes anything', async () => {
    await archived()
    await runs('up')
    await models(AFTER.replace('name: text() }', 'name: text(), phone: text() }'))
    await runs('generate three')
    await runs('up')
    await runs('down --dry-run --steps 2')
    await runs('purge --yes')
    for (const command of ['down --dry-run --steps 2', 'down --steps 2']) {
      const { err } = await runs(command, 2)
      expect(err, command)
        .to.include('error archive-purged')
        .and.match(/_two\S* cannot be undone.*knexus_archive_\d{14},/)
      expect(await rows(db, 'SELECT phone FROM customers'), command).to.have.length(2)
    }
    // What does not bring anything back goes down as ever, and the cure builds the table again.
    await runs('down')
    await models(BEFORE.replace(/nick: .*?'short'\), /, ''))
    await runs('generate four --allow data-loss')
    await runs('up')
    expect(await rows(db, 'SELECT id FROM orders')).to.deep.equal([])
  })

  it('is not removed, and purge says why, while something uses it or its table is busy', async () => {
    await archived()
    await runs('up')
    const at = await place()
    const refused = async () => {
      const { err } = await runs('purge --yes', 2)
      expect(err).to.include('error archive-in-use').and.include('Nothing was removed')
      expect((await runs('purge --dry-run')).out).to.include('3 objects archived.')
      return err
    }
    await db.query(`CREATE VIEW late AS SELECT id FROM ${at}.orders`)
    expect(await refused()).to.include('view late depends on table')
    await db.query(`DROP VIEW late; CREATE FUNCTION ${at}.f() RETURNS int LANGUAGE sql AS 'SELECT 1'`)
    expect(await refused()).to.include('f() depends on schema')
    await db.query(`DROP FUNCTION ${at}.f(); BEGIN; SELECT * FROM customers`)
    expect(await refused()).to.include('somebody works with its table')
    await db.query('COMMIT')
    expect((await runs('purge --yes')).out).to.include('3 objects removed.')
  })

  async function place(): Promise<string> {
    const [found] = await rows<{ name: string }>(
      db,
      `SELECT nspname AS name FROM pg_namespace WHERE nspname LIKE 'knexus%'`,
    )
    return found!.name
  }
})
