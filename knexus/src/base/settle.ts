/** As `Promise.all`; when one fails, the others are still brought to their end, so that no scratch database is left behind. */
export async function settle<T extends readonly unknown[]>(
  promises: readonly [...T],
): Promise<{ -readonly [K in keyof T]: Awaited<T[K]> }> {
  await Promise.allSettled(promises)
  return Promise.all(promises)
}
