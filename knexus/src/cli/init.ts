import { existsSync } from 'node:fs'
import { mkdir, writeFile } from 'node:fs/promises'
import { dirname, join, relative } from 'node:path'
import { counted } from '../base/counted.ts'
import { addScripts, missingPackages, nearestManifest, packageManager, type Manifest } from '../setup/packages.ts'
import { survey, type Survey } from '../setup/survey.ts'
import { EXAMPLE_NAMES, exampleOf, KNEXFILE_NAMES, knexfileOf } from '../setup/templates.ts'
import { textOf, type CommandFile } from './command.ts'

export const command: CommandFile = {
  examples: ['npm install knex pg tsx knexus && npx knexus init'],
  async run(context, _args, options) {
    const manifest = await nearestManifest(process.cwd())
    const found = await survey(manifest, { knexfile: textOf(options, 'knexfile'), env: textOf(options, 'env') })
    const example = needsExample(found)
    const written = await writeAll(filesOf(manifest, found, example))
    const scripts = await addScripts(manifest)
    const missing = missingPackages(manifest, packagesOf(found))
    const { add, run } = packageManager(manifest.root)
    const next = nextOf(found, example, run)
    const log = context.log()
    for (const line of seen(found)) log.info(line)
    context.print(
      [...written.map((name) => `wrote ${name}`), ...scripts.map((name) => `added the script ${name}`)].join('\n'),
      { written, scripts, missing, next },
    )
    if (missing.length > 0) log.info(`Install what is missing: ${add} ${missing.join(' ')}`)
    for (const line of next) log.info(line)
    return 0
  },
}

/** Only a project that begins with nothing gets one; where no server answers, a knexfile that is there means that it does not. */
function needsExample({ project, models, modelsThere, migrations, database }: Survey): boolean {
  const holdsSomething = database ? database.tables > 0 : project !== undefined
  return !modelsThere && !existsSync(models) && migrations === 0 && !holdsSomething
}

function filesOf(
  { root }: Manifest,
  { project, language, models, migrationFolders, database }: Survey,
  example: boolean,
): ReadonlyMap<string, string> {
  const folder = migrationFolders.at(-1)!
  const held = database?.schemas ?? []
  const schemas = held.length > 0 ? [...new Set(['public', ...held])] : []
  return new Map([
    ...(project ? [] : [[join(root, KNEXFILE_NAMES[language]), knexfileOf(language, schemas)] as const]),
    ...(example ? [[join(models, EXAMPLE_NAMES[language]), exampleOf(language)] as const] : []),
    // Git keeps no empty folder, and Knex wants this one.
    ...(existsSync(folder) ? [] : [[join(folder, '.gitkeep'), ''] as const]),
  ])
}

async function writeAll(files: ReadonlyMap<string, string>): Promise<string[]> {
  const written = []
  for (const [file, text] of files) {
    await mkdir(dirname(file), { recursive: true })
    await writeFile(file, text, { flag: 'wx' })
    written.push(relative(process.cwd(), file))
  }
  return written
}

/** tsx is asked for where a knexfile of ours imports it; Knexus brings one for itself. */
function packagesOf({ project, language }: Survey): string[] {
  return ['knex', 'pg', 'knexus', ...(!project && language === 'typescript' ? ['tsx'] : [])]
}

/** What was found, in a line each. */
function seen({ project, models, migrations, database }: Survey): string[] {
  if (!project) return []
  const { knexfile, environment, root, settings } = project
  const unmanaged = settings.schemas
    ? (database?.schemas ?? []).filter((name) => !settings.schemas!.includes(name))
    : []
  const place = relative(root, models) || '.'
  return [
    `The knexfile ${relative(process.cwd(), knexfile)} stays as it is (environment "${environment}", ` +
      `${counted(migrations, 'migration')}, ${sayDatabase(database)}).`,
    ...(settings.models === undefined
      ? [`Models go to ${place} beside it; \`knexus: { models: '...' }\` in an environment names another folder.`]
      : []),
    ...(unmanaged.length > 0
      ? [`Not managed: the schemas ${unmanaged.join(', ')}. Add them to \`knexus.schemas\` in the knexfile.`]
      : []),
  ]
}

function sayDatabase(database: Survey['database']): string {
  if (!database) return 'and no database answers'
  return database.missing ? 'and no database yet' : `${counted(database.tables, 'table')} in the database`
}

/** What to type next. */
function nextOf({ project, modelsThere, migrations, database }: Survey, example: boolean, run: string): string[] {
  const reach =
    !project && !database
      ? [
          'Set DB_HOST, DB_PORT, DB_NAME, DB_USER and DB_PASSWORD: no database answers where the new knexfile looks.',
          `For a database that has tables already: ${run} knexus adopt`,
        ]
      : []
  const up = `${run} knexus up${database?.missing ? ' --create-database' : ''}`
  if (modelsThere) return [...reach, `Next: ${database?.missing ? `${up}, then ` : ''}${run} knexus check`]
  if (example) return [...reach, `Next: ${run} knexus generate create_notes, then ${up}`]
  if (!database)
    return [
      `Next: start the database, then ${run} knexus adopt writes models of what ` +
        (migrations > 0 ? 'the migrations built' : 'is in it'),
    ]
  if (database.tables > 0) return [`Next: ${run} knexus adopt`]
  return migrations > 0
    ? [`Next: ${up}, then ${run} knexus adopt`]
    : [`Next: declare a table in the models, then ${run} knexus generate NAME`]
}
