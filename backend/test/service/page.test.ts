import { expect } from 'chai'
import type { FastifyInstance } from 'fastify'
import { buildApp } from '../../src/app.ts'
import { faultsOf, openBrowser } from '../../../knexus/test/support/browser.ts'
import { workOnce } from '../../src/services/ingestion.ts'
import { example } from './example.ts'
import { PLACES, tokenFor, type Opened } from './support.ts'

const [, embedded] = PLACES

describe('the page', () => {
  let opened: Opened
  let app: FastifyInstance
  before(async function () {
    this.timeout(240_000)
    opened = await embedded!.open()
    app = buildApp({ ...opened, logger: false })
  })
  after(async () => {
    await app.close()
    await opened.close()
  })

  for (const [url, type] of [
    ['/', 'text/html'],
    ['/page.js', 'application/javascript'],
    ['/api.html', 'text/html'],
    ['/api.js', 'application/javascript'],
    ['/page.css', 'text/css'],
  ] as const)
    it(`serves ${url} as ${type}, with a policy that runs no inline script`, async () => {
      const { statusCode, headers } = await app.inject(url)
      expect(statusCode).to.equal(200)
      expect(headers['content-type']).to.contain(type)
      expect(headers['content-security-policy'])
        .to.contain("script-src 'self'")
        .and.not.contain("script-src 'self' 'unsafe")
    })

  it('creates a study, reads a text and finds it in Chromium, in two languages, without a fault of axe', async function () {
    const browser = await openBrowser(this)
    try {
      const ids = await example(opened.database)
      const { token } = await tokenFor(opened.database, ids.workspaceId!)
      const address = await app.listen({ host: '127.0.0.1', port: 0 })
      const context = await browser.newContext({ bypassCSP: false, locale: 'en-US' })
      const tab = await context.newPage()
      tab.setDefaultTimeout(15_000)
      await tab.goto(address)
      await tab.getByLabel('Token').fill(token)
      await tab.getByRole('button', { name: 'Enter' }).click()
      await tab.getByRole('button', { name: 'EX-1: Example' }).waitFor()
      await tab.getByLabel('Code').fill('NEW-1')
      await tab.locator('#study').getByLabel('Title').fill('<b>New</b>')
      await tab.getByRole('button', { name: 'Create a study' }).click()
      await tab.getByRole('button', { name: 'NEW-1: <b>New</b>' }).click()
      await tab.locator('#upload').getByLabel('Title').fill('Plan')
      const buffer = Buffer.from('# Synopsis\n\nPatients receive drug A.')
      await tab.getByLabel('Markdown file').setInputFiles({ name: 'plan.md', mimeType: 'text/markdown', buffer })
      await tab.getByRole('button', { name: 'Upload' }).click()
      await tab.getByRole('button', { name: 'Plan' }).waitFor()
      expect(await workOnce(opened.database, 'tester')).to.equal(true)
      await tab.getByRole('button', { name: 'Plan' }).click()
      await tab.locator('#anchors li', { hasText: 'Patients receive' }).waitFor()
      await tab.getByLabel('Words').fill('patients')
      await tab.getByRole('button', { name: 'Find' }).click()
      expect(await tab.locator('#hits mark').first().textContent()).to.equal('Patients')
      await tab.getByRole('button', { name: 'EX-1: Example' }).click()
      await tab.locator('#facts ul li', { hasText: 'Example.' }).waitFor()
      await tab.getByLabel('Language').selectOption('ru')
      expect(await tab.locator('html').getAttribute('lang')).to.equal('ru')
      await tab.getByRole('heading', { name: 'Исследования' }).waitFor()
      expect(await faultsOf(tab)).to.deep.equal([])
      await tab.getByRole('link', { name: 'API' }).click()
      const route = tab.locator('section', { hasText: 'POST /api/studies/{studyId}/documents' })
      await route.getByText('one of protocol, sap, tfl, csr, ib, icf, other').waitFor()
      expect(await faultsOf(tab)).to.deep.equal([])
    } finally {
      await browser.close()
    }
  })
})
