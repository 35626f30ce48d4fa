import { functionWording, type FunctionWords, type Routine } from '../kinds/functions.ts'
import { attributesOf } from '../kinds/shared/wording.ts'
import { quoteIdent as quote, qualifiedName } from '../base/sql.ts'
import { addressOf } from '../schema.ts'
import { commentOn, declaration, needsFrom, rename, type Declaration, type Needed } from './context.ts'
import { givenName } from './naming.ts'
import { expressionOf, type Sql } from './sql.ts'

/** One argument of a function: its type, or more about it. */
export type Argument =
  | string
  | {
      readonly type: string
      readonly mode?: 'in' | 'out' | 'inout' | 'variadic'
      /** SQL. */
      readonly default?: string | Sql
    }

export interface FunctionOptions extends FunctionWords {
  /** By name, in order: `{ a: 'integer', b: { type: 'text', default: "'x'" } }`; an array if they have no names. */
  readonly arguments?: Readonly<Record<string, Argument>> | readonly Argument[]
  /** `integer`, `SETOF public.users`, `TABLE(a integer)`; the default is `trigger`. */
  readonly returns?: string
  /** The default is `plpgsql`, or `sql` with `sqlBody`. */
  readonly language?: string
  readonly comment?: string
  readonly renamedFrom?: string
  /** Declarations of objects that must exist before it. */
  readonly needs?: readonly Needed[]
}

/** A declared function or procedure, which `fn()` or `procedure()` returns. */
export interface DeclaredFunction extends Declaration {
  readonly schema: string
  readonly name: string
}

/** `fn()` and `procedure()` for a namespace, as `declareWith` returns them. */
export function routineIn(schema: string, type: Routine['type']) {
  return function declareRoutine(name: string, options: FunctionOptions): DeclaredFunction {
    const list = Object.entries(options.arguments ?? []).map(([key, argument]) =>
      describe(Array.isArray(options.arguments) ? '' : key, argument),
    )
    const object: Routine = {
      kind: 'function',
      type,
      schema,
      name: givenName(type, name),
      signature: list
        .filter(({ input }) => input)
        .map((argument) => argument.type)
        .join(', '),
      arguments: list.map((argument) => argument.text).join(', '),
      returns: type === 'procedure' ? null : (options.returns ?? 'trigger'),
      language: options.language ?? (options.sqlBody === undefined ? 'plpgsql' : 'sql'),
      ...attributesOf(functionWording, options),
      library: null,
      support: null,
      transforms: [],
      parameters: null,
      defaults: null,
      ...needsFrom(options.needs),
    }
    return {
      [declaration]: true,
      schema,
      name,
      objects: [object, ...commentOn(object, options.comment)],
      renames: options.renamedFrom === undefined ? [] : [rename(object, { ...object, name: options.renamedFrom })],
    }
  }
}

/** What a trigger calls: a declared function, or the name of one (`touch`, `app.touch`). */
export function calledFunction(
  fn: DeclaredFunction | string,
  schema: string,
): { readonly call: string; readonly needs: readonly string[] } {
  if (typeof fn !== 'string')
    return { call: qualifiedName(fn.schema, fn.name), needs: fn.objects.slice(0, 1).map(addressOf) }
  return { call: fn.includes('.') ? qualifiedName(...fn.split('.')) : qualifiedName(schema, fn), needs: [] }
}

function describe(
  name: string,
  argument: Argument,
): { readonly input: boolean; readonly type: string; readonly text: string } {
  const { type, mode = 'in', default: value } = typeof argument === 'string' ? { type: argument } : argument
  const words = [
    mode !== 'in' && mode.toUpperCase(),
    name !== '' && quote(name),
    type,
    value !== undefined && `DEFAULT ${expressionOf(value)}`,
  ]
  return { input: mode !== 'out', type, text: words.filter(Boolean).join(' ') }
}
