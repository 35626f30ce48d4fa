import { execFile } from 'node:child_process'
import { mkdtemp, rm, symlink, writeFile, cp } from 'node:fs/promises'
import { join, resolve } from 'node:path'
import { tmpdir } from 'node:os'
import { promisify } from 'node:util'
import { expect } from 'chai'
import { Client } from 'pg'
import { database, execute } from '../../../knexus/test/support/server.ts'

const run = promisify(execFile)
const knexCli = resolve('node_modules/knex/bin/cli.js')

describe('plain knex with the knexfile', () => {
  let project: string
  before(async () => {
    project = await mkdtemp(join(tmpdir(), 'knexfile-'))
    for (const path of ['knexfile.ts', 'package.json', 'db/connection', 'db/migration.stub', 'db/seed.stub'])
      await cp(path, join(project, path), { recursive: true })
    await cp('db/migrations/.gitkeep', join(project, 'db/migrations/.gitkeep'))
    await cp('db/seeds/.gitkeep', join(project, 'db/seeds/.gitkeep'))
    await symlink(resolve('node_modules'), join(project, 'node_modules'))
  })
  after(() => rm(project, { recursive: true, force: true }))

  const knex = async (env: Record<string, string>, folder: string, ...words: string[]) => {
    const { PATH = '', HOME = '' } = process.env
    return run(process.execPath, [knexCli, ...words], { cwd: join(project, folder), env: { PATH, HOME, ...env } }).then(
      ({ stdout }) => stdout,
    )
  }
  const failure = (...call: Parameters<typeof knex>) =>
    knex(...call).then(
      () => expect.fail('it should have failed'),
      (error: { stderr: string }) => error.stderr,
    )

  it('makes, runs, lists and takes back a migration, from the root and from a folder below', async () => {
    const { url, name } = await database()
    const { hostname, port } = new URL(url)
    const env = { DB_HOST: hostname, DB_PORT: port, DB_NAME: name, DB_USER: 'postgres' }
    await knex(env, '.', 'migrate:make', 'first')
    await knex(env, 'db', 'seed:make', 'some')
    expect(await knex(env, '.', 'migrate:latest'))
      .to.contain('Using environment: development')
      .and.contain('Batch 1 run: 1 migrations')
    expect(await knex(env, 'db/seeds', 'migrate:list')).to.match(/Found 1 Completed[^]*first\.ts/)
    expect(await knex(env, 'db', 'seed:run')).to.contain('Ran 1 seed files')
    expect(await knex(env, 'db', 'migrate:rollback')).to.contain('rolled back: 1')
    expect(await knex({ DATABASE_URL: url }, '.', 'migrate:list', '--env', 'production')).to.contain('No Completed')
    expect(await knex({ DATABASE_URL: url, NODE_ENV: 'production' }, 'db', 'migrate:list')).to.contain(
      'Using environment: production',
    )
  })

  it('takes a password with % @ / : # from the environment, .env and a URL', async () => {
    const password = '%p@s/s:w#r d%41'
    const { url, name } = await database()
    const role = `role_${name}`
    const { hostname, port } = new URL(url)
    await execute({ url }, `CREATE ROLE ${role} LOGIN PASSWORD '${password}'; GRANT CREATE ON SCHEMA public TO ${role}`)
    const rest = { DB_HOST: hostname, DB_PORT: port, DB_NAME: name, DB_USER: role }
    try {
      expect(await sent(join(project, 'knexfile.ts'), { ...rest, DB_PASSWORD: password }, 'development')).to.equal(
        password,
      )
      expect(
        await sent(
          join(project, 'knexfile.ts'),
          { DATABASE_URL: `postgres://${role}:${encodeURIComponent(password)}@${hostname}:${port}/${name}` },
          'production',
        ),
      ).to.equal(password)
      await writeFile(
        join(project, '.env'),
        Object.entries({ ...rest, DB_PASSWORD: password })
          .map(([key, value]) => `${key}=${value}\n`)
          .join(''),
      )
      expect(await sent(join(project, 'knexfile.ts'), {}, 'development')).to.equal(password)
      expect(await knex({}, 'db', 'migrate:list')).to.contain('Using environment: development')
    } finally {
      await rm(join(project, '.env'), { force: true })
      const admin = new Client({ connectionString: url })
      await admin.connect()
      await admin.query(`DROP OWNED BY ${role}; DROP ROLE ${role}`)
      await admin.end()
    }
  })

  it('says what is wrong with the environment, the port or the URL', async () => {
    expect(await failure({}, '.', 'migrate:list', '--env', 'nowhere')).to.contain(
      'There is no such environment. Choose one with --env or NODE_ENV: development, docker',
    )
    expect(await failure({ DB_PORT: '5432x' }, '.', 'migrate:list')).to.contain('DB_PORT must be a port number')
    expect(await failure({}, '.', 'migrate:list', '--env', 'production')).to.contain('DATABASE_URL is not set')
    expect(await failure({ DATABASE_URL: 'postgres://me:hidden@/x' }, '.', 'migrate:list', '--env', 'production'))
      .to.contain('has no host')
      .and.not.contain('hidden')
  })
})

/** The password that the knexfile hands to the driver, asked of a process with its own environment. */
async function sent(knexfile: string, env: Record<string, string>, name: string): Promise<string> {
  const { PATH = '', HOME = '' } = process.env
  const code = `import file from ${JSON.stringify(knexfile)}; process.stdout.write(file.${name}.connection.password)`
  const { stdout } = await run(process.execPath, ['--import', 'tsx', '--input-type=module', '-e', code], {
    env: { PATH, HOME, ...env },
  })
  return stdout
}
