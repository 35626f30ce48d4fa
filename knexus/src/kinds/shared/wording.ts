import { isDeepStrictEqual } from 'node:util'

/**
 * In what form an option says its attribute: a condition as text or `sql`, a text that may be `sql` too, a flag the
 * other way round, a list whose order means nothing.
 */
export type Form = 'expression' | 'text' | 'negation' | 'set'

/**
 * How a model says the objects of a kind, in one table for the constructor and for `pull`: the attribute of each
 * option, with its form where the value is not the same. An option that is left out means what `blank` has, and an
 * attribute that is as in `blank` is not said.
 */
export interface Wording<O extends object, P extends object, Said extends keyof O> {
  readonly blank: Pick<O, Said>
  readonly options: { readonly [K in keyof P]?: Said | readonly [Said, Form] }
}

/** A wording whose attributes are all in `blank`. */
export function defineWording<O extends object, P extends object>() {
  return <Said extends keyof O>(wording: Wording<O, P, Said>): Wording<O, P, Said> => wording
}

/** Options that have the names of their attributes. */
export function same<K extends string>(...names: readonly K[]): { readonly [N in K]: N } {
  return Object.fromEntries(names.map((name) => [name, name])) as { readonly [N in K]: N }
}

/** The attributes that options say. */
export function attributesOf<O extends object, P extends object, Said extends keyof O>(
  { blank, options }: Wording<O, P, Said>,
  said: P,
): Pick<O, Said> {
  const attributes = entries(options).flatMap(([option, attribute, form]) => {
    const value = valueOf(said, option)
    return value === undefined ? [] : [[attribute, form === undefined ? value : READ[form](value)]]
  })
  return { ...blank, ...Object.fromEntries(attributes) }
}

/** The options that say an object, in the order of the wording. `expression` is how a condition is written. */
export function optionsOf<O extends object, P extends object, Said extends keyof O>(
  { blank, options }: Wording<O, P, Said>,
  object: O,
  expression: (condition: string) => unknown = String,
): Readonly<Record<string, unknown>> {
  return Object.fromEntries(
    entries(options).flatMap(([option, attribute, form]) => {
      const value = valueOf(object, attribute)
      if (isDeepStrictEqual(value, valueOf(blank, attribute))) return []
      const said = form === 'negation' ? value !== true : form === 'expression' ? expression(String(value)) : value
      return [[option, said]]
    }),
  )
}

const READ: Readonly<Record<Form, (value: unknown) => unknown>> = {
  expression: textOf,
  text: textOf,
  negation: (value) => value !== true,
  set: (value) => (Array.isArray(value) ? value.toSorted((one: string, two: string) => (one < two ? -1 : 1)) : value),
}

/** A model's `Sql` may be of another copy of this package. */
function textOf(value: unknown): unknown {
  return typeof value === 'object' && value !== null && 'text' in value ? value.text : value
}

function entries(options: object): [option: string, attribute: string, form?: Form][] {
  return Object.entries(options).map(([option, to]: [string, string | [string, Form]]) =>
    typeof to === 'string' ? [option, to] : [option, ...to],
  )
}

function valueOf(object: object, key: string): unknown {
  return (object as Readonly<Record<string, unknown>>)[key]
}
