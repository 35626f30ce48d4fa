import type pg from 'pg'

/**
 * The driver. Where there is no `navigator`, as on Node 20, it makes a `Response` to find out where it runs, and that loads
 * all of `fetch`: 50 to 80 ms of every command. So there is one while it is loaded.
 */
export async function driver(): Promise<typeof pg> {
  if ('navigator' in globalThis) return (await import('pg')).default
  Object.defineProperty(globalThis, 'navigator', {
    value: { userAgent: `Node.js/${process.versions.node.split('.')[0]}` },
    configurable: true,
  })
  try {
    return (await import('pg')).default
  } finally {
    Reflect.deleteProperty(globalThis, 'navigator')
  }
}
