import { expect } from 'chai'
import { buildApp } from '../../src/app.ts'
import { example } from './example.ts'
import { PLACES, tokenFor } from './support.ts'

describe('a date', () => {
  const zone = process.env['TZ']
  after(() => {
    if (zone === undefined) delete process.env['TZ']
    else process.env['TZ'] = zone
  })

  it('is the same day when it comes back, wherever the service runs', async function () {
    this.timeout(240_000)
    const { database, migrations, close } = await PLACES[1]!.open()
    const app = buildApp({ database, migrations, logger: false })
    const { workspaceId, documentId } = await example(database)
    const { token } = await tokenFor(database, workspaceId!)
    const headers = { authorization: `Bearer ${token}` }
    try {
      for (const TZ of ['America/New_York', 'Pacific/Kiritimati', 'UTC']) {
        process.env['TZ'] = TZ
        const made = await app.inject({
          method: 'POST',
          url: `/api/documents/${documentId}/versions`,
          headers,
          payload: { label: TZ, effectiveOn: '2026-03-08', format: 'text', content: 'Text.' },
        })
        expect(made.json(), TZ).to.include({ label: TZ, effectiveOn: '2026-03-08' })
        const read = await app.inject({ url: `/api/versions/${made.json<{ id: string }>().id}`, headers })
        expect(read.json(), TZ).to.include({ effectiveOn: '2026-03-08' })
      }
    } finally {
      await app.close()
      await close()
    }
  })
})
