import type { FastifyInstance } from 'fastify'
import type { Context } from 'mocha'
import type { Browser, BrowserContextOptions, Page } from 'playwright-core'
import { openBrowser } from '../../../knexus/test/support/browser.ts'
import { example } from './example.ts'
import { buildApp } from '../../src/app.ts'
import { PLACES, tokenFor, type Opened } from './support.ts'

/** The service with its page, at an address of its own. */
export interface Served {
  readonly opened: Opened
  readonly app: FastifyInstance
  readonly address: string
  readonly close: () => Promise<void>
}

/** Serves the page over an embedded database. */
export async function servePage(): Promise<Served> {
  const [, embedded] = PLACES
  const opened = await embedded!.open()
  const app = buildApp({ ...opened, logger: false })
  const address = await app.listen({ host: '127.0.0.1', port: 0 })
  return {
    opened,
    app,
    address,
    close: async () => {
      await app.close()
      await opened.close()
    },
  }
}

/** The page as the tests of a group share it. */
export interface Shared {
  readonly served: Served
  /** Opens the browser of the group, or leaves the test out. */
  readonly open: (test: Context) => Promise<Browser>
}

/** Serves the page before the tests of a group, and ends it after them. */
export function sharedPage(): Shared {
  let [served, browser]: [Served | undefined, Browser | undefined] = [undefined, undefined]
  before(async function () {
    this.timeout(240_000)
    served = await servePage()
  })
  after(async () => {
    await browser?.close()
    await served?.close()
  })
  return {
    get served() {
      return served!
    },
    open: async (test) => (browser ??= await openBrowser(test)),
  }
}

/** The page, opened by the admin of a workspace of its own. */
export interface SignedIn {
  readonly tab: Page
  /** What the example holds; `userId` is who is signed in. */
  readonly ids: Readonly<Record<string, string>>
  /** What the browser complained about so far. */
  readonly errors: readonly string[]
  readonly close: () => Promise<void>
}

/** Makes an example, opens the page at an address, and signs its admin in. */
export async function signIn(
  browser: Browser,
  { database }: Opened,
  address: string,
  options: BrowserContextOptions,
): Promise<SignedIn> {
  const ids = await example(database)
  const { token, userId } = await tokenFor(database, ids.workspaceId!)
  const opened = await openPage(browser, address, token, options)
  await opened.tab.getByRole('link', { name: 'EX-1: Example' }).waitFor()
  return { ...opened, ids: { ...ids, userId } }
}

/** Opens the page at an address, and enters a token. */
export async function openPage(
  browser: Browser,
  address: string,
  token: string,
  options: BrowserContextOptions,
): Promise<Omit<SignedIn, 'ids'>> {
  const context = await browser.newContext(options)
  const tab = await context.newPage()
  tab.setDefaultTimeout(15_000)
  const errors: string[] = []
  tab.on('pageerror', ({ message }) => errors.push(message))
  tab.on('console', (line) => void (line.type() === 'error' && errors.push(line.text())))
  await tab.goto(address)
  await tab.locator('#enter input').fill(token)
  await tab.locator('#enter button').click()
  return { tab, errors, close: () => context.close() }
}
