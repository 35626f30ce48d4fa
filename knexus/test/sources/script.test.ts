import { expect } from 'chai'
import { withoutCommands } from '../../src/sources/script.ts'

describe('a script for psql', () => {
  const cases: readonly (readonly [script: string, sql: string])[] = [
    ['\ufeffSELECT 1', 'SELECT 1'],
    ["\\echo it's\nSELECT 1;\n\\set a 'b\nSELECT 2", '\nSELECT 1;\n\nSELECT 2'],
    ["SELECT 'a\n\\b', $$\n\\c\n$$;\n\\d", "SELECT 'a\n\\b', $$\n\\c\n$$;\n"],
    ['/*\n\\a */ SELECT 1', '/*\n\\a */ SELECT 1'],
  ]
  for (const [script, sql] of cases)
    it(`${JSON.stringify(script)} is ${JSON.stringify(sql)}`, () => expect(withoutCommands(script)).to.equal(sql))
})
