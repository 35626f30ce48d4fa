import { expect } from 'chai'
import { declareWith, integer, knexNaming, materializedView, naming, sql, text, uuid } from '../../src/index.ts'
import { conventionalName } from '../../src/declare/naming.ts'

const convention = naming({
  pk: 'pk_{table}',
  uq: 'uq_{table}_{columns}',
  ck: 'ck_{table}_{name}',
  fk: 'fk_{table}_{columns}_{references}',
  ix: 'ix_{table}_{columns}',
  ex: 'ex_{table}_{column}',
})

const long = (last: string) =>
  conventionalName(convention.ix, {
    table: 'a_table_with_a_rather_long_name',
    columns: ['a_column_with_a_rather_long_name', last],
  })

describe('a naming convention', () => {
  it('names an index of a materialized view after its keys, where its query alone gives its columns', () => {
    const names = (indexes: NonNullable<Parameters<typeof materializedView>[1]['indexes']>) =>
      materializedView('totals', { as: 'SELECT email, n FROM t', indexes }).objects.flatMap((object) =>
        object.kind === 'index' ? [object.name] : [],
      )
    expect(names([{ keys: ['email', { key: 'n', order: 'desc' }], unique: true }])).to.deep.equal([
      'totals_email_n_unique',
    ])
    expect(names([{ keys: [sql`lower(email)`] }])).to.deep.equal(['totals_expr_index'])
  })

  it('names every constraint and index', () => {
    const { table } = declareWith({ naming: convention })
    const declared = table(
      'tasks',
      {
        id: uuid().primary(),
        code: text().unique().check("code <> ''"),
        study_id: uuid().references('studies.id').index(),
        low: integer(),
        high: integer().checkPositive('sign'),
      },
      (t) => [
        t.check('low < high'),
        t.check('low > 0', 'low_end'),
        t.check('1 = 1'),
        t.check('2 = 2', { name: 'exact' }),
        t.index(['low', 'high'], { unique: true }),
        t.index([sql`lower(code)`]),
        t.index([sql`1 + 1`]),
        t.exclude(
          [
            ['low', '='],
            ['high', '='],
          ],
          { using: 'btree' },
        ),
        t.foreign(['low', 'high']).references('app.spans', ['low', 'high']),
      ],
    )
    const names = declared.objects.flatMap((object) =>
      object.kind === 'constraint' || object.kind === 'index' ? [object.name] : [],
    )
    expect(names).to.have.members([
      'pk_tasks',
      'uq_tasks_code',
      'ck_tasks_code',
      'fk_tasks_study_id_studies',
      'ix_tasks_study_id',
      'ck_tasks_sign',
      'ck_tasks_low_high',
      'ck_tasks_low_end',
      'ck_tasks_row',
      'exact',
      'uq_tasks_low_high',
      'ix_tasks_code',
      'ix_tasks_expr',
      'ex_tasks_low',
      'fk_tasks_low_high_spans',
    ])
  })

  it('is that of Knex unless another is given', () => {
    expect(naming({})).to.deep.equal(knexNaming)
    expect(conventionalName(knexNaming.fk, { table: 'tasks', columns: ['study_id'], references: 'studies' })).to.equal(
      'tasks_study_id_foreign',
    )
  })

  it('cuts a name over 63 bytes and ends it in a hash, so that two stay two', () => {
    expect(long('a'))
      .to.have.length(63)
      .and.match(/^ix_a_table_with_a_rather_long_name_a_column_with_a_rat.*_[0-9a-f]{8}$/)
    expect(long('a')).not.to.equal(long('b'))
    expect(long('a')).to.equal(long('a'))
  })

  it('cuts between characters', () => {
    const name = conventionalName('{table}', { table: 'ж'.repeat(40) })
    expect(Buffer.byteLength(name)).to.be.at.most(63)
    expect(name).to.match(/^ж+_[0-9a-f]{8}$/)
  })

  it('refuses a template with a part it does not know', () => {
    expect(() => naming({ pk: 'pk_{tabel}' }))
      .to.throw('{tabel}')
      .with.property('code', 'invalid-naming')
  })

  it('refuses names that PostgreSQL would change or cannot have', () => {
    const { table, enumType } = declareWith()
    const cases: readonly (readonly [string, () => unknown])[] = [
      ['name-too-long', () => table('a'.repeat(64), {})],
      ['name-too-long', () => table('a', { ['ж'.repeat(32)]: text() })],
      ['name-too-long', () => table('a', { b: text().unique({ name: 'n'.repeat(64) }) })],
      ['name-too-long', () => table('a', { b: text() }, (t) => [t.index(['b'], { name: 'n'.repeat(64) })])],
      ['name-too-long', () => enumType('e'.repeat(64), ['a'])],
      ['invalid-name', () => table('', {})],
      ['invalid-name', () => table('a\0b', {})],
    ]
    for (const [code, declare] of cases) expect(declare).to.throw().with.property('code', code)
    expect(() => table('a'.repeat(63), {})).not.to.throw()
  })
})
