import { existsSync } from 'node:fs'
import { createRequire } from 'node:module'
import { delimiter, join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { expect } from 'chai'
import type { Context } from 'mocha'
import { chromium, type Browser, type Page } from 'playwright-core'
import { leaveOut } from './leave-out.ts'

/** The browser of the machine: what CHROMIUM names, or one on the PATH. A test is left out where there is none. */
export async function openBrowser(test: Context): Promise<Browser> {
  const folders = (process.env['PATH'] ?? '').split(delimiter)
  const usual = ['chromium', 'chromium-browser', 'google-chrome'].flatMap((name) => folders.map((at) => join(at, name)))
  const executablePath = [process.env['CHROMIUM'] ?? '', ...usual].find((path) => path !== '' && existsSync(path))
  leaveOut(
    test,
    executablePath === undefined ? 'needs Chromium on the PATH, or CHROMIUM that says where it is' : undefined,
  )
  return chromium.launch({ executablePath: executablePath!, args: ['--no-sandbox'] })
}

/** What axe finds wrong with a page: rule and element. Playwright's evaluate is not bound by the page's policy, unlike a script element. */
export async function faultsOf(page: Page): Promise<string[]> {
  const axe = createRequire(import.meta.url)('axe-core') as { source: string }
  await page.evaluate(axe.source)
  return page.evaluate(
    'axe.run().then(({ violations }) => violations.flatMap(({ id, nodes }) => nodes.map(({ target }) => `${id}: ${target}`)))',
  )
}

/** The widths that a page is looked at in: a phone, a tablet, a screen. */
export const WIDTHS = [360, 768, 1440]

/**
 * Opens a page that stands alone in a file at every width, light and dark: it asks the network for nothing, axe finds no fault, nothing
 * is wider than the page, and it can be printed. `look` sees each of them.
 */
export async function lookAtFile(test: Context, file: string, look: (tab: Page) => Promise<void>): Promise<void> {
  const browser = await openBrowser(test)
  const url = pathToFileURL(file).href
  try {
    for (const colorScheme of ['light', 'dark'] as const)
      for (const width of WIDTHS) {
        const tab = await browser.newPage({ viewport: { width, height: 900 }, colorScheme })
        const asked: string[] = []
        tab.on('request', (request) => asked.push(request.url()))
        await tab.goto(url)
        expect(asked).to.deep.equal([url])
        expect(await faultsOf(tab)).to.deep.equal([])
        const wide = await tab.evaluate('document.documentElement.scrollWidth')
        expect(wide, `${width} ${colorScheme}`).to.equal(width)
        await look(tab)
        await tab.close()
      }
    const paper = await browser.newPage()
    await paper.goto(url)
    await paper.emulateMedia({ media: 'print' })
    expect((await paper.pdf({ format: 'A4' })).length).to.be.greaterThan(10_000)
  } finally {
    await browser.close()
  }
}
