import { readdir, readFile } from 'node:fs/promises'
import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { extname, join } from 'node:path'
import { expect } from 'chai'
import type { Browser } from 'playwright-core'
import { faultsOf, openBrowser, WIDTHS } from '../knexus/test/support/browser.ts'
import { sampled } from '../knexus/test/support/sample.ts'

const dist = join(import.meta.dirname, '.vitepress/dist')
const TYPES: Readonly<Record<string, string>> = {
  '.html': 'text/html',
  '.js': 'text/javascript',
  '.css': 'text/css',
  '.svg': 'image/svg+xml',
}

/** One page of each sort, which is looked at in every way: prose, commands with their output, long tables, a list. */
const SAMPLE = ['index', 'start/new-project', 'models', 'configuration', 'events', 'decisions/index']

/** What `npm run site` has built, in a browser that reaches nothing else. */
describe('the documentation site', function () {
  this.timeout(300_000)
  let server: Server
  let origin: string
  let browser: Browser
  before(async function () {
    browser = await openBrowser(this)
    server = createServer((request, response) => {
      const path = decodeURIComponent(new URL(request.url!, 'http://site').pathname)
      const file = path.endsWith('/') ? `${path}index.html` : extname(path) === '' ? `${path}.html` : path
      readFile(join(dist, file)).then(
        (body) => response.setHeader('content-type', TYPES[extname(file)] ?? 'application/octet-stream').end(body),
        () => response.writeHead(404).end(),
      )
    })
    await new Promise<void>((ready) => server.listen(0, '127.0.0.1', ready))
    origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
  })
  after(async () => {
    await browser?.close()
    server?.close()
  })

  /** What is wrong with pages at one width: faults that axe knows, what reaches out or fails, and what scrolls sideways. */
  async function faultsAt(width: number, colorScheme: 'light' | 'dark', pages: readonly string[]): Promise<string[]> {
    const told: string[] = []
    const page = await browser.newPage({ viewport: { width, height: 900 }, colorScheme })
    page.on('request', (request) => {
      if (!request.url().startsWith(origin) && !request.url().startsWith('data:')) told.push(request.url())
    })
    page.on('pageerror', (error) => told.push(error.message))
    for (const name of pages) {
      await page.goto(`${origin}/${name}.html`, { waitUntil: 'networkidle' })
      for (const fault of await faultsOf(page)) told.push(`${name} at ${width}: ${fault}`)
      const wide = await page.evaluate('document.documentElement.scrollWidth > innerWidth')
      if (wide) told.push(`${name} at ${width}: scrolls sideways`)
    }
    await page.close()
    return told
  }

  for (const colorScheme of ['light', 'dark'] as const)
    it(`has no fault that axe knows, at three widths, and asks nobody else: ${colorScheme}`, async () => {
      const told: string[] = []
      for (const width of WIDTHS) told.push(...(await faultsAt(width, colorScheme, SAMPLE)))
      expect([...new Set(told)].join('\n')).to.equal('')
    })

  it('has none on any page, at the narrowest width', async () => {
    const pages = (await readdir(dist, { recursive: true }))
      .filter((name) => name.endsWith('.html') && name !== '404.html')
      .map((name) => name.slice(0, -'.html'.length))
    expect(pages.length).to.be.greaterThan(SAMPLE.length)
    const looked = sampled('SITE_SAMPLE', 1, pages.toSorted())
    expect([...new Set(await faultsAt(Math.min(...WIDTHS), 'light', looked))].join('\n')).to.equal('')
  })

  it('finds a setting, an event and a command by their names', async () => {
    const page = await browser.newPage({ viewport: { width: 1440, height: 900 } })
    for (const [word, href] of [
      ['lockPatience', '/configuration'],
      ['migration-start', '/events'],
      ['test-db', '/commands'],
    ] as const) {
      await page.goto(`${origin}/index.html`, { waitUntil: 'networkidle' })
      await page.keyboard.press('Control+k')
      await page.locator('#localsearch-input').fill(word)
      await page.locator(`#localsearch-list a[href*="${href}"]`).first().waitFor({ timeout: 20_000 })
    }
    await page.close()
  })
})
