import { readFileSync } from 'node:fs'
import { expect } from 'chai'

const source = (path: string) => readFileSync(new URL(`../../src/${path}`, import.meta.url), 'utf8')
const exported = [
  ...source('index.ts').matchAll(
    /^export (type )?\{ (\w+) \} from '\.\/((?:declare\/[\w-]+|base\/expression)\.ts)'$/gm,
  ),
].map(([, type, name = '', file = '']) => ({ type: type !== undefined, name, file }))

describe('every public name of the declaration language', () => {
  it('is on a line of its own in index.ts', () => {
    expect(exported.length).to.be.greaterThan(50)
  })

  for (const { type, name, file } of exported) {
    it(`${name} is explained${type ? '' : ', with an example'}`, () => {
      const [, comment] =
        new RegExp(
          `/\\*\\*((?:(?!\\*/)[^])*)\\*/\\s*(?:export (?:const|function|interface|type|class) |readonly )${name}\\b`,
        ).exec(source(file)) ?? []
      expect(comment, `the comment above ${name} in ${file}`).to.be.a('string')
      if (!type) expect(comment).to.match(/`[^`]+`/)
    })
  }
})
