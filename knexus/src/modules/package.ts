import { existsSync, readFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { pathToFileURL } from 'node:url'

/** The folder of this package, whether its sources run or what was built of them. */
export const packageFolder: string = find(import.meta.dirname)

/** The version of this package: `0.1.0`. */
export function packageVersion(): string {
  return (JSON.parse(readFileSync(join(packageFolder, 'package.json'), 'utf8')) as { version: string }).version
}

declare const SOURCES_NAME: string | undefined

/** A name for this very code: what another version of it found is not taken for its own. */
export async function sourcesName(): Promise<string> {
  if (typeof SOURCES_NAME === 'string') return SOURCES_NAME
  const { href } = pathToFileURL(join(packageFolder, 'bin/engine.js'))
  const { nameOfSources } = (await import(href)) as { readonly nameOfSources: () => string }
  return nameOfSources()
}

function find(folder: string): string {
  return existsSync(join(folder, 'package.json')) ? folder : find(dirname(folder))
}
