import { relative } from 'node:path'
import { counted } from '../base/counted.ts'
import { KnexusError } from '../base/errors.ts'
import { textOf, type CommandFile, type Options } from './command.ts'
import type { Context } from './context.ts'
import { failuresOf, githubOf, sarifOf, type Reported } from './lint-formats.ts'

const FORMATS = ['text', 'json', 'github', 'sarif'] as const

/** The options of the commands that judge migrations. */
export const JUDGING: NonNullable<CommandFile['options']> = [
  ['--base <revision>', 'only the migrations that are new since the branch left this revision of git: origin/main'],
  ['--format <format>', `${FORMATS.join(', ')}; text when not given`],
]

/** The migrations that a command is asked to judge: those named, and those that are new since `--base`. */
export function choiceOf(
  args: readonly string[],
  options: Options,
): { readonly base?: string; files: readonly string[] } {
  const base = textOf(options, 'base')
  return { files: args, ...(base !== undefined && { base }) }
}

/** A format that was asked for. Throws `bad-format`. */
export function formatOf(context: Context, options: Options): (typeof FORMATS)[number] {
  const format = FORMATS.find((one) => one === (textOf(options, 'format') ?? (context.json ? 'json' : 'text')))
  if (format) return format
  throw new KnexusError(
    'bad-format',
    `There is no format "${textOf(options, 'format')}".`,
    `Use one of: ${FORMATS.join(', ')}.`,
  )
}

/** Prints what was found, in the format that was asked for. `known` is everything that could be found. */
export function say(
  context: Context,
  reported: readonly Reported[],
  format: (typeof FORMATS)[number],
  data: readonly object[],
  known: Parameters<typeof sarifOf>[1],
  code: 0 | 1,
): void {
  const json = { migrations: data }
  if (format === 'json') context.printData(json, code)
  else if (format === 'github') context.print(githubOf(reported), json, code)
  else if (format === 'sarif') context.print(sarifOf(reported, known), json, code)
  else context.print(sayAll(reported), json, code)
}

/** Everything for a reader: each file with what was found in it, and how much that is. */
export function sayAll(reported: readonly Reported[]): string {
  return reported.map(textOfFile).join('\n') + summary(reported)
}

function open(reported: readonly Reported[]): Reported['findings'] {
  return reported.flatMap(({ findings }) => findings.filter(({ allowed }) => allowed === undefined))
}

function textOfFile({ name, path, trace, stopped, findings, notes = [] }: Reported): string {
  const lines = findings.map(({ severity, rule, message, why, cure, line, allowed }) =>
    allowed === undefined
      ? `  ${severity} ${rule}: ${message} (${relative(process.cwd(), path)}:${line})\n    ${why}\n    -> ${cure}\n`
      : `  allowed ${rule}: ${message}\n    because ${allowed}\n`,
  )
  for (const { line, says } of failuresOf({ trace, stopped })) {
    const sql = trace?.failed?.sql
    lines.push(`  error: ${says} (${relative(process.cwd(), path)}:${line})\n${sql ? `    ${sql}\n` : ''}`)
  }
  if (lines.length === 0 && notes.length === 0) lines.push('  nothing found\n')
  return `${name}\n${lines.join('')}${notes.map((note) => `  ${note}\n`).join('')}`
}

function summary(reported: readonly Reported[]): string {
  const found = open(reported)
  const failed = reported.filter(({ trace }) => trace?.failed).length
  const unseen = reported.reduce((sum, { stopped }) => sum + (stopped?.unseen ?? 0), 0)
  const count = (severity: string) => found.filter((one) => one.severity === severity).length
  return (
    `\n${counted(reported.length, 'migration')}: ${counted(count('error') + failed, 'error')}, ` +
    `${counted(count('warning'), 'warning')}, ${counted(count('note'), 'note')}` +
    (unseen > 0 ? `; ${counted(unseen, 'migration')} not looked at, after the one that fails\n` : '\n')
  )
}
