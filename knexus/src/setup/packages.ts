import { existsSync } from 'node:fs'
import { readFile, writeFile } from 'node:fs/promises'
import { createRequire } from 'node:module'
import { dirname, join } from 'node:path'
import { KnexusError, messageOf } from '../base/errors.ts'

/** A package.json, and the folder it is in. */
export interface Manifest {
  readonly root: string
  readonly text: string
  readonly value: Readonly<Record<string, unknown>>
}

/** How the people of a project call their package manager. */
export interface PackageManager {
  /** Installs packages, their names after it: `npm install`. */
  readonly add: string
  /** Runs a command of an installed package, its name after it: `npx`. */
  readonly run: string
}

const MANAGERS: readonly (readonly [lockfile: string, PackageManager])[] = [
  ['package-lock.json', { add: 'npm install', run: 'npx' }],
  ['pnpm-lock.yaml', { add: 'pnpm add', run: 'pnpm exec' }],
  ['yarn.lock', { add: 'yarn add', run: 'yarn' }],
  ['bun.lock', { add: 'bun add', run: 'bunx' }],
]

/** The folder and those above it, from below. */
export function* upwards(from: string): Generator<string> {
  for (let folder = from; ; folder = dirname(folder)) {
    yield folder
    if (folder === dirname(folder)) return
  }
}

/** The nearest package.json upwards. Throws `no-package`. */
export async function nearestManifest(from: string): Promise<Manifest> {
  const root = [...upwards(from)].find((folder) => existsSync(join(folder, 'package.json')))
  if (root === undefined)
    throw new KnexusError(
      'no-package',
      `There is no package.json in ${from} or any folder above it.`,
      'Run the command in the folder of a project; `npm init` makes one.',
    )
  const file = join(root, 'package.json')
  try {
    const text = await readFile(file, 'utf8')
    const value: unknown = JSON.parse(text)
    if (isRecord(value)) return { root, text, value }
    throw new SyntaxError('it is not an object')
  } catch (error) {
    throw new KnexusError('no-package', `${file} cannot be read: ${messageOf(error)}`, 'Correct the file.', {
      cause: error,
    })
  }
}

/**
 * The package manager whose lock file is nearest upwards, as in a workspace, where it stands at the top; npm where
 * there is none.
 */
export function packageManager(from: string): PackageManager {
  for (const folder of upwards(from)) {
    const found = MANAGERS.find(([lockfile]) => existsSync(join(folder, lockfile)))
    if (found) return found[1]
  }
  return MANAGERS[0]![1]
}

/** Those of some packages that the project neither names nor can load from where it is. */
export function missingPackages({ root, value }: Manifest, names: readonly string[]): string[] {
  const require = createRequire(join(root, 'package.json'))
  return names.filter((name) => {
    const named = ['dependencies', 'devDependencies'].some((section) => {
      const list = value[section]
      return isRecord(list) && name in list
    })
    return !named && !(require.resolve.paths(name) ?? []).some((folder) => existsSync(join(folder, name)))
  })
}

/** Adds the scripts whose names are free, and leaves everything else of package.json as it is. Answers with their names. */
export async function addScripts({ root, text, value }: Manifest): Promise<string[]> {
  const scripts = isRecord(value['scripts']) ? value['scripts'] : {}
  const added = Object.entries(SCRIPTS).filter(([name]) => !(name in scripts))
  if (added.length === 0) return []
  const indent = /^([ \t]+)"/m.exec(text)?.[1] ?? '  '
  await writeFile(
    join(root, 'package.json'),
    `${JSON.stringify({ ...value, scripts: { ...scripts, ...Object.fromEntries(added) } }, null, indent)}\n`,
  )
  return added.map(([name]) => name)
}

const SCRIPTS: Readonly<Record<string, string>> = {
  'db:generate': 'knexus generate',
  'db:up': 'knexus up',
  'db:down': 'knexus down',
  'db:status': 'knexus status',
  'db:check': 'knexus check',
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}
