import { createRequire } from 'node:module'
import { dirname, join } from 'node:path'
import { counted } from '../base/counted.ts'
import { KnexusError, messageOf } from '../base/errors.ts'
import { historyFiles } from '../migrations/replay.ts'
import { settingsOfConnection, type Project } from '../project/index.ts'
import { scopeOf } from '../project/scope.ts'
import { failed, ok, warning, type Check } from '../run/checks.ts'
import { examine } from '../run/doctor.ts'
import { filesSource, modelsSource, type BuiltSource } from '../sources/index.ts'
import { loadModels } from '../sources/models.ts'
import type { Workspace } from './workspace.ts'

/** Looks at the versions, the project, its database, and whether a shadow builds what is declared. */
export async function doctor(workspace: Workspace): Promise<readonly Check[]> {
  return [...versions(), ...(await projectChecks(workspace))]
}

function versions(): Check[] {
  const project = createRequire(join(process.cwd(), 'package.json'))
  const own = createRequire(import.meta.url)
  const [major = 0, minor = 0] = process.versions.node.split('.').map(Number)
  const fits = (major === 20 && minor >= 19) || (major === 22 && minor >= 12) || major >= 24
  const packages = ['knex', 'pg', 'tsx', '@electric-sql/pglite'].map((name) => {
    const version = versionOf(project, name) ?? versionOf(own, name)
    return version === undefined ? `${name} is not installed` : `${name} ${version}`
  })
  return [
    fits
      ? ok('Node', process.versions.node)
      : failed('Node', process.versions.node, 'Use Node 20.19 or newer, 22.12 or newer, or 24.'),
    ok('packages', packages.join(', ')),
  ]
}

/**
 * As the project gets it, else as this package does. A package may keep its package.json to itself; it is then found
 * beside its main file.
 */
function versionOf(require: NodeJS.Require, name: string): string | undefined {
  for (const place of [
    () => `${name}/package.json`,
    () => join(dirname(require.resolve(name)), '..', 'package.json'),
  ]) {
    try {
      return (require(place()) as { version: string }).version
    } catch {
      /* The next place may have it. */
    }
  }
  return undefined
}

async function projectChecks(workspace: Workspace): Promise<Check[]> {
  let project: Project
  try {
    project = await workspace.project()
    settingsOfConnection(project)
  } catch (error) {
    return [failed('knexfile', messageOf(error), error instanceof KnexusError ? error.cure : 'Correct the knexfile.')]
  }
  const chosen = ok(
    'environment',
    `${project.environment}${project.settings.production ? ' (production)' : ''}, of ${project.knexfile}`,
  )
  const declared = await models(project)
  const found = await examine(project.config)
  const isReady = declared.state === 'ok' && found.every(({ state }) => state !== 'failed')
  return [chosen, declared, ...found, ...(isReady ? await built(workspace, project) : [])]
}

/** Whether a shadow is available, and builds what `generate` and `check` build there first. */
async function built(workspace: Workspace, project: Project): Promise<Check[]> {
  const checks: Check[] = []
  const attempt = async (name: string, says: string, work: () => Promise<unknown>) => {
    try {
      await work()
      checks.push(ok(name, says))
    } catch (error) {
      const cure = error instanceof KnexusError ? error.cure : 'Correct what it names.'
      checks.push(failed(name, messageOf(error), cure))
    }
  }
  const build = (source: BuiltSource) => source.schema(() => workspace.shadow(), scopeOf(project))
  await attempt('migrations on a shadow', 'they run from the first to the last', async () =>
    build(filesSource(await historyFiles(project), project)),
  )
  await attempt('models on a shadow', 'PostgreSQL accepts all that they declare', () =>
    build(modelsSource(project.models)),
  )
  return checks
}

async function models(project: Project): Promise<Check> {
  try {
    const { objects } = await loadModels(project.models)
    return ok('models', `${counted(objects.length, 'object')}, declared in ${project.models}`)
  } catch (error) {
    const cure = error instanceof KnexusError ? error.cure : 'Correct the model.'
    const message = messageOf(error)
    return error instanceof KnexusError && error.code === 'no-models-folder'
      ? warning('models', message, cure)
      : failed('models', message, cure)
  }
}
