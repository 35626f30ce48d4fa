import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { generate, type GenerateOptions, type Generated } from '../../src/generate/index.ts'
import type { Project } from '../../src/project/index.ts'
import { openShadow, type Shadow } from '../../src/shadow/index.ts'
import { pullSql } from './pulled.ts'
import { database, type TestDatabase } from './server.ts'

/** A project whose history builds one schema and whose models declare another, with the files that `generate` wrote between them. */
export interface ChangedProject {
  readonly project: Project
  readonly shadow: Shadow
  readonly live: TestDatabase
  /** The name of the file by hand that begins the history. */
  readonly first: string
  readonly generated: Generated
  close(): Promise<void>
}

/** Makes a project from SQL before and after, and generates what is between. `folder` is where its own folder is made. */
export async function changedProject(
  folder: string,
  from: string,
  to: string,
  options: Partial<GenerateOptions> = {},
): Promise<ChangedProject> {
  const root = await mkdtemp(join(folder, '.change-'))
  const [directory, models] = [join(root, 'migrations'), join(root, 'models')]
  await mkdir(directory)
  await mkdir(models)
  const first = '20260101000000_first.ts'
  const text = JSON.stringify(from).replaceAll('?', String.raw`\\?`)
  await writeFile(
    join(directory, first),
    `import type { Knex } from 'knex'\nexport async function up(knex: Knex): Promise<void> {${from === '' ? '' : `\n  await knex.raw(${text})\n`}}\nexport async function down(): Promise<void> {}\n`,
  )
  for (const { name, text: model } of (await pullSql(to)).files) await writeFile(join(models, name), model)
  const live = await database()
  const shadow = await openShadow({ server: live.url })
  const close = async () => {
    await shadow.close()
    await live.drop()
    await rm(root, { recursive: true })
  }
  try {
    const config = { client: 'pg', connection: live.url, migrations: { directory, loadExtensions: ['.ts'] } }
    const project = { knexfile: join(root, 'knexfile.ts'), root, environment: 'test', models, settings: {}, config }
    const wanted = { name: 'next', renames: [], allow: [], now: new Date(), dropUndeclared: true, ...options }
    const generated = await generate(project, shadow, wanted)
    for (const { path, source } of generated.files) await writeFile(path, source)
    return { project, shadow, live, first, generated, close }
  } catch (error) {
    await close()
    throw error
  }
}
