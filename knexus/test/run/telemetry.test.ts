import { expect } from 'chai'
import { telemetry } from '../../src/run/telemetry.ts'

describe('telemetry', () => {
  it('makes nothing where OpenTelemetry is not installed', async () => {
    expect(await telemetry(() => Promise.reject(new Error('not there')))).to.equal(undefined)
  })

  it('nests a run, its migrations and their statements', async () => {
    const ended: string[] = []
    const span = (name: string, parent: unknown) => ({
      path: `${typeof parent === 'string' ? `${parent} > ` : ''}${name}`,
      end() {
        ended.push(this.path)
      },
    })
    const api = {
      trace: {
        getTracer: () => ({ startSpan: (name: string, _: object, parent: unknown) => span(name, parent) }),
        setSpan: (_: unknown, parent: { path: string }) => parent.path,
      },
      context: { active: () => undefined },
    }
    const on = (await telemetry(() => Promise.resolve(api)))!
    on({ event: 'run-start', direction: 'up', migrations: ['a'], batch: 1, place: 'd at h:1' })
    on({ event: 'migration-start', migration: 'a', direction: 'up', transaction: true, resumed: false })
    on({ event: 'statement', migration: 'a', number: 1, sql: 'SELECT 1', ms: 1, skipped: false })
    on({ event: 'migration-end', migration: 'a', direction: 'up', statements: 1, ms: 1 })
    on({ event: 'run-end', direction: 'up', migrations: ['a'], batch: 1, ms: 1, dryRun: false })
    expect(ended).to.deep.equal(['knexus up > a > statement', 'knexus up > a', 'knexus up'])
  })
})
