import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { expect } from 'chai'
import { database, type TestDatabase } from '../support/server.ts'

const MODEL = (more: string) =>
  `import { integer, table, text } from 'knexus'\nexport const notes = table('notes', { id: integer().primary()${more} })\n`

describe('check --watch', function () {
  this.timeout('2m')
  let live: TestDatabase
  let folder: string
  before(async () => {
    live = await database('CREATE TABLE unrelated (n int); DROP TABLE unrelated')
    folder = await mkdtemp(join(import.meta.dirname, '.watch-'))
    await mkdir(join(folder, 'models'))
    await mkdir(join(folder, 'migrations'))
    await writeFile(join(folder, 'models/index.ts'), MODEL(''))
    await writeFile(
      join(folder, 'migrations/20260101000000_notes.ts'),
      'export const up = (knex) => knex.raw(`CREATE TABLE public.notes (id integer NOT NULL, CONSTRAINT notes_pkey PRIMARY KEY (id))`)\nexport const down = (knex) => knex.raw(`DROP TABLE public.notes`)\n',
    )
    await writeFile(
      join(folder, 'knexfile.mjs'),
      `export default { development: { client: 'pg', connection: ${JSON.stringify(live.url)}, migrations: { directory: 'migrations', loadExtensions: ['.ts'] }, knexus: { models: 'models' } } }`,
    )
  })
  after(async () => {
    await rm(folder, { recursive: true })
    await live.drop()
  })

  it('prints what is new when a model changes and when the database does, and ends with Ctrl-C', async () => {
    const child = spawn(process.execPath, [join(import.meta.dirname, '../../bin/knexus.js'), 'check', '--watch'], {
      cwd: folder,
      stdio: ['ignore', 'pipe', 'pipe'],
      env: { ...process.env, NODE_ENV: '' },
    })
    let said = ''
    for (const stream of [child.stdout, child.stderr])
      stream.on('data', (part) => {
        said += String(part)
      })
    const until = async (text: string) => {
      for (let tries = 0; !said.includes(text); tries += 1) {
        expect(tries, `waited for "${text}" and saw\n${said}`).to.be.lessThan(600)
        await new Promise((resolve) => {
          setTimeout(resolve, 100)
        })
      }
      said = ''
    }
    await until('20260101000000_notes.ts')
    await writeFile(join(folder, 'models/index.ts'), MODEL(', body: text()'))
    await until('column body')
    await writeFile(join(folder, 'models/index.ts'), MODEL(''))
    await until('20260101000000_notes.ts')
    const db = await live.connect()
    await db.query('CREATE TABLE by_hand (n int)')
    await until('by_hand')
    child.kill('SIGINT')
    const [code] = (await once(child, 'exit')) as [number | null]
    expect(code).to.equal(0)
  })
})
