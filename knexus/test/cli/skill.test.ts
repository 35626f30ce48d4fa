import { readFile } from 'node:fs/promises'
import { resolve } from 'node:path'
import { expect } from 'chai'
import { commandProject } from '../support/command.ts'

describe('the skill for agents', function () {
  this.timeout('5m')

  it('has commands that run one after the other, and names every command that the help has', async () => {
    const skill = await readFile(resolve(import.meta.dirname, '../../skills/knexus/SKILL.md'), 'utf8')
    const project = await commandProject({
      'models/studies.js': `import { table, bigIncrements } from 'knexus'\nexport const studies = table('studies', { id: bigIncrements() })\n`,
    })
    try {
      const commands = [...skill.matchAll(/^npx knexus (.*)$/gm)].map(([, words]) => words!)
      expect(commands).to.have.length(6)
      for (const command of commands) {
        const { exit, all } = await project.knexus(...command.split(' '))
        expect(exit, `${command}: ${all}`).to.equal(0)
      }
      const help = (await project.knexus('--help')).out
      const names = [...help.slice(help.indexOf('Commands:')).matchAll(/^  ([a-z-]+)/gm)].map(([, name]) => name!)
      for (const name of names.filter((one) => one !== 'help'))
        expect(skill).to.match(new RegExp(`^- \`knexus ${name}\\b`, 'm'))
    } finally {
      await project.drop()
    }
  })
})
