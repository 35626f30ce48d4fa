import type { Command } from 'commander'
import { KnexusError } from '../base/errors.ts'
import type { CommandFile, Options } from './command.ts'
import { Context } from './context.ts'

/** The exit codes of a command: those that all have, and what its file says of 1 and 3. */
export function exitCodesOf({ exits = [] }: CommandFile): readonly (readonly [code: string, meaning: string])[] {
  const all = [...exits, ['2', 'it failed: the error, with its cause and cure, is on standard error'] as const]
  return [...(exits.some(([code]) => code === '0') ? [] : [['0', 'done'] as const]), ...all].toSorted(([a], [b]) =>
    a.localeCompare(b),
  )
}

/** Gives a command what its file says: arguments, options, examples, exit codes, and what it does. */
export function describe(command: Command, file: CommandFile, done: (code: number) => void): void {
  command.exitOverride().configureHelp({ showGlobalOptions: true })
  for (const [syntax, meaning] of file.arguments ?? []) command.argument(syntax, meaning)
  for (const [syntax, meaning] of file.options ?? []) command.option(syntax, meaning)
  const lines = (title: string, all: readonly string[]) => `\n${title}:\n${all.map((line) => `  ${line}`).join('\n')}`
  if (file.examples) command.addHelpText('after', lines('Examples', file.examples))
  const exits = exitCodesOf(file).map(([code, meaning]) => `${code}  ${meaning}`)
  command.addHelpText('after', lines('Exit codes', exits))
  command.action(async () => {
    const options = command.optsWithGlobals<Options>()
    const context = new Context({
      env: string(options['env']),
      knexfile: string(options['knexfile']),
      shadow: string(options['shadow']),
      json: options['json'] === true,
    })
    done(await context.during(() => file.run(context, command.args, options)))
  })
}

function string(value: unknown): string | undefined {
  if (value === '')
    throw new KnexusError('bad-option', 'An option was given an empty value.', 'Give it a value, or leave it out.')
  return typeof value === 'string' ? value : undefined
}
