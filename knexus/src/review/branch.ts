import { readFile, stat } from 'node:fs/promises'
import { dirname, join, relative, sep } from 'node:path'
import { createTwoFilesPatch } from 'diff'
import { changedSince, git, untracked } from '../migrations/git.ts'
import { migratorConfig } from '../migrations/replay.ts'
import type { Project } from '../project/index.ts'

const CANNOT = 'say what the branch changed'

/**
 * Migrations that were there before the branch and are not what they were: where they ran already, nobody runs them
 * again. Paths from the working directory.
 */
export async function editedSince(project: Project, revision: string): Promise<string[]> {
  const directories = [migratorConfig(project).directory ?? []].flat()
  const found = await Promise.all(
    directories.map(async (directory) =>
      (await changedSince(directory, revision, 'DM', CANNOT)).map((name) => shown(join(directory, name))),
    ),
  )
  return found.flat()
}

/**
 * What the branch changed in the models, as a unified diff; files that git does not know yet are part of it. Empty
 * where there is nothing.
 */
export async function modelsSince(project: Project, revision: string): Promise<string> {
  const place = await stat(project.models).catch(() => undefined)
  if (!place) return ''
  const [directory, below] = place.isDirectory() ? [project.models, '.'] : [dirname(project.models), project.models]
  const words = ['-c', 'core.quotePath=false', 'diff', '--no-color', '--no-ext-diff', '--no-textconv', '--merge-base']
  const known = await git(directory, [...words, '--end-of-options', revision, '--', below], CANNOT)
  const names = below === '.' ? await untracked(directory, CANNOT) : []
  const added = await Promise.all(
    names.map(async (name) => {
      const path = join(directory, name)
      return createTwoFilesPatch('/dev/null', shown(path), '', await readFile(path, 'utf8')).replace(/^=+\n/, '')
    }),
  )
  return [known, ...added].filter((patch) => patch !== '').join('')
}

function shown(path: string): string {
  return relative(process.cwd(), path).split(sep).join('/')
}
