import type { Context, Test } from 'mocha'
import { serverFacts } from './server.ts'

/** Between a test's title and the reason why it was left out. */
export const BECAUSE = ' · left out: '

/** Leaves a test out, or from a hook all tests of its group, for a reason that the run tells. Without a reason nothing happens. */
export function leaveOut(context: Context, reason: string | undefined): void {
  if (reason === undefined) return
  const runnable: {
    title: string
    readonly type?: string
    readonly parent?: { eachTest(each: (test: Test) => void): unknown } | undefined
  } = context.runnable()
  const mark = (test: { title: string }) => {
    test.title += BECAUSE + reason
  }
  if (runnable.type === 'hook') runnable.parent?.eachTest(mark)
  else mark(runnable)
  context.skip()
}

/** What the test server lacks for something that came with a major version and runs these texts; nothing when it has all. */
export function lacking(since = 0, ...texts: readonly (string | undefined)[]): string | undefined {
  const { major, extensions } = serverFacts()
  if (since > major) return `needs PostgreSQL ${since}`
  const wanted = [...texts.join(' ').matchAll(/CREATE EXTENSION (?:IF NOT EXISTS )?"?([\w-]+)/g)].map(
    (match) => match[1]!,
  )
  return wanted
    .filter((extension) => !extensions.includes(extension))
    .map((extension) => `needs the extension ${extension}`)[0]
}

/** Says that the test server is not from before a major version, where it is not. */
export function tooNew(before = Number.POSITIVE_INFINITY): string | undefined {
  return serverFacts().major < before ? undefined : `needs a server before PostgreSQL ${before}`
}
