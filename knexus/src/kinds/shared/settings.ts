import { quoteIdent, quoteLiteral } from '../../base/sql.ts'

/** The name of a setting as SET takes it: `work_mem`, `my.own`. */
export function settingName(key: string): string {
  return key.split('.').map(quoteIdent).join('.')
}

/** PostgreSQL stores these as lists of quoted names; each name is a value of its own in SET. */
const LISTS = new Set([
  'search_path',
  'temp_tablespaces',
  'local_preload_libraries',
  'session_preload_libraries',
  'shared_preload_libraries',
  'unix_socket_directories',
])

/** The value of a setting as SET takes it, from the text that `pg_proc.proconfig` holds. */
export function settingValue(key: string, value: string): string {
  if (!LISTS.has(key.toLowerCase())) return quoteLiteral(value)
  const names = [...value.matchAll(/"((?:[^"]|"")*)"|([^\s,"]+)/g)].map(
    ([, quoted, plain]) => quoted?.replaceAll('""', '"') ?? plain ?? '',
  )
  return names.length === 0 ? "''" : names.map(quoteLiteral).join(', ')
}
