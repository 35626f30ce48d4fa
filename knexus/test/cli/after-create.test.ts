import { expect } from 'chai'
import { commandProject, knexfile } from '../support/command.ts'

/** PostgreSQL reads this date at once, and only day before month. The timeout and the role are not meant for a shadow. */
const AFTER_CREATE = `pool: { afterCreate: (connection, done) => connection.query(
  "SET datestyle = 'SQL, DMY'; SET app.since = '31/12/2020'; SET ROLE pg_monitor; SET statement_timeout = 60000", done) }`

const MODELS = `import { date, integer, materializedView, sql, table } from 'knexus'
export const visits = table('visits', { id: integer().primary(), since: date().defaultTo(sql\`'31/12/2020'::date\`) })
export const starts = materializedView('starts', { columns: { since: date() }, as: sql\`SELECT current_setting('app.since')::date AS since\` })
`

describe("a model that needs a setting of the knexfile's pool.afterCreate", function () {
  this.timeout('4m')

  for (const shadow of ['beside the database', 'embedded'])
    it(`is built, proved, run and compared with it, on a shadow ${shadow}`, async () => {
      const more = shadow === 'embedded' ? ['--shadow', 'embedded'] : []
      const project = await commandProject({
        'knexfile.mjs': knexfile(AFTER_CREATE.replace('SET ROLE pg_monitor; ', '')),
        'models/index.ts': MODELS,
      })
      try {
        const made = await project.knexus('generate', 'visits', ...more)
        expect(made.exit, made.all).to.equal(0)
        const ran = await project.knex('migrate:latest')
        expect(ran.exit, ran.all).to.equal(0)
        if (more.length > 0) return
        const checked = await project.knexus('check')
        expect(checked.out, checked.all).to.contain('agree')
        await project.write({
          'knexfile.mjs': knexfile(AFTER_CREATE),
          'models/index.ts': MODELS.replaceAll('visits', 'visitors'),
        })
        const told = await project.knexus('diff', '--from', 'empty', '--to', 'models')
        expect(told.out, told.all).to.contain('table visitors')
      } finally {
        await project.drop()
      }
    })
})
