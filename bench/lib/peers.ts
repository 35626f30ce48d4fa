import { execFileSync } from 'node:child_process'
import { existsSync, mkdirSync, writeFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { inTurn, once, type Figure } from './measure.ts'

/** Where the peers are installed. */
export const folder = resolve(import.meta.dirname, '../../.data/bench/peers')
const PACKAGES = ['@pgkit/migra@0.6.1', 'typeorm@1.1.0', 'pg@8.23.1', 'reflect-metadata@0.2.2']

/** Peers that compare the same live database with itself: nothing has changed. They are installed under .data when they are first asked for. */
export async function peers(size: number, server: string, url: string, root: string): Promise<Record<string, Figure>> {
  install(PACKAGES)
  writeFileSync(join(folder, 'migra.mjs'), MIGRA)
  const dump = () => once(['pg_dump', '-s', '-d', url, '-f', join(root, 'dump.sql')], root)
  const migra = () => once([process.execPath, join(folder, 'migra.mjs'), url, url], folder)
  return inTurn(size > 1000 ? 1 : 3, { 'pg_dump -s': dump, '@pgkit/migra': migra }).catch((error: unknown) => {
    console.error(`peers on ${server}: ${String(error)}`)
    return {}
  })
}

const MIGRA = `import { Migration } from '@pgkit/migra'
import { createClient } from '@pgkit/client'
const [from, to] = process.argv.slice(2).map((url) => createClient(url))
const migration = await Migration.create(from, to)
migration.set_safety(false)
migration.add_all_changes()
if (migration.sql.trim() !== '') throw new Error(migration.sql.slice(0, 500))
process.exit(0)
`

/** Installs packages of exact versions, unless they are there. */
export function install(packages: readonly string[]): void {
  const missing = packages.filter((name) => !existsSync(join(folder, 'node_modules', name.slice(0, name.lastIndexOf('@')))))
  if (missing.length === 0) return
  mkdirSync(folder, { recursive: true })
  if (!existsSync(join(folder, 'package.json'))) writeFileSync(join(folder, 'package.json'), '{ "private": true, "type": "module" }')
  execFileSync('npm', ['install', '--no-audit', '--no-fund', '--save-exact', ...missing], { cwd: folder, stdio: 'inherit' })
}
