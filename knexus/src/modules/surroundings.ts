import { existsSync, statSync } from 'node:fs'
import { basename, dirname, join, relative } from 'node:path'
import { filesUnder } from './packages.ts'

/** May look at environment variables. */
const ENVIRONMENT = /\bprocess\s*\??\.\s*env\b|['"](?:node:)?process['"]|\bdotenv\b|\benv\s*\}\s*=\s*process\b/

/** Variables whose names are put together: any of them may be read. */
const COMPUTED = /\benv\s*(?:\?\.)?\[\s*(?!['"][^'"]*['"]\s*\])/

/** May read files. */
const READS = /\bfs\b|\breadFile|\breaddir|\bcreateReadStream\b/

/** Reads whatever is in a folder. */
const LISTS = /\b(?:readdir|opendir|glob)/

/** Texts one after the other, as `'..', 'sql', 'users.sql'` of a path that is put together. */
const LITERALS = /(?:(['"`])[^'"`\n]*\1)(?:\s*,\s*(['"`])[^'"`\n]*\2)*/g

const SOURCE = /\.[mc]?[jt]sx?$/

/** The environment variables that source files may read, with their values: those whose names they contain. */
export function variablesRead(texts: readonly string[]): readonly string[] {
  const readers = texts.filter((text) => ENVIRONMENT.test(text))
  if (readers.length === 0) return []
  const words = new Set(texts.flatMap((text) => text.match(/\w+/g) ?? []))
  const isAnyRead = readers.some((text) => COMPUTED.test(text))
  return Object.entries(process.env)
    .filter(([name]) => isAnyRead || words.has(name))
    .map(([name, value]) => `${name}=${value}`)
    .sort()
}

/**
 * Files that source files may read while they run: beside a source file that reads any, or where its literals say, those whose
 * names occur in it or in the others; all of them where no name does, or folders are listed.
 */
export function filesRead(sources: ReadonlyMap<string, string>): readonly string[] {
  const readers = [...sources].filter(([, text]) => READS.test(text) || text.includes('dotenv'))
  if (readers.length === 0) return []
  const words = [...sources.values()].join('\n')
  const found = readers.flatMap(([file, text]) => {
    const named = placesIn(text, [dirname(file), process.cwd()])
    const folders = [dirname(file), ...named.filter((path) => statSync(path).isDirectory())]
    const beside = [...new Set(folders)].flatMap((folder) =>
      filesUnder(folder, (name) => LISTS.test(text) || !SOURCE.test(name)),
    )
    const spoken = beside.filter((path) => words.includes(basename(path).split('.')[0]!))
    const some = spoken.length > 0 && !LISTS.test(text) ? spoken : beside
    return [...named.filter((path) => statSync(path).isFile()), ...some]
  })
  const settings = existsSync('.env') ? ['.env'] : []
  return [...new Set([...found, ...settings])].filter((path) => !sources.has(path)).sort()
}

/** The files and folders that literals name, seen from some folders. What is around such a folder is not meant as a whole. */
function placesIn(text: string, from: readonly string[]): readonly string[] {
  return (text.match(LITERALS) ?? []).flatMap((list) => {
    const parts = Array.from(list.matchAll(/(['"`])([^'"`\n]*)\1/g), ([, , part]) => plain(part!))
    return from.flatMap((folder) => longest(folder, parts) ?? [])
  })
}

/** A text as far as it is known: `sql/` of `${__dirname}/sql/${name}.sql`. */
function plain(literal: string): string {
  return literal.replace(/^\$\{[^}]*\}\/?/, '').replace(/\$\{.*$/, '')
}

function longest(folder: string, parts: readonly string[]): string | undefined {
  if (parts.length === 0) return undefined
  const path = join(folder, ...parts)
  if (!existsSync(path)) return longest(folder, parts.slice(0, -1))
  return /^[./]*$/.test(relative(folder, path)) ? undefined : path
}
