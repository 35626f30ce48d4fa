import { existsSync } from 'node:fs'
import { readFile, rm, writeFile } from 'node:fs/promises'
import { basename, relative, resolve } from 'node:path'
import { compareHistory, compareModels, refuseHistory } from '../adopt.ts'
import { KnexusError } from '../base/errors.ts'
import { generate } from '../generate/index.ts'
import type { Listener } from '../migrations/events.ts'
import { unlisted } from '../migrations/texts.ts'
import { settingsOfConnection, type Project } from '../project/index.ts'
import { scopeOf } from '../project/scope.ts'
import { sayBetween } from '../diff.ts'
import { pull, withoutAmbient } from '../pull/index.ts'
import { stamp } from '../run/stamp.ts'
import type { Schema } from '../schema.ts'
import { isExample } from '../setup/templates.ts'
import type { Shadow } from '../shadow/index.ts'
import { sameMajor } from '../shadow/same-major.ts'
import { modelFiles } from '../sources/content.ts'
import { liveSource, viewsOf } from '../sources/index.ts'
import { refuseNeededOutside } from '../sources/outside.ts'
import type { View } from '../sources/source.ts'
import { styleFor, writeModels } from './pull.ts'
import { confirmed } from './run.ts'
import type { Adopted, AdoptOptions } from './types-run.ts'
import type { Workspace } from './workspace.ts'

/** Takes a live database over: models, a baseline that builds it, and a history that says it ran. */
export async function adopt(workspace: Workspace, options: AdoptOptions, listener?: Listener): Promise<Adopted> {
  const own = await confirmed(workspace, options)
  const { models } = options
  const project: Project = models === undefined ? own : { ...own, models: resolve(models) }
  const settings = settingsOfConnection(project)
  const shadow = await workspace.shadow(settings)
  await sameMajor(settings, shadow)
  const source = liveSource('db', settings)
  const [{ schema: live, unmanaged }] = (await viewsOf([source], async () => shadow, scopeOf(project))) as [View]
  refuseNeededOutside(live, scopeOf(project))
  workspace.tell({ event: 'read', source: 'the database', objects: live.size })
  const history = await compareHistory(project, live, shadow)
  refuseHistory(history, sayBetween('is only in what the migrations build', 'is only in the database'))
  const written = { ...(await modelsFor(workspace, project, live, shadow)), unmanaged }
  const migrations = history.files.length
  if (migrations > 0) return { ...written, migrations, baseline: [], notes: [], unlisted: [], recorded: [] }
  return { ...written, migrations, ...(await baseline(project, shadow, listener)) }
}

/** Writes the baseline, and records it as run where a run would find it. */
async function baseline(
  project: Project,
  shadow: Shadow,
  listener: Listener | undefined,
): Promise<Pick<Adopted, 'baseline' | 'notes' | 'unlisted' | 'recorded'>> {
  const { files, notes } = await generate(project, shadow, {
    name: 'baseline',
    renames: [],
    allow: [],
    now: new Date(),
  })
  for (const { path, source } of files) await writeFile(path, source, { flag: 'wx' })
  const paths = files.map(({ path }) => path)
  const hidden = await unlisted(project, paths)
  const last = hidden.length > 0 ? undefined : paths.at(-1)
  const { added } = last ? await stamp(project.config, basename(last), listener ? { on: listener } : {}) : { added: [] }
  return { baseline: paths.map((path) => relative(process.cwd(), path)), notes, unlisted: hidden, recorded: added }
}

/**
 * Pulls the models where there are none. Throws `models-differ` where they, or those that were there, do not build
 * the database.
 */
async function modelsFor(
  workspace: Workspace,
  project: Project,
  live: Schema,
  shadow: Shadow,
): Promise<Pick<Adopted, 'models' | 'example'>> {
  const { models, settings } = project
  const example = await forgetExample(models)
  const there = existsSync(models) && (await modelFiles(models)).length > 0
  const schema = withoutAmbient(live, settings.compare)
  const pulled = there
    ? undefined
    : await pull(schema, () => shadow.database(), scopeOf(project), {
        told: workspace.progress,
        style: await styleFor(models, project),
      })
  refuseDifferences(pulled ? pulled.differences : await compareModels(project, live, shadow), there, models)
  const { written } = pulled ? await writeModels(models, pulled.files, false) : { written: [] }
  return { models: written, ...(example !== undefined && { example }) }
}

function refuseDifferences(differences: Awaited<ReturnType<typeof compareModels>>, there: boolean, models: string) {
  if (differences.length === 0) return
  const first = differences.slice(0, 5).map(sayBetween('is only in the database', 'is only in the models'))
  throw new KnexusError(
    'models-differ',
    `The models do not build what the database holds: ${first.join('; ')}${
      differences.length > 5 ? ` and ${differences.length - 5} more` : ''
    }.`,
    there
      ? `Correct them, or move ${models} away so that they are pulled.`
      : 'Nothing was written. Please report this case with the definition of the objects.',
  )
}

/** The example that `init` wrote makes room, if it is all there is and nobody has touched it. */
async function forgetExample(models: string): Promise<string | undefined> {
  const [file, ...others] = existsSync(models) ? await modelFiles(models) : []
  if (file === undefined || others.length > 0 || !isExample(await readFile(file, 'utf8'))) return undefined
  await rm(file)
  return relative(process.cwd(), file)
}
