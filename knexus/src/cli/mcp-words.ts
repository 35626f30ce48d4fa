import { existsSync, realpathSync } from 'node:fs'
import { relative, resolve } from 'node:path'
import { ENV, TOOLS, type Parameter } from './mcp-tools.ts'

/**
 * The words of the command line for a call. `answers` is where the answers are written. Throws what is wrong with the
 * call, as a text.
 */
export function wordsOf(name: string, given: Readonly<Record<string, unknown>>, answers: string): string[] {
  const tool = TOOLS[name]!
  const parameters: Readonly<Record<string, Parameter>> = { ...tool.parameters, env: ENV }
  const unknown = Object.keys(given).find((key) => !Object.hasOwn(parameters, key))
  if (unknown !== undefined) throw new TypeError(`${name} takes no ${unknown}.`)
  const [options, args]: [string[], string[]] = [[], []]
  for (const [key, parameter] of Object.entries(parameters)) {
    const value = Object.hasOwn(given, key) ? given[key] : undefined
    if (value === undefined) {
      if (parameter.required) throw new TypeError(`${name} needs ${key}.`)
      continue
    }
    const words = textsOf(key, value, parameter, answers)
    if (parameter.option === undefined) args.push(...words)
    else if (parameter.type === 'boolean') options.push(...words)
    else options.push(...words.flatMap((word) => [parameter.option!, word]))
  }
  return [tool.command, ...options, '--json', ...(args.length > 0 ? ['--', ...args] : [])]
}

function textsOf(key: string, value: unknown, { type, option, pattern = '' }: Parameter, answers: string): string[] {
  const refused = (one: unknown, why = '') => new TypeError(`${key} cannot be ${shown(one)}${why}.`)
  if (type === 'answers') {
    if (!isOfTexts(value)) throw refused(value, ': it is an object of texts')
    return [answers]
  }
  if (type === 'boolean') {
    if (typeof value !== 'boolean') throw refused(value, ': it is true or false')
    return value ? [option!] : []
  }
  const texts = type === 'strings' && Array.isArray(value) ? (value as unknown[]) : [value]
  return texts.map((text) => {
    if (typeof text !== 'string' || !new RegExp(pattern).test(text)) throw refused(text)
    const why = refusal(text, type)
    if (why !== undefined) throw refused(text, `: ${why}`)
    return text
  })
}

function isOfTexts(value: unknown): boolean {
  return typeof value === 'object' && value !== null && Object.values(value).every((one) => typeof one === 'string')
}

/** Why a text of the right form is refused. */
function refusal(text: string, type: Parameter['type']): string | undefined {
  if (text.length > LONGEST) return 'it is too long'
  return type === 'source' && isOutside(text) ? 'it is outside of the project' : undefined
}

/** How many letters can be a word of a command line, whatever the system. */
const LONGEST = 10_000

/** What was given, as far as it is worth repeating. */
function shown(value: unknown): string {
  const text = JSON.stringify(value)
  return text.length > 200 ? `${text.slice(0, 200)}…` : text
}

/** Whether a source is a file that is not below the working directory, whatever links lead there. */
function isOutside(source: string): boolean {
  const [, file] = /^models:(.+)$/s.exec(source) ?? /^(.+\.sql)$/s.exec(source) ?? []
  if (file === undefined) return false
  const real = (path: string) => (existsSync(path) ? realpathSync(path) : path)
  const way = relative(real(process.cwd()), real(resolve(file)))
  return way.startsWith('..') || resolve(way) === way
}
