import { execFile } from 'node:child_process'
import { join, resolve } from 'node:path'
import { promisify } from 'node:util'
import { expect } from 'chai'

const log = resolve(import.meta.dirname, '../../src/cli/log.ts')

/** What a process writes to standard error that logs a line at each level. */
async function written(env: NodeJS.ProcessEnv): Promise<string> {
  const code = `import { createLog } from ${JSON.stringify(log)}
const log = createLog()
log.debug('one'); log.info('two', { n: 2 }); log.warn('three')`
  const tsx = join(import.meta.dirname, '../../../node_modules/tsx/dist/cli.mjs')
  const { stderr } = await promisify(execFile)(process.execPath, [tsx, '--eval', code], {
    env: { PATH: process.env['PATH'], ...env },
  })
  return stderr
}

describe('the log of a command', function () {
  this.timeout(600_000)

  it('is text without colours where nobody looks, and says what is a warning', async () => {
    expect(await written({})).to.equal('two\nwarning: three\n')
  })

  it('has colours where they are asked for', async () => {
    expect(await written({ FORCE_COLOR: '1', LOG_LEVEL: 'warn' })).to.equal(
      '[33mwarning:[39m three\n'.replaceAll('[', '\u001B['),
    )
  })

  it('is lines of JSON with level, time, details and msg, as pino writes them', async () => {
    const lines = (await written({ LOG_FORMAT: 'json', LOG_LEVEL: 'debug' })).trim().split('\n')
    expect(lines.map((line) => line.replace(/"time":\d{13},/, '"time":0,'))).to.deep.equal([
      '{"level":20,"time":0,"msg":"one"}',
      '{"level":30,"time":0,"n":2,"msg":"two"}',
      '{"level":40,"time":0,"msg":"three"}',
    ])
  })

  it('refuses a level that does not exist', async () => {
    const stderr = await written({ LOG_LEVEL: 'loud' }).catch((error: { stderr: string }) => error.stderr)
    expect(stderr).to.contain('LOG_LEVEL is "loud"')
  })
})
