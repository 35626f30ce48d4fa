import { expect } from 'chai'
import type { Question } from '../../src/base/question.ts'
import { sayQuestions } from '../../src/cli/ask.ts'

describe('questions at the command line', () => {
  it('have one answer per line: the option as a shell takes it, and what it means', () => {
    expect(
      sayQuestions([
        required('notes.author'),
        {
          id: 'rename:CHECK a ON notes=b',
          kind: 'rename',
          question: 'Which one?',
          candidates: [{ answer: 'b', means: 'the check', options: ['--rename', 'CHECK "a$" ON notes=b'] }],
          evidence: [],
        },
      ]),
    ).to.deep.equal([
      'What do rows get? (no default)',
      '  --fill "notes.author=<an SQL expression>"  the value of it',
      '  --allow required-column=notes.author       there are none',
      'Which one?',
      '  --rename "CHECK \\"a\\$\\" ON notes=b"  the check',
      'Nothing was written. Add the option that is right, or change the model: give the column a default, or declare the ' +
        'rename with renamedFrom.',
    ])
  })

  it('are at most a screen: the rest is counted', () => {
    const lines = sayQuestions(Array.from({ length: 60 }, (_, at) => required(`notes.c${at}`)))
    expect(lines).to.have.length.below(24)
    expect(lines.at(-2)).to.equal('... and 54 more questions: --json prints all.')
  })
})

function required(column: string): Question {
  return {
    id: `required-column:${column}`,
    kind: 'required-column',
    question: 'What do rows get?',
    candidates: [
      { answer: 'fill:', means: 'the value of it', options: ['--fill', `${column}=`], takes: 'an SQL expression' },
      { answer: 'empty', means: 'there are none', options: ['--allow', `required-column=${column}`] },
    ],
    evidence: ['no default'],
  }
}
