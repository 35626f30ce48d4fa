import { refuseNeededOutside } from '../sources/outside.ts'
import { existsSync } from 'node:fs'
import { mkdir, writeFile } from 'node:fs/promises'
import { join, relative, resolve } from 'node:path'
import { counted } from '../base/counted.ts'
import { KnexusError } from '../base/errors.ts'
import { modelFiles } from '../sources/content.ts'
import { sayBetween } from '../prove/index.ts'
import { pull, withoutAmbient, type Pulled, type PulledFile } from '../pull/index.ts'
import type { Schema } from '../schema.ts'
import { scopeOf } from '../project/scope.ts'
import { sourceNamed } from '../sources/names.ts'
import { textOf, type CommandFile } from './command.ts'
import type { Context } from './context.ts'
import { intoModels } from './pull-into.ts'
import { sameMajor } from '../shadow/same-major.ts'
import { progressOn } from './progress.ts'

export const command: CommandFile = {
  options: [
    [
      '--from <source>',
      'db (the default), env:NAME, a postgres:// URL, migrations[@NAME], models[:FILE] or a .sql file',
    ],
    ['--out <folder>', 'where the files go (the models folder of the knexfile when left out)'],
    ['--into', 'write into the models of the knexfile what they do not declare yet, and keep what is in them'],
    ['--access', 'declare owners, grants and default privileges too; without it they are left to the database'],
    ['--force', 'write over files that are there'],
  ],
  examples: [
    'npx knexus pull --from db --out src/models',
    'npx knexus pull --from schema.sql --out models',
    'npx knexus pull --into --from migrations',
  ],
  async run(context, _args, options) {
    const source = await sourceNamed(textOf(options, 'from') ?? 'db', () => context.project())
    if (options['into'] === true) return intoModels(context, source, options)
    const project = source.ofProject ? await context.project() : await context.projectIfAny()
    const out = textOf(options, 'out') ?? project?.models
    if (out === undefined)
      throw new KnexusError('bad-option', '--out is missing.', 'Name the folder that the files go to.')
    if (options['force'] !== true) await refuseToOverwrite(out)
    const scope = source.ofProject && project ? scopeOf(project) : {}
    const open = () => context.shadow(source.live)
    const read = await source.schema(open, scope)
    refuseNeededOutside(read, scope)
    const schema = options['access'] === true ? read : withoutAmbient(read, project?.settings.compare)
    const shadow = await open()
    if (source.live) await sameMajor(source.live, shadow)
    const log = context.log()
    log.info(`read ${counted(schema.size, 'object')} of ${source.label}`)
    const { files, differences } = await pull(schema, () => shadow.database(), scope, progressOn(log))
    await writeFiles(context, out, files, options['force'] === true)
    if (read.size > schema.size)
      context
        .log()
        .info(
          `left to the database: ${read.size - schema.size} owners, grants and default privileges; --access declares them`,
        )
    if (differences.length === 0)
      context
        .log()
        .info(`Proved on ${shadow.description}: the models build ${source.label}, ${counted(schema.size, 'object')}.`)
    return report(context, out, files, schema, differences)
  },
}

/** Tells what was written, and where the models and the source differ. */
function report(
  context: Context,
  out: string,
  files: readonly PulledFile[],
  schema: Schema,
  differences: Pulled['differences'],
): number {
  const lines = differences.map(sayBetween('is only in the source', 'is only in the models'))
  for (const line of lines) context.log().warn(`not the same: ${line}`)
  const written = files.map(({ name }) => relative(process.cwd(), join(resolve(out), name)))
  const code = differences.length > 0 ? 1 : 0
  context.print(written.join('\n'), { written, objects: schema.size, differences: lines }, code)
  return code
}

/** Throws `files-there` where a folder holds models already. */
export async function refuseToOverwrite(out: string): Promise<void> {
  const there = existsSync(out) ? await modelFiles(out) : []
  if (there.length > 0) {
    throw new KnexusError(
      'files-there',
      `There are models in ${out} already: ${there
        .slice(0, 3)
        .map((file) => relative(out, file))
        .join(', ')}${there.length > 3 ? ' ...' : ''}.`,
      'Name another folder with --out, or write over them with --force.',
    )
  }
}

/** Writes the files; those of the folder that are not among them are named, because they are models too. */
export async function writeFiles(
  context: Context,
  out: string,
  files: readonly PulledFile[],
  force: boolean,
): Promise<void> {
  await mkdir(out, { recursive: true })
  for (const { name, text } of files) await writeFile(join(out, name), text, { flag: force ? 'w' : 'wx' })
  const names = new Set(files.map(({ name }) => name))
  const others = (await modelFiles(out)).map((file) => relative(out, file)).filter((file) => !names.has(file))
  if (others.length > 0) context.log().warn(`These models were there before and still count: ${others.join(', ')}`)
}
