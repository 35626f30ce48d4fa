import { existsSync, readdirSync, statSync } from 'node:fs'
import { readFile } from 'node:fs/promises'
import { dirname, join, relative } from 'node:path'

/**
 * A literal that may name a file beside. Whether it stands in an import, a comment or anywhere else: a file that is
 * not there is left out, and one more does no harm.
 */
const RELATIVE = /(['"`])(\.{1,2}\/[^'"`\n]+)\1/g

/**
 * Some source files and all that they name by a relative path, by their paths; `also` tells of more files that one of them
 * takes in. Throws what reading one of the given files throws.
 */
export async function closureOf(
  files: readonly string[],
  also: (file: string, text: string) => readonly string[] = () => [],
): Promise<ReadonlyMap<string, string>> {
  const texts = new Map<string, string>()
  let open = [...files]
  while (open.length > 0) {
    const read = await Promise.all(open.map(async (file) => [file, await readFile(file, 'utf8')] as const))
    for (const [file, text] of read) texts.set(file, text)
    open = [
      ...new Set(
        read.flatMap(([file, text]) => [
          ...[...text.matchAll(RELATIVE)].flatMap(([, , specifier]) => filesNamed(dirname(file), specifier!)),
          ...also(file, text),
        ]),
      ),
    ].filter((file) => !texts.has(file))
  }
  return texts
}

const SOURCE = /\.(?:[mc]?[jt]sx?|json)$/

/** The file that a literal means; all sources of the folder that it is or begins with, else. */
function filesNamed(from: string, literal: string): readonly string[] {
  const file = resolveFile(join(from, literal))
  if (file !== undefined) return [file]
  const known = literal.replace(/\$\{.*$/, '')
  const folder = join(from, known === literal ? known : known.replace(/[^/]*$/, ''))
  const isAround = /^\.\.[./]*$/.test(relative(from, folder))
  return !isAround && existsSync(folder) && statSync(folder).isDirectory() ? sourcesOf(folder) : []
}

function sourcesOf(folder: string): readonly string[] {
  return readdirSync(folder, { withFileTypes: true }).flatMap((entry) => {
    const path = join(folder, entry.name)
    if (entry.isFile()) return SOURCE.test(entry.name) ? [path] : []
    return entry.isDirectory() && entry.name !== 'node_modules' && !entry.name.startsWith('.') ? sourcesOf(path) : []
  })
}

/** The file that a specifier means: as written, or `./x` and `./x.js` for `./x.ts`. */
export function resolveFile(path: string): string | undefined {
  return [
    path,
    path.replace(/\.([mc]?)js$/, '.$1ts'),
    `${path}.ts`,
    `${path}.js`,
    join(path, 'index.ts'),
    join(path, 'index.js'),
  ].find((candidate) => existsSync(candidate) && statSync(candidate).isFile())
}
