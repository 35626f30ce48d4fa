import { existsSync } from 'node:fs'
import { createRequire } from 'node:module'
import { delimiter, join } from 'node:path'
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
