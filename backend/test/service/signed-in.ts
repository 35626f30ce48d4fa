import type { Browser, BrowserContextOptions, Page } from 'playwright-core'
import { example } from './example.ts'
import { tokenFor, type Opened } from './support.ts'

/** The page, opened by the admin of a workspace of its own. */
export interface SignedIn {
  readonly tab: Page
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
  const { token } = await tokenFor(database, ids.workspaceId!)
  const context = await browser.newContext(options)
  const tab = await context.newPage()
  tab.setDefaultTimeout(15_000)
  const errors: string[] = []
  tab.on('pageerror', ({ message }) => errors.push(message))
  tab.on('console', (line) => void (line.type() === 'error' && errors.push(line.text())))
  await tab.goto(address)
  await tab.locator('#enter input').fill(token)
  await tab.locator('#enter button').click()
  await tab.getByRole('link', { name: 'EX-1: Example' }).waitFor()
  return { tab, ids, errors, close: () => context.close() }
}
