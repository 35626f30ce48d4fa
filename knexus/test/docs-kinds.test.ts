import { existsSync, readFileSync } from 'node:fs'
import { expect } from 'chai'
import { allKinds } from '../src/schema.ts'
import { kindsPage, KINDS_PAGE } from '../../scripts/docs-kinds.ts'

describe('docs/kinds.md', () => {
  it('is what the kinds say of themselves: else run `npm run docs`', () => {
    expect(
      existsSync(KINDS_PAGE) && readFileSync(KINDS_PAGE, 'utf8') === kindsPage(),
      'docs/kinds.md is fresh',
    ).to.equal(true)
  })

  it('has a section for every kind, and a meaning for every attribute', () => {
    const page = kindsPage()
    for (const { kind, alter } of allKinds) {
      const section = page.split(`\n## ${kind}\n`)[1]?.split('\n## ')[0] ?? ''
      for (const attribute of Object.keys(alter))
        expect(section, kind).to.match(
          new RegExp(`\\| \`${attribute}\` \\| .+ \\| (in place|in place if possible|recreated) \\|`),
        )
    }
  })
})
