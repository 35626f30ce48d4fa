import { execFile } from 'node:child_process'
import { cp, mkdir, readdir, symlink } from 'node:fs/promises'
import { join, resolve } from 'node:path'
import { promisify } from 'node:util'

const knexus = resolve(import.meta.dirname, '../..')

/** Packs the package as it is published, from a copy, so that others may pack it at the same time. Answers with the path of the tarball. */
export async function tarball(folder: string): Promise<string> {
  const copy = join(folder, 'knexus')
  await mkdir(copy, { recursive: true })
  await symlink(resolve(knexus, '../node_modules'), join(folder, 'node_modules'))
  for (const name of (await readdir(knexus)).filter((name) => !LEFT_OUT.has(name)))
    await cp(join(knexus, name), join(copy, name), { recursive: true })
  await promisify(execFile)('npm', ['pack', '--pack-destination', folder], { cwd: copy })
  return join(
    folder,
    (await readdir(folder)).find((name) => name.endsWith('.tgz'))!,
  )
}

const LEFT_OUT: ReadonlySet<string> = new Set(['dist', 'node_modules', 'test'])
