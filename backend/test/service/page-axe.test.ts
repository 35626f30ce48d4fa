import { join } from 'node:path'
import { expect } from 'chai'
import type { Page } from 'playwright-core'
import { faultsOf, WIDTHS } from '../../../knexus/test/support/browser.ts'
import { sharedPage, signIn } from './page-support.ts'

/** Where a picture of each view is left, which git ignores. */
const PICTURES = join(import.meta.dirname, '../../../.data/screenshots')

describe('every view of the page', () => {
  const page = sharedPage()

  it('has no fault that axe finds, nor anything wider than the page, at three widths, light and dark', async function () {
    this.timeout(240_000)
    const browser = await page.open(this)
    const look = async (tab: Page, what: string) => {
      const name = what.replaceAll(/[0-9a-f]{8}(?:-[0-9a-f]{4,12}){4}/g, 'one').replaceAll(/[^\w.]+/g, '-')
      await tab.screenshot({ path: join(PICTURES, `${name.replace(/^-/, '')}.png`), fullPage: true })
      expect(await faultsOf(tab), what).to.deep.equal([])
      expect(await tab.evaluate('document.documentElement.scrollWidth - innerWidth'), what).to.be.at.most(0)
    }
    for (const width of WIDTHS) {
      const language = width === WIDTHS[0] ? 'ru-RU' : 'en-US'
      const { tab, ids, close } = await signIn(browser, page.served.opened, page.served.address, {
        locale: language,
        viewport: { width, height: 900 },
      })
      const study = `#/studies/${ids.studyId}`
      for (const [path, sign] of [
        ['#/studies', '.list h3'],
        ['#/search', '[role=search]'],
        ['#/zones', 'tbody tr'],
        [`${study}/documents`, '.list h3'],
        [`${study}/documents/${ids.documentId}`, '#changes'],
        [`${study}/facts`, '.value'],
        [`${study}/conflicts`, '.sides'],
        [`${study}/tasks`, '.list h3'],
        ['api.html', ''],
        ['', ''],
      ] as const) {
        await tab.goto(`${page.served.address}/${path}`)
        if (path === 'api.html')
          await tab
            .locator('section', { hasText: 'POST /api/studies/{studyId}/documents' })
            .getByText('one of protocol, sap, tfl, csr, ib, icf, other')
            .waitFor()
        else
          await tab
            .locator(path === '' ? '#enter' : `#view ${sign}`)
            .first()
            .waitFor()
        for (const part of await tab.locator('#view summary').all()) await part.click()
        for (const colorScheme of ['light', 'dark'] as const) {
          await tab.emulateMedia({ colorScheme, reducedMotion: 'reduce' })
          await look(tab, `${path}, ${width} ${colorScheme}`)
        }
      }
      await close()
    }
  })
})
