import { execFile } from 'node:child_process'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { expect } from 'chai'

const program = join(import.meta.dirname, '../../bin/knexus.js')

describe('a command line that cannot be read', () => {
  for (const [args, code, says] of [
    [['chekc'], 'unknown-command', 'Did you mean check?'],
    [['check', '--shdow'], 'unknown-option', 'Did you mean --shadow?'],
    [['generate'], 'missing-argument', "'name'"],
    [['check', '--env'], 'missing-value', '--env <name>'],
    [['check', 'all'], 'unexpected-argument', 'Expected 0 arguments'],
  ] as const)
    it(`is ${code} for ${args.join(' ')}, once, with the usage`, async () => {
      const ran = await outcome(args)
      expect(ran.code).to.equal(2)
      expect(ran.stdout).to.equal('')
      const lines = ran.stderr.trim().split('\n')
      expect(lines).to.have.length(2)
      expect(lines[0]).to.include(`error ${code}: `).and.to.include(says)
      expect(lines[1]).to.match(/^ {2}Usage: knexus .*--help/)
    })

  it('is no error when help is asked for', async () => {
    const ran = await outcome(['check', '--help'])
    expect(ran).to.deep.include({ code: 0, stderr: '' })
    expect(ran.stdout).to.match(/^Usage: knexus check/)
  })
})

async function outcome(args: readonly string[]) {
  const ran = promisify(execFile)(process.execPath, [program, ...args])
  const {
    code = 0,
    stdout,
    stderr,
  } = (await ran.catch((error: unknown) => error)) as {
    code?: number
    stdout: string
    stderr: string
  }
  return { code, stdout, stderr }
}
