import { quoteIdent, optionList } from '../../base/sql.ts'

type Options = Readonly<Record<string, string>>

/**
 * The actions after ALTER that turn one set of options into another: `RESET (fillfactor)`, `SET
 * (autovacuum_enabled='false')`.
 */
export function optionChanges(before: Options, after: Options): string[] {
  const gone = Object.keys(before).filter((key) => !(key in after))
  const changed = Object.fromEntries(Object.entries(after).filter(([key, value]) => before[key] !== value))
  return [
    ...(gone.length > 0 ? [`RESET (${gone.map((key) => key.split('.').map(quoteIdent).join('.')).join(', ')})`] : []),
    ...(Object.keys(changed).length > 0 ? [`SET (${optionList(changed)})`] : []),
  ]
}
