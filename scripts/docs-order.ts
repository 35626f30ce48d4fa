import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { ORDER, type OrderRule } from '../knexus/src/plan/relations.ts'

/** Where the page is. */
export const ARCHITECTURE_PAGE = join(import.meta.dirname, '../docs/architecture.md')

/** docs/architecture.md with the table of orders as it is in the planner. */
export function architecturePage(): string {
  const page = readFileSync(ARCHITECTURE_PAGE, 'utf8')
  const [start, end] = ['<!-- order, written by `npm run docs` -->\n', '<!-- end of order -->']
  const [before, rest] = page.split(start) as [string, string]
  return `${before}${start}${table()}\n${end}${rest.split(end)[1]}`
}

function table(): string {
  const rows = ORDER.map((rule) => [
    relations(rule),
    actions(rule),
    rule.gives ? GIVES[rule.gives] : '-',
    example(rule),
  ])
  return [['Relation', 'What comes first', 'Gives way', 'For instance'], ['---', '---', '---', '---'], ...rows]
    .map((cells) => `| ${cells.join(' | ')} |`)
    .join('\n')
}

const GIVES = {
  first: 'on a cycle, before any other',
  always: 'on a cycle',
  unshaped: 'on a cycle, where the other is not reshaped',
} as const

function relations({ as, of }: OrderRule): string {
  return `${as.join(', ')} (as it ${of === 'before' ? 'was' : 'will be'})`
}

function actions({ user, other, first, at, only }: OrderRule): string {
  const whose = at === 'whole' ? ' of its whole' : at === 'either' ? ' of it or of its whole' : ''
  const [one, two] = [`its ${user.join(' or ')}`, `${other.join(' or ')}${whose}`]
  return `${first === 'user' ? one : two} before ${first === 'user' ? two : one}${only ? `, if ${only}` : ''}`
}

function example({ example: text }: OrderRule): string {
  return text
    .split('; ')
    .map((statement) => `\`${statement}\``)
    .join(', ')
}
