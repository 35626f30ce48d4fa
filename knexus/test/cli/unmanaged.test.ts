import { expect } from 'chai'
import { commandProject, type CommandProject } from '../support/command.ts'

describe('what no kind of object covers', function () {
  this.timeout('2m')
  let project: CommandProject
  const unmanaged = [
    'CONVERSION public.latin',
    'DISABLED TRIGGERS ON public.child OF TABLE CONSTRAINT child_t on public.child',
  ]
  before(async () => {
    project = await commandProject()
    const db = await project.live.connect()
    await db.query(`CREATE TABLE t (id int PRIMARY KEY); CREATE TABLE child (t_id int CONSTRAINT child_t REFERENCES t);
      ALTER TABLE child DISABLE TRIGGER ALL; CREATE CONVERSION latin FOR 'LATIN1' TO 'UTF8' FROM iso8859_1_to_utf8`)
  })
  after(() => project.drop())

  it('is named by pull', async () => {
    const { exit, err, out } = await project.knexus('pull', '--out', 'pulled', '--json')
    expect(exit, err).to.equal(0)
    expect(JSON.parse(out)).to.have.deep.property('unmanaged', unmanaged)
    for (const one of unmanaged) expect(err).to.include(`not managed, and not in the models: ${one}`)
  })

  it('is named by adopt', async () => {
    const { exit, err, out } = await project.knexus('adopt', '--json')
    expect(exit, err).to.equal(0)
    expect(JSON.parse(out)).to.have.deep.property('unmanaged', unmanaged)
    for (const one of unmanaged)
      expect(err).to.include(`not managed, and neither in the models nor in a migration: ${one}`)
  })
})
