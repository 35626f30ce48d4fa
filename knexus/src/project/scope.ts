import { addresses } from '../base/address.ts'
import type { Address } from '../base/kind.ts'
import { qualifiedName } from '../base/sql.ts'
import type { Scope } from '../introspect/index.ts'
import type { Project } from './index.ts'

/**
 * What of a database belongs to a project: what its knexfile says, without the tables in which Knex and the runner
 * keep their books.
 */
export function scopeOf(project: Project): Scope {
  const { settings } = project
  return {
    ...(settings.schemas && { schemas: settings.schemas }),
    ...(settings.include && { include: settings.include }),
    ...(settings.without && { without: settings.without }),
    exclude: [...(settings.exclude ?? []), ...booksOf(project)],
  }
}

/** All that is in a database but those books, whatever the knexfile leaves out. */
export function allOf(project: Project): Scope {
  return { exclude: booksOf(project) }
}

function booksOf({ config }: Project): Address[] {
  const schema = config.migrations?.schemaName ?? 'public'
  const table = config.migrations?.tableName ?? 'knex_migrations'
  return [table, `${table}_lock`, 'knexus_journal'].map((book) => addresses.table(qualifiedName(schema, book)))
}

/** All that migrations of a project may reach, also in namespaces that its models do not manage. */
export function reachOf(project: Project): Scope {
  return { ...scopeOf(project), schemas: undefined, include: undefined }
}
