import { statSync } from 'node:fs'
import { mkdir, mkdtemp, readdir, rm, writeFile } from 'node:fs/promises'
import { join, resolve } from 'node:path'
import { expect } from 'chai'
import { rows } from '../src/connection/connection.ts'
import { quoteLiteral } from '../src/base/sql.ts'
import { agreement, agrees, type Agreement, type AgreementOptions } from '../src/drift/index.ts'
import { sayDifferences } from '../src/cli/differences.ts'
import { sayChange } from '../src/diff.ts'
import type { Project } from '../src/project/index.ts'
import { down, up } from '../src/run/runner.ts'
import { openShadow, type Shadow } from '../src/shadow/index.ts'
import { migration, project as runnable, type Project as Runnable } from './run/project.ts'

const CACHE = resolve(import.meta.dirname, '../../node_modules/.cache/knexus')

const NOTES = migration(['CREATE TABLE notes (id bigint NOT NULL PRIMARY KEY, body text)'], ['DROP TABLE notes'])
const MODEL = `import { bigInteger, table, text } from 'knexus'\nexport const notes = table('notes', { id: bigInteger().primary({ name: 'notes_pkey' }), body: text() })\n`
const BESIDE = `import { table, text } from 'knexus'\nexport const beside = table('beside', { a: text() })\n`

describe('models, migrations and database', () => {
  let base: Runnable
  let shadow: Shadow
  let root: string
  let opened: string[]

  before(async () => {
    base = await runnable({ '20260101000000_notes.ts': NOTES })
    await base.plain((knex) => knex.migrate.latest())
    root = await mkdtemp(join(import.meta.dirname, '.drift-'))
    await mkdir(join(root, 'models'))
    await writeFile(join(root, 'models/notes.ts'), MODEL)
  })
  beforeEach(async () => {
    opened = []
    const server = await openShadow({ server: base.url })
    shadow = {
      ...server,
      like: () => shadow,
      async database() {
        const made = await server.database()
        opened.push((await rows<{ name: string }>(made, 'SELECT current_database() AS name'))[0]!.name)
        return made
      },
    }
  })
  afterEach(() => shadow.close())
  after(async () => {
    await rm(root, { recursive: true })
    await base.drop()
  })

  it('agree, the second time from what was kept', async () => {
    for (let time = 0; time < 2; time += 1) expect(await compare()).to.satisfy(agrees)
  })

  it('tell what somebody did behind the history, until it is taken back', async () => {
    await base.query(
      "ALTER TABLE notes ADD stray int; CREATE CONVERSION odd FOR 'LATIN1' TO 'UTF8' FROM iso8859_1_to_utf8",
    )
    const found = await compare()
    expect(found.drift.map(sayChange)).to.deep.equal(['COLUMN public.notes.stray is missing'])
    expect(found.unmanaged).to.deep.equal(['CONVERSION public.odd'])
    expect(found.models).to.deep.equal([])
    await base.query('ALTER TABLE notes DROP stray; DROP CONVERSION odd')
    expect(await compare()).to.satisfy(agrees)
  })

  it('tell where a difference comes from, and how it is taken back', async () => {
    const name = '20260105000000_begun.ts'
    await base.write({
      [name]: migration(
        ['ALTER TABLE notes ADD more int', 'CREATE TABLE rest (id int)'],
        ['ALTER TABLE notes DROP more', 'DROP TABLE rest'],
      ),
    })
    const extra = join(root, 'models/extra.ts')
    await writeFile(extra, `import { table, text } from 'knexus'\nexport const extra = table('extra', { a: text() })\n`)
    const forth = ['ADD more int', 'ADD stray int', 'RENAME body TO content']
    await base.query(`CREATE TABLE extra (a text); ${forth.map((one) => `ALTER TABLE notes ${one}`).join(';')}`)
    const found = await compare()
    const { drift, renamed, left, ran } = found
    const told = drift.map(
      (change) => `${sayChange(change).split(' ')[1]!.replace('public.notes.', '')} ${change.cause}`,
    )
    expect(told.toSorted()).to.deep.equal([
      'body renamed',
      'content renamed',
      'more pending',
      'public.extra declared',
      'public.extra.a declared',
      'stray by-hand',
    ])
    expect(renamed.map(({ old, given, back }) => [old, given, back])).to.deep.equal([
      [
        'COLUMN public.notes.body',
        'COLUMN public.notes.content',
        'ALTER TABLE public.notes RENAME COLUMN content TO body',
      ],
    ])
    expect(left.map(sayChange))
      .to.include('TABLE public.rest is missing')
      .and.not.include('COLUMN public.notes.more is missing')
    expect(ran).to.equal('20260101000000_notes.ts')
    const text = sayDifferences(found, true).drift.flatMap(([title, lines]) =>
      lines.length > 0 ? [title, ...lines] : [],
    )
    expect(text.join('\n'))
      .to.match(/part of what the pending migrations do:.*stamp head/s)
      .and.match(/in no migration:.*npx knexus generate NAME/s)
    expect(text.join('\n')).to.include(
      'npx knexus generate NAME --rename "COLUMN public.notes.body=COLUMN public.notes.content"',
    )
    expect(text.join('\n')).to.include('diff --from db --to migrations@20260101000000_notes.ts --sql')
    await base.query(`${renamed[0]!.back}; ALTER TABLE notes DROP stray; DROP TABLE extra; CREATE TABLE rest (id int)`)
    await rm(extra)
    expect((await compare()).left).to.deep.equal([])
    await base.query('ALTER TABLE notes DROP more; DROP TABLE rest')
    expect((await compare()).drift).to.deep.equal([])
    await base.remove(name)
  })

  it('tell what is pending, and do not take it for drift', async () => {
    const name = '20260102000000_more.ts'
    await base.write({ [name]: migration(['ALTER TABLE notes ADD more int'], ['ALTER TABLE notes DROP more']) })
    const { pending, drift, models, history } = await compare()
    expect({ pending, drift, history, models: models.map(sayChange) }).to.deep.equal({
      pending: [name],
      drift: [],
      history: [],
      models: ['COLUMN public.notes.more is unexpected'],
    })
    await base.remove(name)
  })

  it('take an edited file for what ran as long as it does the same, as status does', async () => {
    const name = '20260104000000_again.ts'
    const file = migration(['CREATE TABLE again (id int)'], ['DROP TABLE again'])
    await base.write({ [name]: file })
    await up(base.config)
    await base.write({ [name]: `// reviewed\n${file}` })
    expect((await compare()).history).to.deep.equal([])
    await base.query(
      `UPDATE knexus_journal SET detail = detail || '{"work": "other statements"}' WHERE migration = '${name}'`,
    )
    expect((await compare()).history).to.deep.equal([`${name} is edited`])
    await base.write({ [name]: file })
    await down(base.config)
    await base.remove(name)
  })

  it('leave no scratch database when one of them cannot be built', async () => {
    await base.write({ '20260103000000_slow.ts': migration(['SELECT pg_sleep(1)']) })
    await writeFile(
      join(root, 'models/bad.ts'),
      `import { sql, table, text } from 'knexus'\nexport const bad = table('bad', { a: text().defaultTo(sql\`no_such()\`) })\n`,
    )
    const refused: unknown = await compare().catch((error: unknown) => error)
    expect(refused).to.have.property('code', 'declaration-refused')
    expect(opened).to.have.length.greaterThan(1)
    await shadow.close()
    expect(
      await base.query(`SELECT datname FROM pg_database WHERE datname IN (${opened.map(quoteLiteral).join(', ')})`),
    ).to.deep.equal([])
    await rm(join(root, 'models/bad.ts'))
    await base.remove('20260103000000_slow.ts')
  })

  it('are found by parts that are kept as they are when everything is read, whatever changes', async () => {
    const added = '20260106000000_added.ts'
    const model = join(root, 'models/beside.ts')
    const steps: readonly (() => Promise<unknown>)[] = [
      () => base.write({ [added]: migration(['ALTER TABLE notes ADD added int'], ['ALTER TABLE notes DROP added']) }),
      () => base.query('CREATE CONVERSION odd FOR $$LATIN1$$ TO $$UTF8$$ FROM iso8859_1_to_utf8'),
      () => writeFile(model, BESIDE),
      () => base.query('ALTER TABLE notes ADD stray int'),
      () => rm(model),
      () => base.query('ALTER TABLE notes DROP stray'),
      () => base.remove(added),
      () => base.query('DROP CONVERSION odd'),
    ]
    for (const [at, step] of steps.entries()) {
      await step()
      const found = await compare()
      expect(found, `after step ${at + 1}`).to.deep.equal(await compare({ fresh: true }))
      expect(found.drift).to.have.length(at === 3 || at === 4 ? 1 : 0)
      expect(found.models).to.have.length((at < 6 ? 1 : 0) + (at === 2 || at === 3 ? 2 : 0))
    }
  })

  it('are compared again where a file was edited before it was loaded', async () => {
    const edited = join(root, 'models/edited.ts')
    await writeFile(edited, 'export {}')
    const found = await compare({}, async () => {
      await writeFile(edited, BESIDE.replaceAll('beside', 'edited'))
      return shadow
    })
    await writeFile(edited, 'export {}')
    let looked = false
    await compare({}, async () => {
      looked = true
      return shadow
    })
    await rm(edited)
    expect([found.models.length > 0, looked]).to.deep.equal([true, true])
  })

  it('are not compared again where only the other part changed', async () => {
    const model = join(root, 'models/another.ts')
    await compare()
    const models = await poisoned('compared-', [{ after: { kind: 'namespace', name: 'kept' } }])
    await base.query('CREATE TABLE another (id int)')
    expect((await compare()).models, 'the live database changed').to.deep.equal(models)
    await base.query('DROP TABLE another')
    await compare()
    const { unmanaged } = await poisoned('calm-', { unmanaged: ['kept'] })
    await writeFile(model, BESIDE)
    const found = await compare()
    expect(found.unmanaged, 'a model changed').to.deep.equal(unmanaged)
    expect(found.models.map(sayChange)).to.include('TABLE public.beside is missing')
    await rm(model)
  })

  function compare(options?: AgreementOptions, open = async () => shadow): Promise<Agreement> {
    const project: Project = {
      knexfile: join(root, 'knexfile.ts'),
      root,
      environment: 'test',
      models: join(root, 'models'),
      settings: {},
      config: { ...base.config, connection: base.url },
    }
    return agreement(project, open, options)
  }
})

/** Writes something else into the file of this kind that was kept last, so that an answer from there is known. */
async function poisoned<T>(prefix: string, content: T): Promise<T> {
  const names = (await readdir(CACHE)).filter((name) => name.startsWith(prefix))
  const files = names.map((name) => ({ path: join(CACHE, name), at: statSync(join(CACHE, name)).mtimeMs }))
  await writeFile(files.sort((a, b) => b.at - a.at)[0]!.path, JSON.stringify(content))
  return content
}
