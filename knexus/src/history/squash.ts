import { NO_RENAMES } from '../rename/index.ts'
import { mkdir, readFile, rename, writeFile } from 'node:fs/promises'
import { basename, dirname, join } from 'node:path'
import { KnexusError } from '../base/errors.ts'
import { emit } from '../emit/index.ts'
import { introspect } from '../introspect/index.ts'
import type { Project } from '../project/index.ts'
import { styleOf } from '../project/language.ts'
import { allOf } from '../project/scope.ts'
import { proveFiles } from '../prove/files.ts'
import { noUnusualRows } from '../prove/unusual-rows.ts'
import { rehearse } from '../prove/index.ts'
import { historyFiles, replay } from '../migrations/replay.ts'
import { type FileOnDisk, onDisk } from '../migrations/texts.ts'
import type { Shadow } from '../shadow/index.ts'
import { filesSource } from '../sources/index.ts'
import { besideOf, type Beside } from './beside.ts'
import { type Manifest, SQUASHED } from '../migrations/squashed.ts'

export interface SquashOptions {
  /** The last migration that goes into the baseline; the newest when absent. */
  readonly to?: string
  /** The rows that the old files wrote are left out of the baseline. */
  readonly withoutRows?: boolean
  /** What no kind covers is left out of the baseline. */
  readonly withoutUnmanaged?: boolean
  readonly dryRun?: boolean
}

/** What a squash wrote, or would write. */
export interface Squashed extends Manifest {
  readonly files: readonly { readonly path: string; readonly source: string }[]
}

/**
 * Writes many migrations as one that builds the same, proved on the shadow, and puts the old files away in
 * `squashed/`, where the runner finds them for databases that are in the middle of them. Throws `rows-in-history`
 * when the old files wrote rows, `unmanaged-in-history` when they made what no kind covers, `squash-imports`,
 * `nothing-to-squash`.
 */
export async function squash(
  project: Project,
  shadow: Shadow,
  { to, withoutRows = false, withoutUnmanaged = false, dryRun = false }: SquashOptions = {},
): Promise<Squashed> {
  const old = onDisk(await historyFiles(project, to))
  if (old.length < 2)
    throw new KnexusError(
      'nothing-to-squash',
      'There are fewer than two migrations to squash',
      'Squash when there are more, or name a later one with --to.',
    )
  await refuseImports(old)
  const scope = allOf(project)
  const { rows, unmanaged } = await heldBeside(old, project, shadow)
  if (rows.length > 0 && !withoutRows) {
    throw new KnexusError(
      'rows-in-history',
      `These migrations wrote rows or numbers, which a baseline does not hold: ${rows.join(', ')}`,
      'Move the rows into seeds or into a migration that stays, and squash up to before it; or accept an empty ' +
        'table, and a sequence at its start, with --without-rows.',
    )
  }
  if (unmanaged.length > 0 && !withoutUnmanaged) {
    throw new KnexusError(
      'unmanaged-in-history',
      `These migrations made what Knexus does not manage, and a baseline does not hold: ${unmanaged.join(', ')}`,
      'Squash up to before the migration that makes it; or leave it out with --without-unmanaged, and add it to the ' +
        'baseline by hand.',
    )
  }
  const target = await filesSource(old, project).schema(async () => shadow, scope)
  const db = await shadow.database()
  try {
    const from = await introspect(db, scope)
    const migrations = await rehearse(NO_RENAMES, target, db, scope, { online: false })
    const { extension, language } = await styleOf(project, old.at(-1)!.name)
    const drafts = migrations.map((migration, n) => ({ path: nameOf(old, n, extension), migration }))
    const proved = await proveFiles(drafts, {
      from,
      target,
      db,
      scope,
      shadow,
      rows: new Map(),
      unrenamed: new Map(),
      filled: [],
      renamed: new Map(),
      unusual: noUnusualRows(),
      remapped: { columns: new Map(), values: new Map(), back: new Map() },
      language,
      allow: [],
    })
    const notes = [
      `The baseline of ${old.length} migrations, ${old[0]!.name} to ${old.at(-1)!.name}; it builds what they build.`,
      ...left('it does not hold the rows and numbers of', rows),
      ...left('not managed, and therefore not in it:', unmanaged),
      ...proved.lines,
    ]
    const files = drafts.map(({ path, migration }) => ({ path, source: emit({ ...migration, notes }, language) }))
    const manifest: Manifest = {
      baseline: files.map(({ path }) => basename(path)),
      replaces: old.map(({ name }) => name),
      proved: notes,
    }
    if (!dryRun) await putAway(old, files, manifest)
    return { ...manifest, files }
  } finally {
    await db.close()
  }
}

/** New files first, then the old ones go, one at a time: what is left half-way still loads. */
async function putAway(old: readonly FileOnDisk[], files: Squashed['files'], manifest: Manifest): Promise<void> {
  const folder = join(dirname(old.at(-1)!.path), SQUASHED)
  await mkdir(folder, { recursive: true })
  await writeFile(
    join(folder, `${manifest.baseline[0]!.replace(/\.[^.]+$/, '')}.json`),
    `${JSON.stringify(manifest, null, 2)}\n`,
    { flag: 'wx' },
  )
  for (const { path, source } of files) await writeFile(path, source, { flag: 'wx' })
  for (const { path, name } of old) await rename(path, join(folder, name))
}

/** The baseline stands where the last of the old files stood. */
function nameOf(old: readonly FileOnDisk[], n: number, extension: string): string {
  const last = old.at(-1)!
  const stamp = last.name.split('_')[0]!
  return join(dirname(last.path), `${stamp}_baseline${n === 0 ? '' : `_${n + 1}`}${extension}`)
}

/** An import, a require, or a path that begins at the file itself. */
const RELATIVE = /\b(from|import|require)\s*\(?\s*['"`]\.{1,2}\/|\bimport\.meta\b|\b__(dirname|filename)\b/

async function refuseImports(old: readonly FileOnDisk[]): Promise<void> {
  for (const { path, name } of old) {
    const source = await readFile(path, 'utf8')
    if (RELATIVE.test(source)) {
      throw new KnexusError(
        'squash-imports',
        `${name} takes another file by a path relative to its own place, which breaks when it is moved`,
        'Inline what it takes, or squash up to before it.',
      )
    }
  }
}

function left(words: string, what: readonly string[]): string[] {
  return what.length === 0 ? [] : [`Left out: ${words} ${what.join(', ')}.`]
}

/** What the old files leave that no schema tells of, without what a new database has. */
async function heldBeside(old: readonly FileOnDisk[], project: Project, shadow: Shadow): Promise<Beside> {
  const db = await shadow.database()
  try {
    const before = await besideOf(db, {})
    await replay(old, project, db)
    const after = await besideOf(db, {})
    return { ...after, unmanaged: after.unmanaged.filter((address) => !before.unmanaged.includes(address)) }
  } finally {
    await db.close()
  }
}
