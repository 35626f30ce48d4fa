import { scan } from '../base/tokens.ts'

/**
 * SQL without psql's own commands, which are lines that begin with a backslash outside of any string, and without a
 * byte order mark.
 */
export function withoutCommands(script: string): string {
  const sql = script.replace(/^\ufeff/, '')
  if (!/^\\/m.test(sql)) return sql
  let kept = ''
  for (let at = 0; at < sql.length;) {
    const start = at
    for (const { type, text } of scan(sql, at)) {
      if (type === 'sign' && text === '\\' && (at === 0 || sql[at - 1] === '\n')) break
      at += text.length
    }
    kept += sql.slice(start, at)
    const end = sql.indexOf('\n', at)
    at = end < 0 ? sql.length : end
  }
  return kept
}
