import { expect } from 'chai'
import { direction, emit, segments, type Direction, type Migration } from '../../src/emit/index.ts'
import type { Step } from '../../src/plan/index.ts'

const none: Direction = { statements: [], settings: [] }
const empty: Migration = { up: none, down: none, transaction: true, notes: [] }
const ups = (statements: Direction['statements'], more: Partial<Migration> = {}): Migration => ({
  ...empty,
  up: { statements, settings: [] },
  ...more,
})

describe('the text of a migration', () => {
  it('is whole in each language, and asks for Knex only where something is sent', () => {
    const migration = ups([{ sql: 'SELECT 1' }], { notes: ['one', 'two\n  lines'] })
    expect(emit(migration)).to.equal(
      [
        "import type { Knex } from 'knex'\n",
        '// one\n// two lines\n',
        'export async function up(knex: Knex): Promise<void> {\n  await knex.raw(`SELECT 1`)\n}\n',
        'export async function down(): Promise<void> {\n}\n',
      ].join('\n'),
    )
    expect(emit(migration, 'typescript')).to.equal(emit(migration))
    expect(emit({ ...migration, notes: [] }, 'commonjs')).to.equal(
      'exports.up = async function(knex) {\n  await knex.raw(`SELECT 1`)\n}\n\nexports.down = async function() {\n}\n',
    )
    expect(emit({ ...migration, notes: [] }, 'module')).to.equal(
      'export async function up(knex) {\n  await knex.raw(`SELECT 1`)\n}\n\nexport async function down() {\n}\n',
    )
  })

  it('says what the runner has to know, and nothing else', () => {
    const config = (more: Partial<Migration>, language?: 'commonjs') =>
      emit({ ...empty, ...more }, language).match(/.*config.*/)?.[0]
    expect(config({})).to.equal(undefined)
    expect(config({ transaction: false })).to.equal('export const config = { transaction: false }')
    expect(config({ phase: 'contract' })).to.equal("export const config = { phase: 'contract' }")
    expect(config({ transaction: false, phase: 'contract' }, 'commonjs')).to.equal(
      "exports.config = { transaction: false, phase: 'contract' }",
    )
  })

  it('sets for the transaction alone, or for the session where there is none', () => {
    const up = { statements: [{ sql: 'SELECT 1' }], settings: ['check_function_bodies = off'] }
    expect(emit({ ...empty, up })).to.contain('`SET LOCAL check_function_bodies = off`')
    expect(emit({ ...empty, up, transaction: false })).to.contain('`SET check_function_bodies = off`')
  })

  it('remarks on a statement what it loses, what becomes of values, what it breaks on purpose, and who waits', () => {
    const said = (more: object) =>
      /(?:^ {2}\/\/ .*\n)*(?= {2}await)/m.exec(emit(ups([{ sql: 'SELECT 1', ...more }])))![0]
    expect(said({})).to.equal('')
    expect(said({ loses: 'the rows of\n public.t' })).to.equal('  // loses data: the rows of public.t\n')
    expect(said({ remaps: "'a' becomes 'b'" })).to.equal(
      "  // 'a' becomes 'b', as the model says; down cannot tell these rows from those that had the new value before\n",
    )
    expect(said({ allows: 'drop-column because it is copied' })).to.equal(
      '  // knexus: allow drop-column because it is copied\n',
    )
    const receipt = { locks: { 'public.t': 'ACCESS EXCLUSIVE' }, rewrites: ['public.t'], reads: [] }
    expect(said({ receipt })).to.match(/^ {2}\/\/ .*public\.t/)
  })

  it('hands over what holds every mark and every tag that could stand for others', () => {
    const sent = emit(ups([{ sql: "SELECT '¿ ‽ ⁇ � \\? $sql$ $statement$ $knexus$'" }]))
    expect(sent)
      .to.contain('$knexus_statement$SELECT')
      .and.contain("<question mark> $sql$ $statement$ $knexus$'$knexus_statement$, '<question mark>', chr(63)")
    expect(emit(ups([{ sql: "SELECT '¿ \\? $sql$'" }])))
      .to.contain("$statement$SELECT '¿ ")
      .and.contain("'‽', chr(63)")
  })
})

describe('the files of a plan', () => {
  const step = (more: Partial<Step> = {}): Step => ({ changes: [], statements: [{ sql: 'a' }], settings: [], ...more })
  const phases = (...steps: readonly Step[]) => segments(steps).map(({ phase }) => phase)

  it('take away what code uses where all that is late in them leaves', () => {
    expect(phases(step())).to.deep.equal([undefined])
    expect(phases(step({ late: true, leaves: true }))).to.deep.equal(['contract'])
    expect(phases(step({ late: true, leaves: true }), step({ late: true }))).to.deep.equal([undefined])
    expect(phases(step({ late: true }))).to.deep.equal([undefined])
    expect(phases(step({ late: 'swap' }))).to.deep.equal(['contract'])
  })

  it('need no transaction where one statement of a step refuses it', () => {
    const mixed = step({ statements: [{ sql: 'a' }, { sql: 'b', boundary: 'outside' }] })
    expect(segments([mixed]).map(({ transaction }) => transaction)).to.deep.equal([false])
  })

  it('name each setting once', () => {
    const settings = ['check_function_bodies = off']
    const { statements, settings: all } = direction([step({ settings }), step({ settings })])
    expect([statements.length, all]).to.deep.equal([2, settings])
  })
})
