import { expect } from 'chai'
import { exitCodesOf } from '../../src/cli/describe.ts'
import { COMMANDS } from '../../src/cli/main.ts'
import { commandProject } from '../support/command.ts'

/** The commands that can answer no. */
const SAY_NO = ['check', 'diff', 'doctor', 'fleet', 'lint', 'pull', 'review', 'status', 'test-db', 'verify']

describe('the help of a command', () => {
  it('says what each exit code means, 0 and 2 always, 1 where the command can answer no', async () => {
    const codes = Object.entries(COMMANDS).map(async ([name, [, load]]) => {
      const all = exitCodesOf((await load()).command).map(([code]) => code)
      expect([all.includes('0'), all.includes('2'), all.toSorted()], name).to.deep.equal([true, true, all])
      return all.includes('1') ? name : []
    })
    expect((await Promise.all(codes)).flat().toSorted()).to.deep.equal(SAY_NO)
  })

  it('prints them after the examples', async () => {
    const project = await commandProject()
    const { out } = await project.knexus('generate', '--help')
    await project.drop()
    expect(out).to.match(/Examples:\n {2}npx .*\n\nExit codes:\n {2}0 {2}done\n {2}2 .*\n {2}3 {2}a question .*\n$/s)
  })
})
