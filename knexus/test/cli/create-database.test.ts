import { expect } from 'chai'
import { commandProject, type CommandProject } from '../support/command.ts'
import { execute, serverUrl } from '../support/server.ts'

const MODEL = `import { integer, table } from 'knexus'\nexport const notes = table('notes', { id: integer().primary() })\n`

describe('a database that the server does not have yet', () => {
  let project: CommandProject
  let name: string
  const role = `maker_${process.pid}`

  beforeEach(async () => {
    project = await commandProject({ 'models/notes.ts': MODEL })
    name = `${project.live.name}_later`
    await connectTo(serverUrl())
  })
  afterEach(async () => {
    await execute({ url: serverUrl() }, `DROP DATABASE IF EXISTS ${name} WITH (FORCE)`)
    await execute({ url: serverUrl() }, `DROP ROLE IF EXISTS ${role}`)
    await project.drop()
  })

  function connectTo(server: string, settings = ''): Promise<void> {
    const url = new URL(server)
    url.pathname = `/${name}`
    return project.write({
      'knexfile.mjs': `export default { development: { client: 'pg', connection: '${url.href}', ${settings} } }\n`,
    })
  }

  it('lets generate try things on the server all the same, and is created by up --create-database', async () => {
    const generated = await project.knexus('generate', 'create_notes')
    expect(generated.all).to.contain('a scratch database on')
    expect((await project.knexus('up')).err)
      .to.contain('error database-missing')
      .and.contain('up --create-database')
    expect((await project.knexus('up', '--create-database', '--dry-run')).err).to.contain('error database-missing')
    expect((await project.knexus('up', '--create-database')).all).to.contain(`created the database ${name}`)
    const again = await project.knexus('up', '--create-database')
    expect(again.all).to.contain('Nothing is pending').and.not.contain('created')
  })

  it('is not created in production without --yes', async () => {
    await connectTo(serverUrl(), 'knexus: { production: true }')
    const refused = await project.knexus('up', '--create-database')
    expect(refused.err).to.contain('error not-confirmed')
    expect((await project.knexus('up', '--create-database', '--yes')).all).to.contain(`created the database ${name}`)
  })

  it('is not created by a user who may not', async () => {
    await execute({ url: serverUrl() }, `CREATE ROLE ${role} LOGIN PASSWORD 'x'`)
    const url = new URL(serverUrl())
    ;[url.username, url.password] = [role, 'x']
    await connectTo(url.href)
    expect((await project.knexus('up', '--create-database')).err)
      .to.contain('error not-allowed')
      .and.contain('CREATEDB')
  })
})
