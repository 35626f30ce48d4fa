import { rm } from 'node:fs/promises'
import { join } from 'node:path'
import { expect } from 'chai'
import { commandProject, type CommandProject } from '../support/command.ts'

const model = (columns: string) =>
  `import { double, integer, table, text } from 'knexus'\nexport const notes = table('notes', { id: integer().primary(), ${columns} })\n`

interface Asked {
  readonly status: string
  readonly code: string
  readonly questions: readonly {
    readonly id: string
    readonly kind: string
    readonly candidates: readonly { readonly answer: string; readonly options: readonly string[] }[]
    readonly evidence: readonly string[]
    readonly answerWith: Readonly<Record<string, string>>
  }[]
}

describe('questions of generate', () => {
  let project: CommandProject
  before(async () => {
    project = await commandProject({ 'models/notes.ts': model('body: text(), size: double()') })
    expect((await project.knexus('generate', 'create_notes')).exit).to.equal(0)
  })
  after(() => project.drop())

  async function ask(columns: string, ...more: string[]): Promise<Asked> {
    await project.write({ 'models/notes.ts': model(columns) })
    const { exit, out } = await project.knexus('generate', 'change', '--dry-run', '--json', ...more)
    expect(exit).to.equal(3)
    return JSON.parse(out) as Asked
  }

  async function answer(answers: unknown) {
    await project.write({ 'answers.json': typeof answers === 'string' ? answers : JSON.stringify(answers) })
    return project.knexus('generate', 'change', '--dry-run', '--answers', 'answers.json')
  }

  it('asks whether a column was renamed, as data, and takes its own answer', async () => {
    const { status, code, questions } = await ask('content: text(), size: double()')
    expect([status, code]).to.deep.equal(['question', 'data-loss'])
    expect(questions).to.have.length(1)
    const [{ id, kind, candidates, evidence, answerWith }] = questions as [Asked['questions'][0]]
    expect([id, kind]).to.deep.equal(['rename:public.notes.body', 'rename'])
    expect(evidence).to.deep.equal(['the same definition'])
    expect(candidates.map((one) => one.answer)).to.deep.equal(['public.notes.content', 'drop'])
    const renamed = await answer(answerWith)
    expect(renamed.exit, renamed.err).to.equal(0)
    expect(renamed.out).to.contain('RENAME COLUMN body TO content')
    const dropped = await answer({ [id]: 'drop' })
    expect(dropped.out).to.contain('DROP COLUMN body').and.contain('ADD COLUMN content')
  })

  it('says the same with the options that a question names', async () => {
    const { questions } = await ask('content: text(), size: double()')
    for (const { options } of questions[0]!.candidates)
      expect((await project.knexus('generate', 'change', '--dry-run', ...options)).exit).to.equal(0)
  })

  it('asks whether a table is empty, and what a narrower type loses', async () => {
    const required = await ask('body: text(), size: double(), author: text().notNullable()')
    expect(required.questions.map(({ id, kind }) => [id, kind])).to.deep.equal([
      ['required-column:public.notes.author', 'required-column'],
    ])
    const { id, answerWith } = required.questions[0]!
    expect((await answer({ [id]: 'empty' })).out).to.contain('ADD COLUMN author text NOT NULL')
    const later = await answer(answerWith)
    expect(later.exit, later.err).to.equal(0)
    expect(later.out)
      .to.match(/ADD COLUMN author text`/)
      .and.not.contain('SET NOT NULL')
    const filled = await answer({ [id]: `fill: coalesce(body, 'unknown')` })
    expect(filled.exit, filled.err).to.equal(0)
    expect(filled.out).to.match(
      /ADD COLUMN author text`.*SET author = coalesce\(body, 'unknown'\).*author SET NOT NULL/s,
    )
    const unfinished = await answer({ [id]: 'fill:' })
    expect(unfinished.err).to.contain('"nullable" or "fill: an SQL expression" or "empty"')
    const narrower = await ask('body: text(), size: integer()')
    expect(narrower.questions.map(({ id, kind }) => [id, kind])).to.deep.equal([
      ['type-change:public.notes.size', 'type-change'],
    ])
    expect((await answer(narrower.questions[0]!.answerWith)).out).to.match(/TYPE integer|size__new integer/)
  })

  it('asks everything at once, and takes the answers to all', async () => {
    const { code, questions } = await ask('content: text(), size: double(), author: integer().notNullable()')
    expect(code).to.equal('data-loss')
    expect(questions.map(({ id }) => id)).to.deep.equal([
      'rename:public.notes.body',
      'required-column:public.notes.author',
    ])
    const both = await answer(Object.assign({}, ...questions.map(({ answerWith }) => answerWith)))
    expect(both.exit, both.err).to.equal(0)
    expect(both.out).to.contain('RENAME COLUMN body TO content').and.contain('ADD COLUMN author integer')
    expect(both.err).to.not.contain('was not asked for')
  })

  it('refuses what fills no new column, and an expression that PostgreSQL refuses', async () => {
    await project.write({ 'models/notes.ts': model('body: text(), size: double(), author: text().notNullable()') })
    const typed = (...options: string[]) => project.knexus('generate', 'change', '--dry-run', ...options)
    for (const options of [
      ['--fill', 'author'],
      ['--fill', 'notes.body=1'],
      ['--nullable', 'notes.nothing'],
    ])
      expect((await typed(...options)).err)
        .to.contain('error bad-option')
        .and.contain('does not name one new column')
    const wrong = await typed('--fill', 'notes.author=nothing_there')
    expect([wrong.exit, wrong.out]).to.deep.equal([2, ''])
    expect(wrong.err).to.contain('nothing_there')
    const nullable = await project.knexus('generate', 'author', '--nullable', 'author')
    expect(nullable.exit, nullable.err).to.equal(0)
    const next = await project.knexus('generate', 'require', '--dry-run')
    expect(next.exit, next.err).to.equal(0)
    expect(next.out).to.contain('author SET NOT NULL')
    for (const file of await project.list('migrations'))
      if (file.includes('author')) await rm(join(project.folder, 'migrations', file))
  })

  it('fills a column whose name holds an equals sign, and refuses two answers for one column', async () => {
    await project.write({ 'models/notes.ts': model(`body: text(), size: double(), 'x=y': text().notNullable()`) })
    const typed = (...options: string[]) => project.knexus('generate', 'change', '--dry-run', ...options)
    const filled = await typed('--fill', `notes."x=y"='a=b'`)
    expect(filled.exit, filled.err).to.equal(0)
    expect(filled.out).to.contain(`SET "x=y" = 'a=b'`)
    for (const other of [
      ['--fill', `notes."x=y"='b'`],
      ['--nullable', 'notes."x=y"'],
    ])
      expect((await typed('--fill', `notes."x=y"='a'`, ...other)).err)
        .to.contain('error bad-option')
        .and.contain('say twice')
  })

  it('prints a question for people where nobody can answer', async () => {
    await project.write({ 'models/notes.ts': model('content: text(), size: double()') })
    const { exit, out, err } = await project.knexus('generate', 'change')
    expect([exit, out]).to.deep.equal([3, ''])
    expect(err).to.contain('question data-loss: This migration would lose').and.contain('--rename')
  })

  it('refuses answers that are none', async () => {
    for (const [answers, words] of [
      [{ 'rename:public.notes.body': 'title' }, '"title" is not an answer to rename:public.notes.body'],
      ['{', 'answers.json cannot be used'],
      [['drop'], 'it is not an object'],
      [{ 'rename:public.notes.body': 1 }, 'is not a string'],
    ] as const) {
      const { exit, err } = await answer(answers)
      expect(exit).to.equal(2)
      expect(err).to.contain('error bad-answers').and.contain(words)
    }
  })

  it('names an answer that nobody asked for', async () => {
    await project.write({ 'models/notes.ts': model('body: text(), size: double(), more: text()') })
    const { exit, err } = await answer({ 'rename:public.notes.boody': 'drop' })
    expect(exit).to.equal(0)
    expect(err).to.contain('the answer to rename:public.notes.boody was not asked for')
  })

  it('asks what the values of a removed label become', async () => {
    const moods = (labels: string) =>
      `import { enumType, integer, table } from 'knexus'
export const mood = enumType('mood', [${labels}])
export const people = table('people', { id: integer().primary(), mood: mood.column() })\n`
    await project.write({ 'models/notes.ts': moods(`'sad', 'ok', 'happy'`) })
    expect(
      (await project.knexus('generate', 'create_people', '--drop-undeclared', '--allow', 'data-loss')).exit,
    ).to.equal(0)
    await project.write({ 'models/notes.ts': moods(`'ok', 'happy'`) })
    const { exit, out } = await project.knexus('generate', 'change', '--dry-run', '--json')
    expect(exit).to.equal(3)
    const [question] = (JSON.parse(out) as Asked).questions
    expect([question!.id, question!.kind]).to.deep.equal(['enum-map:public.mood.sad', 'enum-map'])
    expect(question!.candidates.map((one) => one.answer)).to.deep.equal(['ok', 'happy', 'no row'])
    expect((await answer(question!.answerWith)).out).to.match(/SET mood__new = .*'sad'.*'ok'/s)
    expect((await answer({ [question!.id]: 'no row' })).out).to.contain('It can fail on existing rows')
    const wrong = await project.knexus('generate', 'change', '--dry-run', '--map', 'mood.sad=fine')
    expect(wrong.err).to.contain('error bad-option').and.contain('--map public.mood.sad=ok')
    expect((await project.knexus('generate', 'change', '--dry-run', '--map', 'mood.sad=happy')).exit).to.equal(0)
    await project.write({ 'models/notes.ts': moods(`'low', 'ok', 'happy'`) })
    const renamed = await project.knexus('generate', 'change', '--dry-run', '--json')
    const [first] = (JSON.parse(renamed.out) as Asked).questions
    expect(first!.candidates.map((one) => one.answer)).to.deep.equal(['renamed to low', 'low', 'ok', 'happy', 'no row'])
    const { out: file, err: told } = await answer(first!.answerWith)
    expect(file).to.contain(`RENAME VALUE 'sad' TO 'low'`)
    expect(told).to.contain('TYPE public.mood sad -> TYPE public.mood low')
  })
})
