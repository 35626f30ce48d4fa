import { execFileSync } from 'node:child_process'
import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { expect } from 'chai'
import { newSince } from '../../src/migrations/chosen.ts'
import type { Project } from '../../src/project/index.ts'
import { verify } from '../../src/verify/index.ts'
import { scratch } from '../support/scratch.ts'
import { database } from '../support/server.ts'
import { CASES, END, START, raw } from './cases.ts'

describe('verify', function () {
  this.timeout('2m')
  const here = scratch(import.meta.dirname, 'verify')

  async function project(texts: readonly string[]): Promise<Project> {
    for (const [at, text] of texts.entries()) await writeFile(join(here.root, `2026010100000${at}_m.ts`), text)
    const { url } = await database()
    return {
      knexfile: join(here.root, 'knexfile.ts'),
      root: here.root,
      environment: 'test',
      models: join(here.root, 'models'),
      settings: { schemas: ['public'] },
      config: { client: 'pg', connection: url, migrations: { directory: here.root, loadExtensions: ['.ts'] } },
    }
  }

  for (const [what, up, down, ...owed] of CASES) {
    it(`${owed.length > 0 ? 'names what is owed' : 'is content'}: ${what}`, async () => {
      const of = await project([file(START, END), file(up, down)])
      const [{ findings, notes }] = (await verify(of, here.shadow, ['20260101000001_m'])) as [
        Awaited<ReturnType<typeof verify>>[0],
      ]
      expect(findings.map(({ rule }) => rule).toSorted()).to.deep.equal(owed.map(([rule]) => rule))
      for (const [rule, words] of owed)
        expect(
          findings.some((one) => one.rule === rule && one.message.includes(words)),
          words,
        ).to.equal(true)
      if (owed.length === 0)
        expect(notes[0]).to.match(
          /^Values compared after up and down \(tables: 1, columns: \d+, rows: \d+\): every value came back\.$/,
        )
    })
  }

  it('says of which values nothing was seen, because another part of the file refuses their rows', async () => {
    const narrow = [
      'ALTER TABLE orders ALTER price TYPE numeric(10,2)',
      'ALTER TABLE orders ADD CONSTRAINT low CHECK (id < 5)',
    ]
    const wide = ['ALTER TABLE orders DROP CONSTRAINT low', 'ALTER TABLE orders ALTER price TYPE numeric(10,4)']
    const of = await project([file(START, END), file(narrow.map(raw).join('\n'), wide.map(raw).join('\n'))])
    const [{ findings, notes }] = (await verify(of, here.shadow, ['20260101000001_m'])) as [
      Awaited<ReturnType<typeof verify>>[0],
    ]
    expect(findings).to.deep.equal([])
    expect(notes.join('\n')).to.match(/^Not compared, because another .* public\.orders\.price \(.*fractions/m)
  })

  it('speaks of what is left where something is gone', async () => {
    const of = await project([file(START, END), file(raw('ALTER TABLE orders DROP note'), '')])
    const [{ notes }] = (await verify(of, here.shadow, ['20260101000001_m'])) as [Awaited<ReturnType<typeof verify>>[0]]
    expect(notes.join()).to.match(/: every value of what is left came back\.$/)
  })

  it('tells which columns a down does not put where they were', async () => {
    const again = file(raw('ALTER TABLE orders DROP price'), raw('ALTER TABLE orders ADD price numeric(10,4)'))
    const other = file(
      raw('ALTER TABLE orders ADD more int'),
      raw('DROP TABLE orders; CREATE TABLE orders (price numeric(10,4), id serial PRIMARY KEY, note text)'),
    )
    const verified = await verify(await project([file(START, END), other, again]), here.shadow)
    expect(
      verified.map(({ notes }) => notes.filter((note) => note.includes('at the end of their tables'))),
    ).to.deep.equal([
      [],
      ['Columns at the end of their tables after down: public.orders.id.'],
      ['Columns at the end of their tables after down: public.orders.price.'],
    ])
  })

  it('goes on with the files after one that owes something, and takes a reason for an answer', async () => {
    const excused = `// knexus: allow values-lost because nobody reads it since 2.4\n${file(raw('ALTER TABLE orders DROP note'), raw('ALTER TABLE orders ADD note text'))}`
    const broken = file(raw('CREATE TABLE t (a int)'), raw('DROP TABLE nowhere'))
    const verified = await verify(await project([file(START, END), broken, excused]), here.shadow)
    expect(verified.map(({ findings }) => findings.map(({ rule, allowed }) => [rule, allowed]))).to.deep.equal([
      [],
      [['down-fails', undefined]],
      [['values-lost', 'nobody reads it since 2.4']],
    ])
    expect(verified[1]!.findings[0]!.line).to.equal(8)
  })

  it('says how many it did not look at, after one that does not run', async () => {
    const wrong = file(raw('DROP TABLE nowhere'), '')
    const verified = await verify(await project([file(START, END), wrong, file('', ''), file('', '')]), here.shadow)
    expect(verified.map(({ notes }) => notes.at(-1))).to.deep.equal([
      'No values to compare: no table holds a made-up row.',
      'Not looked at: the 2 migrations after it.',
    ])
  })

  it('finds the migrations that are new since a revision of git, committed or not', async () => {
    const of = await project([file(START, END)])
    const git = (...words: string[]) =>
      execFileSync('git', ['-c', 'user.name=a', '-c', 'user.email=a@example.org', ...words], { cwd: here.root })
    git('init', '-q', '-b', 'main')
    git('add', '.')
    git('commit', '-qm', 'first')
    await project([file(START, END), file('', ''), file('', '')])
    git('checkout', '-qb', 'branch')
    git('add', '20260101000001_m.ts')
    git('commit', '-qm', 'second')
    expect((await newSince(of, 'main')).map((path) => path.slice(here.root.length + 1))).to.deep.equal([
      '20260101000001_m.ts',
      '20260101000002_m.ts',
    ])
    expect(await verify(of, here.shadow, [])).to.deep.equal([])
    await newSince(of, '--output=x').then(
      () => expect.fail('it went through'),
      (error: unknown) => expect(error).to.have.property('code', 'git-failed'),
    )
  })
})

function file(up: string, down: string | undefined): string {
  const config = up.includes('CONCURRENTLY') ? 'export const config = { transaction: false }\n' : ''
  const back = down === undefined ? '' : `\nexport async function down(knex: Knex) {\n  ${down}\n}\n`
  return `import type { Knex } from 'knex'\n${config}\nexport async function up(knex: Knex) {\n  ${up}\n}\n${back}`
}
