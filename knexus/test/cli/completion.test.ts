import { execFile } from 'node:child_process'
import { resolve } from 'node:path'
import { promisify } from 'node:util'
import { expect } from 'chai'
import { leaveOut } from '../support/leave-out.ts'

const run = promisify(execFile)
const program = resolve(import.meta.dirname, '../../bin/knexus.js')

async function script(shell: string): Promise<string> {
  return (await run(process.execPath, [program, 'completion', shell])).stdout
}

describe('completion', () => {
  let bash: string
  before(async () => {
    bash = await script('bash')
  })

  async function offered(...words: string[]): Promise<string[]> {
    const ask = `${bash}\nCOMP_WORDS=("$@"); COMP_CWORD=$(($# - 1)); _knexus; printf '%s\\n' "\${COMPREPLY[@]}"`
    return (await run('bash', ['-c', ask, 'bash', ...words])).stdout.split('\n').filter(Boolean)
  }

  it('offers commands, and then the options of the one that was typed, also behind npx', async () => {
    expect(await offered('knexus', 'ge')).to.deep.equal(['generate'])
    expect(await offered('npx', 'knexus', 'sta')).to.have.members(['status', 'stats', 'stamp'])
    expect(await offered('knexus', 'generate', '--a')).to.have.members(['--allow', '--archive', '--answers'])
    expect(await offered('npx', 'knexus', '--json', 'up', '--create')).to.deep.equal(['--create-database'])
    expect(await offered('npx', 'cowsay', 'sta')).to.deep.equal([])
  })

  for (const shell of ['zsh', 'fish'])
    it(`writes what ${shell} reads`, async function () {
      const there = await run(shell, ['--version']).catch(() => undefined)
      const text = await script(shell)
      for (const word of ['generate', 'create-database']) expect(text).to.contain(word)
      leaveOut(this, there ? undefined : `needs ${shell}`)
      await run(shell, ['-n', '-c', text])
    })

  it('names the shells it knows', async () => {
    const { code, stderr } = await script('tcsh').then(
      () => ({ code: 0, stderr: '' }),
      (error: { code: number; stderr: string }) => error,
    )
    expect([code, stderr]).to.deep.equal([
      2,
      'error bad-option: There is no completion for "tcsh".\n  Name one of: bash, zsh, fish.\n',
    ])
  })
})
