import { relative } from 'node:path'
import { counted } from '../base/counted.ts'
import { KnexusError } from '../base/errors.ts'
import { lint, type Linted } from '../lint.ts'
import type { TracedStatement } from '../trace/index.ts'
import { textOf, type CommandFile } from './command.ts'
import { githubOf, sarifOf } from './lint-formats.ts'

const FORMATS = ['text', 'json', 'github', 'sarif'] as const

export const command: CommandFile = {
  summary: 'run migrations on a shadow and say what is dangerous about them; exit code 1 when there is an error',
  arguments: [['[files...]', 'the migrations, by path or name; all of them when none is given']],
  options: [
    ['--format <format>', `${FORMATS.join(', ')}; text when not given`],
    ['--strict', 'fail on warnings too'],
  ],
  examples: [
    'npx knexus lint db/migrations/20260102090000_add_studies.ts',
    'npx knexus lint --format github',
    'npx knexus lint --format sarif > lint.sarif',
  ],
  async run(context, args, options) {
    const format = FORMATS.find((one) => one === (textOf(options, 'format') ?? (context.json ? 'json' : 'text')))
    if (!format)
      throw new KnexusError(
        'bad-format',
        `There is no format "${textOf(options, 'format')}".`,
        `Use one of: ${FORMATS.join(', ')}.`,
      )
    const linted = await lint(await context.project(), await context.shadow(), args)
    const json = linted.map(({ name, trace, findings }) => ({
      name,
      failed: trace.failed ?? null,
      statements: trace.statements.map(receiptOf),
      findings,
    }))
    if (format === 'json') process.stdout.write(`${JSON.stringify(json, null, 2)}\n`)
    else
      context.print(
        format === 'text'
          ? linted.map(textOfFile).join('\n') + summary(linted)
          : format === 'github'
            ? githubOf(linted)
            : sarifOf(linted),
        json,
      )
    const worst = new Set(open(linted).map(({ severity }) => severity))
    const failed = linted.some(({ trace }) => trace.failed)
    return failed || worst.has('error') || (options['strict'] === true && worst.has('warning')) ? 1 : 0
  },
}

/** What a statement did, without the objects it changed. */
function receiptOf({ sql, inTransaction, locks, rewrites, scans, renames, ms, wal }: TracedStatement) {
  return { sql, inTransaction, locks, rewrites, scans, renames, ms, wal }
}

function open(linted: readonly Linted[]): Linted['findings'] {
  return linted.flatMap(({ findings }) => findings.filter(({ allowed }) => allowed === undefined))
}

function textOfFile({ name, path, trace: { failed }, findings }: Linted): string {
  const lines = findings.map(({ severity, rule, message, why, cure, line, allowed }) =>
    allowed === undefined
      ? `  ${severity} ${rule}: ${message} (${relative(process.cwd(), path)}:${line})\n    ${why}\n    -> ${cure}\n`
      : `  allowed ${rule}: ${message}\n    because ${allowed}\n`,
  )
  if (failed)
    lines.push(`  error: it fails on the shadow: ${failed.message}\n${failed.sql ? `    ${failed.sql}\n` : ''}`)
  return `${name}\n${lines.length > 0 ? lines.join('') : '  nothing found\n'}`
}

function summary(linted: readonly Linted[]): string {
  const found = open(linted)
  const count = (severity: string) => found.filter((one) => one.severity === severity).length
  return `\n${counted(linted.length, 'migration')}: ${counted(count('error'), 'error')}, ${counted(count('warning'), 'warning')}, ${counted(count('note'), 'note')}\n`
}
