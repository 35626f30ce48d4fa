import type { Migration } from './index.ts'

/**
 * Writes migrations as one script for `psql -v ON_ERROR_STOP=1 -f`. What loses rows is marked; what a transaction
 * cannot hold stands outside of one.
 */
export function script(migrations: readonly Migration[], title: string): string {
  const blocks = migrations.map(({ up: { statements, settings }, transaction }) => {
    const lines = [
      ...settings.map((setting) => `SET ${transaction ? 'LOCAL ' : ''}${setting};`),
      ...statements.map(
        ({ sql, loses }) => `${loses === undefined ? '' : `-- loses data: ${loses.replaceAll(/\s+/g, ' ')}\n`}${sql};`,
      ),
    ].join('\n\n')
    return transaction ? `BEGIN;\n\n${lines}\n\nCOMMIT;\n` : `${lines}\n`
  })
  return [`-- ${title}\n`, ...blocks].join('\n')
}
