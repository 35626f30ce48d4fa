import { settle } from '../base/settle.ts'
import { build } from '../build/index.ts'
import { introspect, type Scope } from '../introspect/index.ts'
import { replayed, type HistoryFile } from '../migrations/replay.ts'
import type { Project } from '../project/index.ts'
import type { Declared } from '../declare/context.ts'
import type { Schema } from '../schema.ts'
import { declaredSource } from '../sources/index.ts'
import { loadModels } from '../sources/models.ts'
import type { Shadow, ShadowDatabase } from '../shadow/index.ts'

/** A scratch database, and what is in it. */
export interface Start {
  readonly db: ShadowDatabase
  readonly from: Schema
}

/**
 * A scratch database where the comparison begins: at `base` where there is one, else at what the history builds. It is
 * the caller's to close.
 */
export async function start(
  shadow: Shadow,
  project: Project,
  files: readonly HistoryFile[],
  base: { readonly schema: Schema } | undefined,
  scope: Scope,
): Promise<Start> {
  const db = base ? await shadow.database() : await replayed(files, project, shadow)
  try {
    if (base) await build(base.schema, db)
    return { db, from: await introspect(db, scope) }
  } catch (error) {
    await db.close()
    throw error
  }
}

/** What the models declare, as PostgreSQL prints it and as they say it. */
export interface ModelsRead {
  readonly declared: Schema
  readonly models: Declared
}

/**
 * Both sides of the comparison, built side by side. The models are loaded before anything runs on the server, so that a
 * mistake in one is told at once.
 */
export async function sides(
  project: Project,
  shadow: Shadow,
  scope: Scope,
  begin: () => Promise<Start>,
): Promise<[ModelsRead, Start]> {
  const models = await loadModels(project.models)
  const begun = begin()
  const declared = declaredSource(project.models, models).schema(async () => shadow, scope)
  return settle([declared.then((schema) => ({ declared: schema, models })), begun]).catch(async (error: unknown) => {
    const place = await begun.catch(() => undefined)
    await place?.db.close()
    throw error
  })
}
