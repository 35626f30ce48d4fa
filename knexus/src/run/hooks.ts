import type { Knex } from 'knex'
import type { MigrationFile } from '../migrations/files.ts'
import type { Session } from './session.ts'

/** Knex's lifecycle hooks, which its types keep out of the knexfile though it reads them there. */
type Hooks = Partial<
  Record<
    'beforeAll' | 'afterAll' | 'beforeEach' | 'afterEach',
    (knex: Knex, migrations: readonly KnexFile[]) => unknown
  >
>

/** How Knex's own migration source names a file; hooks written for plain Knex expect it. */
interface KnexFile {
  readonly file: string
  readonly directory: string
}

export async function beforeAll(session: Session, knex: Knex, files: readonly MigrationFile[]): Promise<void> {
  await (session.migrations as Hooks).beforeAll?.(knex, files.map(asKnex))
}

export async function afterAll(session: Session, knex: Knex, files: readonly MigrationFile[]): Promise<void> {
  await (session.migrations as Hooks).afterAll?.(knex, files.map(asKnex))
}

/** Runs inside the migration's transaction, as Knex has it. */
export async function beforeEach(session: Session, knex: Knex, file: MigrationFile): Promise<void> {
  await (session.migrations as Hooks).beforeEach?.(knex, [asKnex(file)])
}

/** Runs inside the migration's transaction, as Knex has it. */
export async function afterEach(session: Session, knex: Knex, file: MigrationFile): Promise<void> {
  await (session.migrations as Hooks).afterEach?.(knex, [asKnex(file)])
}

function asKnex({ name, directory }: MigrationFile): KnexFile {
  return { file: name, directory }
}
