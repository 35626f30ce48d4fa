import { execFileSync } from 'node:child_process'
import { join } from 'node:path'
import { expect } from 'chai'
import { lookAtFile } from '../support/browser.ts'
import { commandProject, type CommandProject } from '../support/command.ts'

const MODELS = `import { table, bigInteger, integer, text, decimal } from 'knexus'
export const customers = table('customers', { id: bigInteger().primary(), email: text() })
export const orders = table('orders', { id: bigInteger().primary(), customer_id: bigInteger().references('customers.id').index(), amount: integer(), note: text() })
`
const BASE = migration(
  `CREATE TABLE customers (id bigint NOT NULL, email text CONSTRAINT customers_email_check CHECK (email <> ''), CONSTRAINT customers_pkey PRIMARY KEY (id));
   CREATE TABLE orders (id bigint NOT NULL, customer_id bigint, amount integer, note text, CONSTRAINT orders_pkey PRIMARY KEY (id));
   ALTER TABLE orders ADD CONSTRAINT orders_customer_id_foreign FOREIGN KEY (customer_id) REFERENCES customers (id);
   CREATE INDEX orders_customer_id_index ON orders (customer_id);
   CREATE VIEW dear AS SELECT id, amount FROM orders WHERE amount > 100`,
  'DROP VIEW dear; DROP TABLE orders; DROP TABLE customers',
)
const BRANCH = migration(
  `DROP VIEW dear; ALTER TABLE orders ALTER amount TYPE bigint; ALTER TABLE orders DROP note; ALTER TABLE customers RENAME email TO mail; CREATE VIEW dear AS SELECT id, amount FROM orders WHERE amount > 100; CREATE TABLE "a <b> \`c\`" (id int)`,
  `DROP TABLE "a <b> \`c\`"; DROP VIEW dear; ALTER TABLE customers RENAME mail TO email; ALTER TABLE orders ADD note text; ALTER TABLE orders ALTER amount TYPE integer; CREATE VIEW dear AS SELECT id, amount FROM orders WHERE amount > 100`,
)

describe('the review', function () {
  this.timeout('4m')
  let project: CommandProject
  before(async () => {
    project = await commandProject({
      'models/shop.js': MODELS,
      'migrations/20260101000000_base.ts': BASE,
      'migrations/20260101000001_other.ts': migration('SELECT 1', 'SELECT 1'),
    })
    git('init', '-q', '-b', 'main')
    git('add', '.')
    git('commit', '-qm', 'base')
  })
  after(() => project.drop())

  function git(...words: readonly string[]) {
    execFileSync('git', ['-c', 'user.name=a', '-c', 'user.email=a@example.org', ...words], { cwd: project.folder })
  }

  it('has nothing to say where the branch brings no migration', async () => {
    const { exit, out, err } = await project.knexus('review', '--base', 'main')
    expect([exit, out.split('\n')[0]], err).to.deep.equal([0, '0 migrations change 0 objects; 1 warning to read first'])
    const plain = await project.knexus('review', 'main', '--json')
    expect(plain.exit).to.equal(2)
  })

  it('tells of what is new since the base, committed or not: changes, users, locks, losses, edits and models', async () => {
    git('checkout', '-qb', 'work')
    await project.write({
      'migrations/20260201000000_narrow.ts': BRANCH,
      'migrations/20260101000001_other.ts': migration('SELECT 2', 'SELECT 2'),
      'models/shop.js': MODELS.replace('amount: integer()', 'amount: decimal()'),
      'models/more.js': `import { table, text } from 'knexus'\nexport const notes = table('notes', { body: text() })\n`,
    })
    git('add', 'migrations')
    git('commit', '-qm', 'narrow')
    const files = ['--html', 'review.html', '--markdown', 'review.md']
    const { out, exit, err } = await project.knexus('review', '--base', 'main', '--json', '--exit-code', ...files)
    expect(exit, err).to.equal(1)
    const found = JSON.parse(out) as Told
    expect([found.verdict.status, found.base, found.edited]).to.deep.equal([
      'stopped',
      'main',
      ['migrations/20260101000001_other.ts'],
    ])
    expect(found.files.map(({ name }) => name)).to.deep.equal(['20260201000000_narrow.ts'])
    expect(found.changes.map(({ address, change }) => `${change} ${address}`)).to.have.members([
      'create TABLE public."a <b> `c`"',
      'create COLUMN public."a <b> `c`".id',
      'alter COLUMN public.orders.amount',
      'drop COLUMN public.orders.note',
    ])
    expect(found.renamed).to.deep.equal([{ from: 'COLUMN public.customers.email', to: 'COLUMN public.customers.mail' }])
    expect(found.dependents).to.deep.equal({ 'COLUMN public.orders.amount': ['VIEW public.dear'] })
    const [{ up, down, findings, proof }] = found.files as [Told['files'][0]]
    expect(up.statements[1]).to.deep.include({
      sql: 'ALTER TABLE orders ALTER amount TYPE bigint',
      rewrites: [
        'TABLE public.orders',
        'INDEX public.orders_customer_id_index',
        'CONSTRAINT orders_pkey ON public.orders',
      ].filter((one) => up.statements[1]!.rewrites.includes(one)),
    })
    expect(up.statements[1]!.rewrites).to.include('TABLE public.orders')
    expect(up.statements[1]!.locks).to.deep.include({ relation: 'TABLE public.orders', mode: 'ACCESS EXCLUSIVE' })
    expect(down!.statements.map(({ sql }) => sql)).to.include('ALTER TABLE orders ADD note text')
    expect(findings.map(({ rule }) => rule)).to.include.members([
      'rewrite',
      'drop-column',
      'rename-column',
      'values-lost',
    ])
    expect(proof.join()).to.include('Values compared after up and down')
    expect(found.verdict.facts).to.include(
      'While public.orders is rewritten, readers and writers wait (ACCESS EXCLUSIVE).',
    )
    expect(found.verdict.facts.join()).to.match(
      /After down, the values of public\.orders\.note \([^()]+ and \d+ other kinds\) do not come back\./,
    )
    expect(found.undone.map(({ address }) => address)).to.include.members([
      'TABLE public.notes',
      'COLUMN public.orders.amount',
    ])
    expect(found.models).to.include('-export const orders').and.include('decimal()').and.include('+++ models/more.js')
  })

  it('writes a comment that begins with its marker, and a picture that Mermaid can read', async () => {
    const text = await project.read('review.md')
    expect(text).to.match(
      /^<!-- knexus review -->\n\n### 🔴 1 migration changes 5 objects; \d+ errors to settle before this is merged\n/,
    )
    expect(Buffer.byteLength(text)).to.be.lessThan(65_536)
    expect(text).to.include('```mermaid\nerDiagram\n')
    expect(text).to.include('bigint amount "altered"').and.include('text note "dropped"').and.include('(added)"]')
    expect(text).to.include('text mail "altered"').and.not.include('text email')
    expect(text).to.include('> COLUMN public.customers.email is renamed: COLUMN public.customers.mail')
    expect(text).to.include('- `public.orders.amount` is used by `VIEW public.dear`')
    expect(text).to.include('⚠ ACCESS EXCLUSIVE on public.orders: readers and writers wait; rewrites public.orders')
  })

  it('writes a page that needs no network, in Chromium without a fault of axe at three widths, light, dark and on paper', async function () {
    const html = await project.read('review.html')
    expect(Buffer.byteLength(html)).to.be.lessThan(1_000_000)
    expect(html).to.not.match(/<b>|(?:src|href)=|<script|url\(http/)
    await lookAtFile(this, join(project.folder, 'review.html'), async (tab) => {
      expect(await tab.locator('svg#after .box.added .name').textContent()).to.equal('+ a <b> `c`')
      expect(await tab.locator('svg#before text.dropped').allTextContents()).to.include('notetext?−')
    })
  })

  it('stops at a migration that fails, and says how', async () => {
    await project.write({
      'migrations/20260301000000_wrong.ts': migration('ALTER TABLE orders ADD z nothing', 'SELECT 1'),
    })
    const { out, exit } = await project.knexus('review', '20260301000000_wrong', '--json')
    const found = JSON.parse(out) as Told
    expect(exit).to.equal(0)
    expect(found.verdict.line).to.equal('20260301000000_wrong.ts fails on the shadow: type "nothing" does not exist')
    expect([found.verdict.status, found.undone]).to.deep.equal(['stopped', null])
  })
})

interface Told {
  readonly verdict: { readonly status: string; readonly line: string; readonly facts: string[] }
  readonly base: string
  readonly edited: string[]
  readonly models: string
  readonly renamed: unknown[]
  readonly dependents: unknown
  readonly undone: { address: string }[]
  readonly changes: { address: string; change: string }[]
  readonly files: {
    readonly name: string
    readonly up: Way
    readonly down?: Way
    readonly findings: { rule: string }[]
    readonly proof: string[]
  }[]
}

interface Way {
  readonly statements: { sql: string; rewrites: string[]; locks: unknown[] }[]
}

/** A migration that sends statements one by one. */
function migration(up: string, down: string): string {
  const body = (text: string) =>
    text
      .split(/;\s*/)
      .map((one) => `  await knex.raw(${JSON.stringify(one)})\n`)
      .join('')
  return `export async function up(knex) {\n${body(up)}}\nexport async function down(knex) {\n${body(down)}}\n`
}
