import { addresses } from '../base/address.ts'
import { qualifiedName } from '../base/sql.ts'
import type { Scope } from '../introspect/index.ts'
import type { Project } from './index.ts'

/**
 * What of a database belongs to a project: what its knexfile says, without the tables in which Knex and the runner
 * keep their books.
 */
export function scopeOf({ config, settings }: Project): Scope {
  const schema = config.migrations?.schemaName ?? 'public'
  const table = config.migrations?.tableName ?? 'knex_migrations'
  const books = [table, `${table}_lock`, 'knexus_journal']
  return {
    ...(settings.schemas && { schemas: settings.schemas }),
    ...(settings.include && { include: settings.include }),
    ...(settings.without && { without: settings.without }),
    exclude: [...(settings.exclude ?? []), ...books.map((book) => addresses.table(qualifiedName(schema, book)))],
  }
}

/** All that migrations of a project may reach, also in namespaces that its models do not manage. */
export function reachOf(project: Project): Scope {
  return { ...scopeOf(project), schemas: undefined, include: undefined }
}
