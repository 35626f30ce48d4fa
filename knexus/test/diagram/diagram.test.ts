import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { expect } from 'chai'
import { connect } from '../../src/connection/connect.ts'
import { diagramOf } from '../../src/diagram/index.ts'
import { graphOf } from '../../src/diagram/graph.ts'
import { layout, type Place } from '../../src/diagram/layout.ts'
import { introspect } from '../../src/introspect/index.ts'
import type { Schema } from '../../src/schema.ts'
import { faultsOf, openBrowser, WIDTHS } from '../support/browser.ts'
import { commandProject } from '../support/command.ts'
import { database } from '../support/server.ts'

const SHOP = `
  CREATE TYPE state AS ENUM ('open', 'it''s "paid"');
  CREATE SCHEMA billing;
  CREATE TABLE customers (id bigint PRIMARY KEY, email text UNIQUE, boss_id bigint REFERENCES customers);
  CREATE TABLE orders (id int, line int, customer_id bigint NOT NULL REFERENCES customers, state state DEFAULT 'open', PRIMARY KEY (id, line));
  CREATE TABLE billing."Pay ""ment" ("order" int, "the line" int, amount numeric(10,2),
    CONSTRAINT paid FOREIGN KEY ("order", "the line") REFERENCES orders (id, line), UNIQUE ("order", "the line"));
  CREATE TABLE events (at timestamptz) PARTITION BY RANGE (at);
  CREATE TABLE events_2025 PARTITION OF events FOR VALUES FROM ('2025-01-01') TO ('2026-01-01');
  CREATE TABLE events_2026 PARTITION OF events FOR VALUES FROM ('2026-01-01') TO ('2027-01-01');
  CREATE VIEW open_orders AS SELECT o.id, c.email FROM orders o JOIN customers c ON c.id = o.customer_id;
  CREATE MATERIALIZED VIEW totals AS SELECT count(*) AS many FROM open_orders;
  COMMENT ON TABLE orders IS 'What was <b>ordered</b> & paid';
  COMMENT ON COLUMN orders.line IS 'it''s "one"';`

async function schemaOf(sql: string): Promise<Schema> {
  const { url } = await database(sql)
  const db = await connect(url)
  try {
    return await introspect(db)
  } finally {
    await db.close()
  }
}

describe('the diagram', function () {
  this.timeout('2m')
  let shop: Schema
  before(async () => {
    shop = await schemaOf(SHOP)
  })

  it('holds tables and views with their columns, and counts partitions at their table', () => {
    const { boxes, enums } = graphOf(shop)
    expect(boxes.map(({ schema, name, word, partitions }) => [schema, name, word, partitions])).to.have.deep.members([
      ['billing', 'Pay "ment', undefined, 0],
      ['public', 'customers', undefined, 0],
      ['public', 'events', undefined, 2],
      ['public', 'orders', undefined, 0],
      ['public', 'open_orders', 'view', 0],
      ['public', 'totals', 'materialized view', 0],
    ])
    const rows = boxes.find(({ name }) => name === 'orders')!.rows
    expect(
      rows.map(({ name, primary, foreign, unique, required }) => [name, primary, foreign, unique, required]),
    ).to.deep.equal([
      ['id', true, false, false, true],
      ['line', true, false, false, true],
      ['customer_id', false, true, false, true],
      ['state', false, false, false, false],
    ])
    expect(boxes.find(({ name }) => name === 'open_orders')!.rows.map(({ name, type }) => [name, type])).to.deep.equal([
      ['id', 'integer'],
      ['email', 'text'],
    ])
    expect(enums.map(({ labels }) => labels)).to.deep.equal([['open', `it's "paid"`]])
  })

  it('ties a key to what it refers to, and a view to what it reads', () => {
    const told = graphOf(shop).links.map(({ from, to, columns, toColumns, optional, single, sort }) =>
      [from, to, columns.join(), toColumns.join(), optional, single, sort].join(' | '),
    )
    expect(told).to.have.members([
      'TABLE public.customers | TABLE public.customers | boss_id | id | true | false | key',
      'TABLE public.orders | TABLE public.customers | customer_id | id | false | false | key',
      'TABLE billing."Pay ""ment" | TABLE public.orders | order,the line | id,line | true | true | key',
      'VIEW public.open_orders | TABLE public.orders |  |  | true | false | read',
      'VIEW public.open_orders | TABLE public.customers |  |  | true | false | read',
      'MATERIALIZED VIEW public.totals | VIEW public.open_orders |  |  | true | false | read',
    ])
  })

  it('writes Mermaid, in names that it can read', () => {
    const text = diagramOf(shop, 'mermaid', 'shop')
    expect(text).to.match(/^erDiagram\n/)
    expect(text).to.include(
      `  billing_Pay_ment["billing.Pay 'ment"] {\n    integer order FK\n    integer the_line FK\n    numeric(10_2) amount\n  }\n`,
    )
    expect(text).to.include('  billing_Pay_ment |o--o| orders : "order, the line"\n')
    expect(text).to.include('  orders }o--|| customers : "customer_id"\n')
  })

  it('writes DBML', () => {
    const text = diagramOf(shop, 'dbml', 'shop')
    expect(text).to.include(`Enum "state" {\n  "open"\n  "it's \\"paid\\""\n}\n`)
    expect(text).to.include(`  "line" "integer" [not null, note: 'it\\'s "one"']`)
    expect(text).to.include('  indexes {\n    ("id", "line") [pk]\n  }\n')
    expect(text).to.include('Ref "paid": "billing"."Pay \\"ment".("order", "the line") - "orders".("id", "line")\n')
    expect(text).to.not.include('open_orders')
  })

  it('names types in short, so that nothing is cut off', async () => {
    const schema = await schemaOf(
      'CREATE TABLE a (at timestamp(3), zoned timestamptz(3)[], day time, tag varchar(40), flag char(2), bits bit varying(3))',
    )
    const svg = diagramOf(schema, 'svg', 'types')
    const shown = [...svg.matchAll(/<tspan x="[^"]*">([^<]*)</g)].map(([, type]) => type)
    expect(shown).to.deep.equal([
      'timestamp(3)?',
      'timestamptz(3)[]?',
      'time?',
      'varchar(40)?',
      'char(2)?',
      'varbit(3)?',
    ])
  })

  it('escapes names and comments in a picture that stands alone', () => {
    const text = diagramOf(shop, 'svg', 'shop')
    expect(text).to.match(/^<svg [^]*<\/svg>$/)
    expect(text).to.include('What was &#60;b&#62;ordered&#60;/b&#62; &#38; paid').and.not.include('<b>')
    expect(text).to.match(/svg\.schema \{\s+color-scheme: light dark/)
  })

  it('gives each of many tables a place of its own, within the picture', () => {
    const boxes = Array.from({ length: 300 }, (_, at) => ({
      id: String(at),
      width: 100 + (at % 7) * 20,
      height: 50 + (at % 11) * 18,
      group: `g${Math.floor(at / 25)}`,
    }))
    const lines = boxes.slice(1).map(({ id }, at) => ({ from: id, to: String(Math.floor(at / 2)) }))
    const placed = layout(boxes, lines)
    const places = [...placed.boxes.values()]
    expect(places).to.have.length(300)
    const apart = (a: Place, b: Place) =>
      a.x + a.width <= b.x || b.x + b.width <= a.x || a.y + a.height <= b.y || b.y + b.height <= a.y
    for (const [at, one] of places.entries()) {
      expect(
        one.x >= 0 && one.y >= 0 && one.x + one.width <= placed.width && one.y + one.height <= placed.height,
      ).to.equal(true)
      for (const other of places.slice(at + 1)) expect(apart(one, other)).to.equal(true)
    }
  })

  it('is found, picked and zoomed in Chromium, without a fault of axe at three widths', async function () {
    const browser = await openBrowser(this)
    const folder = await mkdtemp(join(import.meta.dirname, '.page-'))
    try {
      const tables = Array.from(
        { length: 60 },
        (_, at) => `CREATE TABLE t${at} (id int PRIMARY KEY, up int REFERENCES t${Math.max(0, at - 1)});`,
      )
      const page = diagramOf(await schemaOf(SHOP + tables.join('')), 'html', 'Tables of the shop')
      await writeFile(join(folder, 'page.html'), page)
      for (const width of WIDTHS) {
        const tab = await browser.newPage({ viewport: { width, height: 800 } })
        const errors: string[] = []
        tab.on('pageerror', ({ message }) => errors.push(message))
        tab.on('request', (request) => {
          if (!request.url().startsWith('file:')) errors.push(request.url())
        })
        await tab.goto(pathToFileURL(join(folder, 'page.html')).href)
        await tab.getByLabel('Find a table or column').fill('the line')
        expect(await tab.getByRole('status').textContent()).to.equal('1 found')
        await tab.getByRole('link', { name: 'billing.Pay "ment' }).click()
        expect(await tab.locator('.box.selected .name').textContent()).to.equal('billing.Pay "ment')
        expect(await tab.locator('.box.near').count()).to.equal(2)
        const box = (await tab.locator('.box.selected').boundingBox())!
        expect(box.x >= 0 && box.x < width, `seen at ${box.x}`).to.equal(true)
        await tab.getByRole('button', { name: 'Whole picture' }).click()
        expect(await faultsOf(tab)).to.deep.equal([])
        expect(errors).to.deep.equal([])
        await tab.close()
      }
    } finally {
      await rm(folder, { recursive: true })
      await browser.close()
    }
  })

  it('is drawn by the command, of the models and of a database', async () => {
    const project = await commandProject({
      'models/users.js': `import { table, integer } from 'knexus'\nexport const users = table('users', { id: integer().primary() })\n`,
    })
    try {
      const models = await project.knexus('diagram', '--format', 'mermaid')
      expect(models.out).to.equal('erDiagram\n  users["users"] {\n    integer id PK\n  }\n')
      const file = await project.knexus('diagram', 'db', '--out', 'all.html')
      expect([file.exit, file.out]).to.deep.equal([0, 'wrote all.html\n'])
      expect(await project.read('all.html')).to.include('Tables of db')
      const wrong = await project.knexus('diagram', '--format', 'png')
      expect([wrong.exit, wrong.err]).to.deep.equal([
        2,
        'error bad-format: There is no format "png".\n  Use one of: html, svg, mermaid, dbml.\n',
      ])
    } finally {
      await project.drop()
    }
  })
})
