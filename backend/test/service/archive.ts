import { createHash, randomUUID } from 'node:crypto'
import { mkdir, readdir, readFile, rename, rm, stat, writeFile } from 'node:fs/promises'
import { basename, join } from 'node:path'
import { PGlite } from '@electric-sql/pglite'
import { createPgConfig } from '@electric-sql/pglite/node-postgres'
import { vector } from '@electric-sql/pglite-pgvector'
import knex, { type Knex } from 'knex'
import { migrationsIn } from '../../src/services/readiness.ts'

const CACHE = 'node_modules/.cache/clinnexus'
const extensions = { vector }

/** A database that all migrations have run in. They run once for each content of the folder; afterwards it is copied from an archive. */
export async function migratedPglite(folder: string, settings: Knex.Config): Promise<PGlite> {
  const file = join(CACHE, `${await hashOfMigrations(folder)}.tar`)
  const archive = await readFile(file).catch(() => undefined)
  if (archive) return await PGlite.create({ loadDataDir: new Blob([archive]), extensions })
  const pglite = await PGlite.create({ extensions })
  const db = knex({ client: 'pg', connection: createPgConfig(pglite), pool: { min: 0, max: 1 }, ...settings })
  await db.migrate.latest()
  await db.destroy()
  await mkdir(CACHE, { recursive: true })
  // Test files may run side by side, so that the archive appears whole or not at all.
  const draft = `${file}.${randomUUID()}`
  await writeFile(draft, Buffer.from(await (await pglite.dumpDataDir('none')).arrayBuffer()))
  await rename(draft, file)
  await removeOld(basename(file))
  return pglite
}

/** Archives of other migrations are of no use any more. A draft is another process at work, or what it left an hour ago. */
async function removeOld(present: string): Promise<void> {
  for (const name of await readdir(CACHE)) {
    const path = join(CACHE, name)
    const { mtimeMs } = await stat(path).catch(() => ({ mtimeMs: 0 }))
    const old = name.endsWith('.tar') ? name !== present : mtimeMs < Date.now() - 3_600_000
    if (old) await rm(path, { force: true })
  }
}

/** PGlite's own version counts too: another one may not read the files. */
async function hashOfMigrations(folder: string): Promise<string> {
  const hash = createHash('sha256').update(await readFile('package-lock.json'))
  for (const name of await migrationsIn(folder)) hash.update(`\0${name}\0`).update(await readFile(join(folder, name)))
  return hash.digest('hex').slice(0, 32)
}
