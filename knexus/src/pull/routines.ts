import { routineIn, type Argument, type FunctionOptions } from '../declare/functions.ts'
import { Sql } from '../declare/sql.ts'
import { differing } from '../diff.ts'
import { functionWording, type Routine } from '../kinds/functions.ts'
import { optionsOf } from '../kinds/shared/wording.ts'
import { addressOf } from '../schema.ts'
import { indexOfWord, splitList, takeName } from './lexer.ts'
import { call, print, printText, type Uses } from './print.ts'
import { commentOf, declarer, say, type Pull } from './state.ts'

/** A function or a procedure. Nothing where the language does not make exactly what was read. */
export function routineCode(pull: Pull, routine: Routine, uses: Uses): string | undefined {
  const options = readRoutine(routine)
  const [object] = routineIn(routine.schema, routine.type)(routine.name, options).objects
  const same = { ...routine, arguments: withoutIn(routine) }
  if (!object || addressOf(object) !== addressOf(routine) || differing(same, object).length > 0 || !say(pull, routine))
    return undefined
  const head = declarer(pull, routine.schema, routine.type === 'procedure' ? 'procedure' : 'fn', uses)
  return call(head, [printText(routine.name), print({ ...options, ...commentOf(pull, addressOf(routine)) }, uses)])
}

/** A procedure's arguments are printed with the IN that goes without saying. */
function withoutIn({ type, arguments: list }: Routine): string {
  return type === 'procedure'
    ? splitList(list)
        .map((argument) => argument.replace(/^IN /, ''))
        .join(', ')
    : list
}

function readRoutine(routine: Routine): FunctionOptions {
  const { sqlBody, returns, language } = routine
  const list = readArguments(routine)
  return {
    ...(list && { arguments: list }),
    ...(returns !== null && returns !== 'trigger' && { returns }),
    ...(language !== (sqlBody === null ? 'plpgsql' : 'sql') && { language }),
    ...optionsOf(functionWording, routine, (sqlText) => new Sql(sqlText)),
  }
}

/**
 * The arguments under their names, or as a list where none has one. The types of those that are handed in are known
 * from the signature.
 */
function readArguments(routine: Routine): FunctionOptions['arguments'] {
  const inputs = splitList(routine.signature)
  const found = splitList(withoutIn(routine)).map((text) => readArgument(text, inputs))
  if (found.length === 0) return undefined
  return found.every(({ name }) => name === '')
    ? found.map(({ argument }) => argument)
    : Object.fromEntries(found.map(({ name, argument }) => [name, argument]))
}

function readArgument(text: string, inputs: string[]): { readonly name: string; readonly argument: Argument } {
  const [words, value] = cutDefault(text)
  const [, word, rest = words] = /^(OUT|INOUT|VARIADIC) (.*)$/s.exec(words) ?? []
  const type = word === 'OUT' ? undefined : inputs.shift()
  const taken = takeName(rest)
  const isNamed =
    type === undefined ? taken !== undefined && taken.rest.startsWith(' ') : rest !== type && taken?.rest === ` ${type}`
  const [name, given] = isNamed && taken ? [taken.name, taken.rest.slice(1)] : ['', rest]
  const mode = MODES.find((one) => one === word?.toLowerCase())
  if (mode === undefined && value === undefined) return { name, argument: given }
  return {
    name,
    argument: { type: given, ...(mode && { mode }), ...(value !== undefined && { default: new Sql(value) }) },
  }
}

const MODES = ['out', 'inout', 'variadic'] as const

function cutDefault(text: string): [string, string | undefined] {
  const at = indexOfWord(text, ' DEFAULT ')
  return at < 0 ? [text, undefined] : [text.slice(0, at), text.slice(at + ' DEFAULT '.length)]
}
