import { existsSync, statSync } from 'node:fs'
import { readFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'

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
          ...[...text.matchAll(RELATIVE)].map(([, , specifier]) => resolveFile(join(dirname(file), specifier!))),
          ...also(file, text),
        ]),
      ),
    ].filter((file): file is string => file !== undefined && !texts.has(file))
  }
  return texts
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
