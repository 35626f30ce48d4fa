import { expect } from 'chai'
import { knexNaming } from '../../src/declare/naming.ts'
import { inferNaming } from '../../src/pull/infer-naming.ts'

describe('the naming convention', () => {
  const index = (table: string, column: string, name: string) => ({
    sort: 'ix' as const,
    name,
    parts: { table, columns: [column] },
  })

  it('is what gives most of the names', () => {
    const found = inferNaming([
      index('users', 'email', 'ix_users_email'),
      index('posts', 'user_id', 'ix_posts_user_id'),
      index('posts', 'title', 'by_title'),
    ])
    expect(found.ix).to.equal('ix_{table}_{columns}')
  })

  it("stays Knex's own where nothing gives more of them", () => {
    const found = inferNaming([
      index('users', 'email', 'users_email_index'),
      index('posts', 'title', 'by_title'),
      index('posts', 'body', 'words'),
    ])
    expect(found).to.deep.equal(knexNaming)
  })

  const key = (table: string, references: string, name: string) => ({
    sort: 'fk' as const,
    name,
    parts: { table, columns: ['x'], references },
  })

  it('knows the table a foreign key refers to', () => {
    expect(inferNaming([key('a', 'b', 'fk_a_x_b'), key('c', 'd', 'fk_c_x_d')]).fk).to.equal(
      'fk_{table}_{columns}_{references}',
    )
  })

  it('tells two keys of a table to the same other one apart', () => {
    expect(inferNaming([key('a', 'b', 'fk_a_b'), key('c', 'd', 'fk_c_d')])).to.deep.equal(knexNaming)
  })

  const check = (table: string, column: string, name: string) => ({
    sort: 'ck' as const,
    name,
    parts: { table, columns: [column] },
  })

  it('is not taken from a word that says what some checks are about', () => {
    const about = [
      check('users', 'login', 'users_login_length'),
      check('posts', 'title', 'posts_title_length'),
      check('posts', 'score', 'posts_score_positive'),
    ]
    expect(inferNaming(about)).to.deep.equal(knexNaming)
    expect(
      inferNaming([check('roles', 'type', 'roles__role_type'), check('apps', 'type', 'apps__role_type')]),
    ).to.deep.equal(knexNaming)
  })

  it('is not taken from one table', () => {
    expect(inferNaming([index('jobs', 'a', 'jobs_a_ix'), index('jobs', 'b', 'jobs_b_ix')])).to.deep.equal(knexNaming)
  })

  it("gives nearly all names, or as many as are left by hand beside PostgreSQL's own", () => {
    const others = ['by_a', 'by_b', 'by_c'].map((name, at) => index(`t${at}`, 'x', name))
    const two = (end: string) => [
      index('users', 'email', `users_email_${end}`),
      index('posts', 'title', `posts_title_${end}`),
    ]
    expect(inferNaming([...two('i'), ...others])).to.deep.equal(knexNaming)
    expect(inferNaming([...two('idx'), ...others]).ix).to.equal('{table}_{columns}_idx')
  })

  it('is not taken from a word inside of another', () => {
    expect(inferNaming([index('a', 'b', 'bab'), index('c', 'd', 'dcd')])).to.deep.equal(knexNaming)
  })
})
