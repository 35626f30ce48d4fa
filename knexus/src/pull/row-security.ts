import { groupBy } from './collections.ts'
import { camelCase } from './names.ts'
import { indent } from './print.ts'
import type { TableCode } from './tables.ts'

/** Row security that several tables share, up to their names: `...rowSecurity(t, 'users')`. */
export interface RowSecurity {
  readonly id: string
  readonly lines: readonly string[]
}

interface Named {
  readonly name: string
  readonly code: TableCode
}

/** With fewer tables than this, one declaration more is no help. */
const FEW = 3

/** What is said of row security by three tables or more, the most usual first. `taken` are identifiers of something else. */
export function findRowSecurity(tables: readonly Named[], taken: ReadonlySet<string>): readonly RowSecurity[] {
  const said = tables.map((table) => ({ table, lines: securityOf(table) })).filter(({ lines }) => lines.length > 1)
  const groups = [...groupBy(said, ({ lines }) => lines.join('\n')).values()]
    .filter((group) => group.length >= FEW)
    .sort((a, b) => b.length - a.length)
  return groups.map(([first], at): RowSecurity => {
    const id = at === 0 ? 'rowSecurity' : camelCase(`rowSecurity_of_${first!.table.name}`)
    return { id: taken.has(id) ? `${id}Lines` : id, lines: first!.lines }
  })
}

/** The lines of a table, with those of row security replaced by what it shares with others, and the identifier of that. */
export function withRowSecurity(
  table: Named,
  shared: readonly RowSecurity[],
): { readonly lines: readonly string[]; readonly id?: string } {
  const own = securityOf(table).join('\n')
  const found = shared.find(({ lines }) => lines.join('\n') === own)
  if (!found) return { lines: table.code.lines }
  const others = table.code.lines.filter((line) => !isSecurity(line))
  return { lines: [...others, `...${found.id}(t, '${table.name}')`], id: found.id }
}

/** The function that makes the row security that tables share, `typed` as TypeScript has it. */
export function rowSecurityCode({ lines }: RowSecurity, typed: boolean): string {
  const parameters = typed ? 't: SharedParts, table: string' : 't, table'
  return `(${parameters}) => [\n${lines.map((line) => `${indent(line)},\n`).join('')}]`
}

function isSecurity(line: string): boolean {
  return /^t\.(?:rowSecurity|policy)\(/.test(line)
}

/** What a table says of row security, its own name left open in the names of policies. */
function securityOf({ name, code }: Named): readonly string[] {
  const lines = code.lines.filter((line) => isSecurity(line))
  if (!/^\w+$/.test(name)) return []
  return lines.map((line) =>
    line.replace(/^(t\.policy\(\s*)'([\w ]+)'/, (whole, call: string, policy: string) =>
      ` ${policy.replaceAll('_', ' ')} `.includes(` ${name.replaceAll('_', ' ')} `)
        ? `${call}\`${policy.replace(name, () => '${table}')}\``
        : whole,
    ),
  )
}
