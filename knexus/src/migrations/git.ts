import { execFile } from 'node:child_process'
import { promisify } from 'node:util'
import { KnexusError, messageOf } from '../base/errors.ts'

/**
 * What git answers in a folder, whatever its configuration says about diffs. Throws `git-failed`, which says what
 * `git cannot`.
 */
export async function git(directory: string, words: readonly string[], cannot: string): Promise<string> {
  try {
    const { stdout } = await promisify(execFile)('git', words, { cwd: directory, maxBuffer: 2 ** 26 })
    return stdout
  } catch (error) {
    throw new KnexusError(
      'git-failed',
      `git cannot ${cannot}: ${messageOf(error)}`,
      'Give --base a branch or commit that this checkout holds, such as origin/main; in CI, fetch its history ' +
        'first (fetch-depth: 0).',
      { cause: error },
    )
  }
}

/**
 * The paths below a folder that a diff against a revision names, counted from where the branch left it; `filter` as
 * in `--diff-filter`.
 */
export async function changedSince(
  directory: string,
  revision: string,
  filter: string,
  cannot: string,
): Promise<string[]> {
  const words = ['diff', '--relative', '--name-only', '-z', '--no-renames', `--diff-filter=${filter}`, '--merge-base']
  return names(await git(directory, [...words, '--end-of-options', revision, '--', '.'], cannot))
}

/** The paths below a folder that git does not know yet, and does not ignore. */
export async function untracked(directory: string, cannot: string): Promise<string[]> {
  return names(await git(directory, ['ls-files', '--others', '--exclude-standard', '-z'], cannot))
}

function names(output: string): string[] {
  return output.split('\0').filter((name) => name !== '')
}
