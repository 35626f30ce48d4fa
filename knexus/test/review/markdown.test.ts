import { expect } from 'chai'
import { code, fenced, folded, plain } from '../../src/review/markdown.ts'

describe('Markdown of a review', () => {
  it('keeps the code of a cure, and escapes all else', () => {
    expect(plain('Run `knexus up --to a_b` *now*, @team: a | b <script>')).to.equal(
      'Run `knexus up --to a_b` \\*now\\*, @\u200bteam: a \\| b \\<script\\>',
    )
    expect(plain('a lonely ` and\nanother line')).to.equal('a lonely \\` and another line')
    expect(plain('R&amp;D')).to.equal('R\\&amp;D')
  })

  it('puts more backticks around than there are inside', () => {
    expect(code('a`b``c')).to.equal('``` a`b``c ```')
    expect(code('a_b')).to.equal('`a_b`')
    expect(fenced('sql', 'a\n```\nb')).to.equal('````sql\na\n```\nb\n````')
  })

  it('writes a summary as HTML, in which Markdown is not read', () => {
    expect(folded('20260101_first.ts', 'x')).to.contain('<summary>20260101_first.ts</summary>')
    expect(folded('<script>alert(1)</script> & co', 'x')).to.contain(
      '<summary>&lt;script&gt;alert(1)&lt;/script&gt; &amp; co</summary>',
    )
  })
})
