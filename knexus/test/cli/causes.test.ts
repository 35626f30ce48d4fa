import { expect } from 'chai'
import { migration } from '../run/project.ts'
import { commandProject, type CommandProject } from '../support/command.ts'

/** The model of a table. */
const model = (before: string, columns: string) => `import { integer, table } from 'knexus'

${before}const drafts = table('drafts', { ${columns} })
export const notes = table('notes', { id: integer() })
`

describe('one failure with several causes says which it is:', () => {
  let project: CommandProject
  afterEach(() => project.drop())

  it('a table that is to go because its export was forgotten', async () => {
    project = await commandProject({ 'models/index.ts': model('export ', 'id: integer()') })
    expect((await project.knexus('generate', 'first')).exit).to.equal(0)
    await project.write({ 'models/index.ts': model('', 'id: integer()') })
    const { exit, err } = await project.knexus('generate', 'second')
    expect(err).to.contain('not-exported').and.contain('models/index.ts:3 declares "drafts" and does not export it')
    expect(err).not.to.contain('--allow')
    expect(exit).to.equal(2)
    expect(await project.list('migrations')).to.have.length(1)
  })

  it('a history that has no place, because no schema of the search_path is there', async () => {
    project = await commandProject({
      'migrations/20200101000000_a.ts': migration(['CREATE TABLE public.a (id int)']),
    })
    const client = await project.live.connect()
    await client.query(
      `DO $$ BEGIN EXECUTE format('ALTER DATABASE %I SET search_path = nowhere', current_database()); END $$`,
    )
    await client.end()
    const { exit, err } = await project.knexus('up')
    expect(err).to.contain('no-history-schema').and.contain('correct the search_path')
    expect(exit).to.equal(2)
  })

  it('doctor fails where generate does: on what PostgreSQL refuses', async () => {
    project = await commandProject({ 'models/index.ts': model('export ', "id: integer().defaultTo('none')") })
    const generated = await project.knexus('generate', 'first')
    expect(generated.err).to.contain('declaration-refused')
    const { exit, out } = await project.knexus('doctor')
    expect(out)
      .to.contain('FAILED   models on a shadow: PostgreSQL refuses')
      .and.contain('ok       migrations on a shadow')
    expect(exit).to.equal(1)
  })
})
