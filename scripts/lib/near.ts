import { execFileSync } from 'node:child_process'
import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { basename, dirname, join, relative, resolve } from 'node:path'
import { importsOf } from '../../knexus/test/support/source.ts'

const root = resolve(import.meta.dirname, '../..')
const PACKAGES = ['knexus', 'backend']

/** Who imports more than types from each file of the packages, both by their paths from the root. */
function importers(): ReadonlyMap<string, readonly string[]> {
  const found = new Map<string, string[]>()
  for (const file of PACKAGES.flatMap((name) => [...sources(join(name, 'src')), ...sources(join(name, 'test'))]))
    for (const specifier of importsOf(withoutTypes(readFileSync(join(root, file), 'utf8')))) {
      if (!specifier.startsWith('.')) continue
      const imported = relative(root, resolve(root, dirname(file), specifier))
      found.set(imported, [...(found.get(imported) ?? []), file])
    }
  return found
}

function withoutTypes(text: string): string {
  return text.replaceAll(/^(?:import|export) type [^']*'[^']*'/gm, '')
}

function sources(folder: string): string[] {
  return readdirSync(join(root, folder), { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith('.ts'))
    .map((name) => join(folder, name))
    .sort()
}

const isTest = (file: string) => file.endsWith('.test.ts')

/** Every test file of the packages, by its path from the root. */
export function allTests(): string[] {
  return PACKAGES.flatMap((name) => sources(join(name, 'test')).filter(isTest))
}

/**
 * The tests nearest to a source file, by their paths from the root: the one that mirrors it, and those in the mirror of its folder that
 * import it; all of that folder for an index.ts.
 * Where there is none, those that import it from elsewhere; where there is none of these either, the tests nearest to who imports it. A test is nearest to itself.
 */
export function nearTests(file: string, users = importers(), seen = new Set<string>()): string[] {
  if (isTest(file)) return existsSync(join(root, file)) ? [file] : []
  seen.add(file)
  const importing = users.get(file) ?? []
  const mirror = file.replace('/src/', '/test/').replace(/\.ts$/, '.test.ts')
  const folder = dirname(mirror)
  const ofRoom = basename(file) === 'index.ts' ? [`${folder}.test.ts`, ...testsIn(folder)] : []
  const near = [mirror, ...ofRoom].filter((test) => existsSync(join(root, test)))
  const beside = importing.filter((test) => isTest(test) && dirname(test) === folder)
  const anywhere = importing.filter(isTest)
  const found = [...near, ...beside].length > 0 ? [...near, ...beside] : anywhere
  if (found.length > 0) return [...new Set(found)].sort()
  const next = importing.filter((user) => !seen.has(user))
  return [...new Set(next.flatMap((user) => nearTests(user, users, seen)))].sort()
}

function testsIn(folder: string): string[] {
  if (!existsSync(join(root, folder))) return []
  return readdirSync(join(root, folder))
    .filter(isTest)
    .map((name) => join(folder, name))
}

/** The TypeScript files of the packages that differ from the main branch, committed or not, by their paths from the root. */
export function changedFiles(base = 'main'): string[] {
  const git = (...words: string[]) => execFileSync('git', words, { cwd: root, encoding: 'utf8' }).split('\n')
  const fork = git('merge-base', base, 'HEAD')[0]!
  const all = [...git('diff', '--name-only', fork), ...git('ls-files', '--others', '--exclude-standard')]
  return [...new Set(all)].filter((file) => /^(?:knexus|backend)\/(?:src|test)\/.*\.ts$/.test(file)).sort()
}
