import type { Context } from './context.ts'

/** The values of a command's options, by their long names in camel case, as commander gives them. */
export type Options = Readonly<Record<string, string | boolean | readonly string[] | undefined>>

/** One command of the command line: its arguments and its function. */
export interface CommandFile {
  /** As commander writes them: `<name>` is needed, `[name]` is not. */
  readonly arguments?: readonly (readonly [syntax: string, meaning: string])[]
  /** As commander writes them: `--to <name>`. One that may be repeated ends in `...`. */
  readonly options?: readonly (readonly [syntax: string, meaning: string])[]
  /** What its exit codes mean, where that is more than `0` for done and `2` for failed. */
  readonly exits?: readonly (readonly [code: string, meaning: string])[]
  /** Lines of examples for the help. */
  readonly examples?: readonly string[]
  /** Does it. Answers with the exit code, as `exits` has them: 0 done or yes, 1 no. What goes wrong is thrown: 2. */
  run(context: Context, args: readonly string[], options: Options): Promise<number>
}

/** An option that takes a text. */
export function textOf(options: Options, key: string): string | undefined {
  const value = options[key]
  return typeof value === 'string' ? value : undefined
}

/** An option that may be given several times. */
export function listOf(options: Options, key: string): readonly string[] {
  const value = options[key]
  return typeof value === 'string' ? [value] : Array.isArray(value) ? (value as readonly string[]) : []
}
