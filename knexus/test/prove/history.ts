import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { generate, type Generated } from '../../src/generate/index.ts'
import { openShadow } from '../../src/shadow/index.ts'
import { database } from '../support/server.ts'

/** A project whose history builds some models, and whose models change. */
export interface History {
  /** What `generate` makes of other models, in a file of their own each time. Nothing is written. */
  made(models: string, allow?: readonly string[]): Promise<Generated>
  drop(): Promise<void>
}

/** Makes a history of the text of a module of models, on a database of its own. */
export async function historyOf(models: string): Promise<History> {
  const live = await database()
  const shadow = await openShadow({ server: live.url })
  const root = await mkdtemp(join(import.meta.dirname, '.history-'))
  const migrations = { directory: join(root, 'migrations'), loadExtensions: ['.ts'] }
  await mkdir(migrations.directory)
  let count = 0
  const made: History['made'] = async (text, allow = []) => {
    const file = join(root, `models${(count += 1)}.ts`)
    await writeFile(file, text)
    const project = {
      knexfile: join(root, 'knexfile.ts'),
      root,
      environment: 'test',
      models: file,
      settings: {},
      config: { client: 'pg', connection: live.url, migrations },
    }
    return generate(project, shadow, { name: 'next', renames: [], allow, now: new Date() })
  }
  for (const { source } of (await made(models)).files)
    await writeFile(join(migrations.directory, '20260101000000_first.ts'), source)
  return {
    made,
    async drop() {
      await shadow.close()
      await rm(root, { recursive: true })
      await live.drop()
    },
  }
}
