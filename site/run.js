// Builds or shows the documentation site. Its packages have a lock file of their own, and are installed when they are first needed.
import { spawnSync } from 'node:child_process'
import { existsSync, statSync } from 'node:fs'
import { join } from 'node:path'

const site = import.meta.dirname
const installed = join(site, 'node_modules/.package-lock.json')
const npm = (...args) => {
  const { status } = spawnSync('npm', ['--prefix', site, ...args], { stdio: 'inherit' })
  if (status !== 0) process.exit(status ?? 1)
}
if (!existsSync(installed) || statSync(installed).mtimeMs < statSync(join(site, 'package-lock.json')).mtimeMs)
  npm('ci', '--no-audit', '--no-fund')
npm('run', '--silent', process.argv[2] ?? 'build')
