import type { Statement } from '../base/kind.ts'
import type { Step } from '../plan/index.ts'
import { waits } from '../trace/receipt.ts'
import type { Language } from '../project/language.ts'

/** The steps that one migration file holds, because one transaction can hold them. */
export interface Segment {
  readonly steps: readonly Step[]
  /** False for statements that PostgreSQL refuses inside a transaction block. */
  readonly transaction: boolean
  /** It takes away what code that runs may use. */
  readonly phase?: 'contract'
}

/** What goes into one migration file. */
export interface Migration {
  readonly up: Direction
  readonly down: Direction
  readonly transaction: boolean
  readonly phase?: 'contract'
  /** Lines for the head of the file: what was proved, what is lost. */
  readonly notes: readonly string[]
}

/** One way of a migration; without statements, the reason why there is none. */
export interface Direction {
  readonly statements: readonly Statement[]
  readonly settings: readonly string[]
  readonly refused?: string
}

/**
 * Cuts steps where a transaction has to end: around statements it cannot hold, and around one whose effect shows only once
 * it commits. Plain Knex runs all pending files in one transaction, unless one of them asks for none; so both ask for none.
 */
export function segments(steps: readonly Step[]): Segment[] {
  const result: { steps: Step[]; transaction: boolean; late: Step['late'] }[] = []
  for (const step of steps) {
    const transaction = step.statements.every(({ boundary }) => boundary === undefined)
    const { late } = step
    const last = result.at(-1)
    if (last?.transaction === transaction && last.late === late) last.steps.push(step)
    else result.push({ steps: [step], transaction, late })
  }
  return result.map(({ steps: those, transaction, late }) => ({
    steps: those,
    transaction,
    ...(isContract(late, those) && { phase: 'contract' as const }),
  }))
}

/** Whether steps take away what code that runs may use. */
function isContract(late: Step['late'], steps: readonly Step[]): boolean {
  return late === 'swap' || late === 'proof' || (late === true && steps.every(({ leaves }) => leaves))
}

/** The statements and settings of some steps. */
export function direction(steps: readonly Step[]): Direction {
  return {
    statements: steps.flatMap((step) => step.statements),
    settings: [...new Set(steps.flatMap((step) => step.settings))],
  }
}

/** Writes a migration as the text of a plain Knex file. It imports nothing, or, in TypeScript, nothing but a type. */
export function emit({ up, down, transaction, phase, notes }: Migration, language: Language = 'typescript'): string {
  const settings = [...(transaction ? [] : ['transaction: false']), ...(phase ? [`phase: '${phase}'`] : [])]
  return [
    ...(language === 'typescript' ? [`import type { Knex } from 'knex'\n`] : []),
    ...(notes.length > 0 ? [`${notes.map((note) => `// ${note.replaceAll(/\s+/g, ' ')}`).join('\n')}\n`] : []),
    ...(settings.length > 0 ? [`${exported('config', language)}{ ${settings.join(', ')} }\n`] : []),
    write('up', up, transaction, language),
    write('down', down, transaction, language),
  ].join('\n')
}

function exported(name: string, language: Language): string {
  return language === 'commonjs' ? `exports.${name} = ` : `export const ${name} = `
}

function write(
  name: 'up' | 'down',
  { statements, settings, refused }: Direction,
  transaction: boolean,
  language: Language,
): string {
  if (refused !== undefined) return `${head(name, false, language)}  throw new Error(${quote(refused)})\n}\n`
  const set = settings.map((setting) => `SET ${transaction ? 'LOCAL ' : ''}${setting}`)
  const calls = [...set.map((sql) => call({ sql }, name)), ...statements.map((statement) => call(statement, name))]
  return `${head(name, calls.length > 0, language)}${calls.join('')}}\n`
}

function head(name: 'up' | 'down', asks: boolean, language: Language): string {
  if (language === 'typescript') return `export async function ${name}(${asks ? 'knex: Knex' : ''}): Promise<void> {\n`
  const head = language === 'commonjs' ? `exports.${name} = async function` : `export async function ${name}`
  return `${head}(${asks ? 'knex' : ''}) {\n`
}

/** What is said behind the values that become others. */
const REMAPPED = {
  up: ', as the model says; down cannot tell these rows from those that had the new value before',
  down: ', which it was before',
} as const

/** One statement, one call; a statement of several lines stands in lines of its own. */
function call({ sql, loses, remaps, allows, receipt, atOnce }: Statement, direction: 'up' | 'down'): string {
  const kept = receipt ? waits(receipt) : []
  const remarks = [
    ...(loses === undefined ? [] : [`loses data: ${loses}`]),
    ...(remaps === undefined ? [] : [remaps + REMAPPED[direction]]),
    ...(allows === undefined ? [] : [`knexus: allow ${allows}`]),
    ...kept,
    ...(kept.length > 0 && atOnce !== undefined ? [`in one go, because ${atOnce}`] : []),
  ]
  const warning = remarks.map((remark) => `  // ${remark.replaceAll(/\s+/g, ' ')}\n`).join('')
  const body = template(escapeBindings(sql))
  return `${warning}  await knex.raw(\`${body.includes('\n') ? `\n${indented(body)}\n  ` : body}\`)\n`
}

/** Moves the lines of a statement under the call, unless one of them lies inside a text or a body, where blanks count. */
function indented(sql: string): string {
  const lines = sql.split('\n')
  const movable =
    !sql.includes('$') && lines.every((line) => line.split("'").length % 2 === 1 && line.split('"').length % 2 === 1)
  return movable ? lines.map((line) => `    ${line}`).join('\n') : sql
}

/**
 * Knex reads `?` as a binding even when it is given none; `\?` is how it is told not to. It also eats the backslashes
 * before a `?`, so a statement that has such a pair is handed to the server with the `?` replaced.
 */
function escapeBindings(sql: string): string {
  if (!sql.includes('?')) return sql
  if (!sql.includes('\\?')) return sql.replaceAll('?', '\\?')
  const mark = ['¿', '‽', '⁇', '�'].find((candidate) => !sql.includes(candidate)) ?? '<question mark>'
  const tag = ['$sql$', '$statement$', '$knexus$'].find((candidate) => !sql.includes(candidate)) ?? '$knexus_statement$'
  return `DO $do$ BEGIN EXECUTE replace(${tag}${sql.replaceAll('?', mark)}${tag}, '${mark}', chr(63)); END $do$`
}

function template(text: string): string {
  return text.replaceAll('\\', '\\\\').replaceAll('`', '\\`').replaceAll('${', '\\${')
}

function quote(text: string): string {
  return `'${text.replaceAll('\\', '\\\\').replaceAll("'", "\\'").replaceAll('\n', '\\n')}'`
}
