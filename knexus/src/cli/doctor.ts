import { doctor } from '../api/doctor.ts'
import { counted } from '../base/counted.ts'
import type { Check } from '../run/checks.ts'
import type { CommandFile } from './command.ts'

export const command: CommandFile = {
  options: [['--clean', 'drop the databases in which earlier runs kept what the migrations build']],
  exits: [
    ['0', 'no check fails'],
    ['1', 'a check fails'],
  ],
  examples: ['npx knexus doctor', 'npx knexus doctor --env docker --json', 'npx knexus doctor --clean'],
  async run(context, _args, options) {
    if (options['clean'] === true) {
      const dropped = (await (await context.shadow()).clean?.()) ?? []
      context.print(`${counted(dropped.length, 'database')} dropped.\n${dropped.map((one) => `  ${one}\n`).join('')}`, {
        dropped,
      })
      return 0
    }
    const checks = await doctor(context)
    const code = checks.some((check) => check.state === 'failed') ? 1 : 0
    context.print(checks.map(say).join('\n'), { checks }, code)
    return code
  },
}

const SIGNS = { ok: 'ok     ', warning: 'warning', failed: 'FAILED ' } as const

function say({ state, name, says, cure }: Check): string {
  return `${SIGNS[state]}  ${name}: ${says}${cure ? `\n         ${cure}` : ''}`
}
