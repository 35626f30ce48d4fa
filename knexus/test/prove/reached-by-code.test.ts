import { expect } from 'chai'
import { changedProject } from '../support/change.ts'

/** A trigger function by its body, on a table beside another and one that has nothing to do with either. */
const tables = (body: string, t: string) => `
  CREATE TABLE beside (id int PRIMARY KEY, n int);
  CREATE TABLE apart (id int PRIMARY KEY, n int);
  CREATE TABLE t (id int PRIMARY KEY, ${t});
  CREATE FUNCTION touch() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN ${body} RETURN NEW; END $$;
  CREATE TRIGGER touch BEFORE UPDATE ON t FOR EACH ROW EXECUTE FUNCTION touch();`

/** What a trigger does, and how many tables hold rows while a column is filled by UPDATE. */
const TRIGGERS = [
  ['touches its own row alone', 'NEW.n := NEW.n;', 1],
  ['writes another table', 'UPDATE beside SET n = n;', 3],
  ['reads another table', 'PERFORM FROM beside;', 3],
  ['fails where another table has no rows', 'PERFORM 1 / (SELECT count(*) FROM beside);', 3],
] as const

describe('made-up rows beside a trigger', function () {
  this.timeout('2m')
  const filled = (body: string) =>
    changedProject(import.meta.dirname, tables(body, 'n int'), tables(body, 'n int, m int NOT NULL'), {
      plain: true,
      fill: ['t.m=1'],
    })

  for (const [what, body, count] of TRIGGERS)
    it(`that ${what}: ${count} tables hold some`, async () => {
      const project = await filled(body)
      await project.close()
      expect(project.generated.notes.join('\n')).to.contain(`(tables: ${count},`)
    })

  it('that changes values of another table show that they are lost', async () => {
    const error = await filled('UPDATE beside SET n = n + 1;').then(
      () => undefined,
      (reason: unknown) => reason,
    )
    expect(error).to.have.property('message', 'This migration would lose the values of public.beside.n.')
  })
})
