import { execFileSync, spawn } from 'node:child_process'
import { join, resolve } from 'node:path'
import { stripVTControlCharacters } from 'node:util'
import { expect } from 'chai'
import { commandProject, type CommandProject } from '../support/command.ts'
import { leaveOut } from '../support/leave-out.ts'

const BIN = resolve(import.meta.dirname, '../../bin/knexus.js')
const models = (column: string, more = '') => `import { integer, table, text } from 'knexus'
export const notes = table('notes', { id: integer().primary(), ${column}: text()${more} })
export const memos = table('memos', { id: integer().primary(), ${column}: text() })
`

interface Asked {
  readonly code: string
  readonly questions: readonly { readonly id: string; readonly candidates: readonly { readonly answer: string }[] }[]
}

describe('what a person is asked', function () {
  this.timeout('4m')
  let project: CommandProject
  before(async () => {
    project = await commandProject({ 'models/notes.ts': models('body') })
    expect((await project.knexus('generate', 'create_notes')).exit).to.equal(0)
  })
  after(() => project.drop())

  it('is which rename is meant where a name means several objects, and the answer is taken', async () => {
    await project.write({ 'models/notes.ts': models('content') })
    const words = ['generate', 'change', '--dry-run', '--rename', 'body=content']
    const { exit, out } = await project.knexus(...words, '--json')
    expect(exit).to.equal(3)
    const { code, questions } = JSON.parse(out) as Asked
    expect([code, questions.map(({ id }) => id)]).to.deep.equal(['bad-rename', ['rename:body=content']])
    expect(questions[0]!.candidates.map(({ answer }) => answer)).to.have.members([
      'COLUMN public.notes.body=COLUMN public.notes.content',
      'COLUMN public.memos.body=COLUMN public.memos.content',
    ])
    await project.write({
      'answers.json': JSON.stringify({
        'rename:body=content': 'COLUMN public.memos.body=COLUMN public.memos.content',
        'rename:public.notes.body': 'public.notes.content',
      }),
    })
    const answered = await project.knexus(...words, '--answers', 'answers.json')
    expect(answered.exit, answered.err).to.equal(0)
    expect(answered.out)
      .to.contain('public.memos RENAME COLUMN body TO content')
      .and.contain('public.notes RENAME COLUMN body TO content')
  })

  it('is asked from a list at a terminal, with the expression that an answer takes', async function () {
    leaveOut(this, hasScript() ? undefined : 'needs script of util-linux')
    await project.write({ 'models/notes.ts': models('body', ', author: text().notNullable()') })
    const { exit, shown } = await atTerminal(['generate', 'author', '--dry-run'], ['9', '2', "'unknown'"])
    expect(exit, shown).to.equal(0)
    expect(shown)
      .to.contain('What do existing rows get in public.notes.author? (NOT NULL, no default)')
      .and.contain('  1  nullable: ')
      .and.contain('  0  none: write nothing')
      .and.contain('an SQL expression: ')
      .and.match(/SET author = 'unknown'/)
  })

  it('is left unanswered with 0, which is exit code 3', async function () {
    leaveOut(this, hasScript() ? undefined : 'needs script of util-linux')
    const { exit, shown } = await atTerminal(['generate', 'author', '--dry-run'], ['0'])
    expect(exit, shown).to.equal(3)
    expect(shown).to.contain('question required-column: public.notes.author')
  })

  /** Types an answer whenever the prompt of a question stands at the end of what was shown. */
  function atTerminal(words: readonly string[], answers: readonly string[]) {
    const command = [process.execPath, BIN, ...words].map((word) => `'${word}'`).join(' ')
    const env = { ...process.env, NODE_ENV: '', NO_COLOR: '1', COMMAND_URL: project.live.url }
    const child = spawn('script', ['-qec', command, '/dev/null'], { cwd: join(project.folder), env })
    const left = [...answers]
    let shown = ''
    return new Promise<{ exit: number | null; shown: string }>((done, fail) => {
      child.on('error', fail)
      child.on('close', (exit) => done({ exit, shown }))
      child.stdout.on('data', (part: Buffer) => {
        shown += part.toString()
        if (/(?:> |expression: )$/.test(stripVTControlCharacters(part.toString())) && left.length > 0)
          child.stdin.write(`${left.shift()}\r`)
      })
    })
  }
})

function hasScript(): boolean {
  try {
    return execFileSync('script', ['--version'], { encoding: 'utf8' }).includes('util-linux')
  } catch {
    return false
  }
}
