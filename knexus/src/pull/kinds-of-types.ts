import { conventionalName, type Naming } from '../declare/naming.ts'
import { Sql } from '../declare/sql.ts'
import type { Composite } from '../kinds/composites.ts'
import type { Domain } from '../kinds/domains.ts'
import type { Enum } from '../kinds/enums.ts'
import { rangeWording, type Range } from '../kinds/ranges.ts'
import { sequenceWording, type Sequence } from '../kinds/sequences.ts'
import { optionsOf } from '../kinds/shared/wording.ts'
import { addressOf } from '../schema.ts'
import { numberingOptions } from './columns.ts'
import { defaultValue } from './defaults.ts'
import { readPath, stripParentheses } from './lexer.ts'
import { call, keepsItsPlace, print, printKey, printText, wrap, type Uses } from './print.ts'
import { childrenOf, commentOf, declarer, say, type Pull } from './state.ts'
import { typeCall } from './types.ts'

/** An enum type, with its labels one a line where they are many. */
export function enumCode(pull: Pull, type: Enum, uses: Uses): string | undefined {
  if (type.labels.length === 0 || !say(pull, type)) return undefined
  return declaration(pull, type, 'enumType', [print(type.labels, uses)], {}, uses)
}

/** A domain with its checks. */
export function domainCode(pull: Pull, domain: Domain, uses: Uses): string | undefined {
  if (!say(pull, domain)) return undefined
  const checks = childrenOf(pull, addressOf(domain), 'domain constraint').flatMap((constraint) => {
    if (!say(pull, constraint)) return []
    const condition = new Sql(stripParentheses(constraint.definition.slice('CHECK ('.length, -1)))
    const short = shortName(pull.namingAt(domain.schema), domain.name, constraint.name)
    const comment = commentOf(pull, addressOf(constraint))
    const options = {
      ...(short === undefined && { name: constraint.name }),
      ...(!constraint.validated && { validated: false }),
      ...comment,
    }
    const isShort = short !== undefined && Object.keys(options).length === 0
    return [
      call('.check', [
        print(condition, uses),
        ...(!isShort
          ? [print(short === undefined ? options : { name: constraint.name, ...options }, uses)]
          : short === 'value'
            ? []
            : [printText(short)]),
      ]),
    ]
  })
  const base = [
    typeCall(domain.type, { types: pull.types, extensions: pull.extensions, uses }),
    ...(domain.notNull
      ? [call('.notNullable', domain.notNullName === null ? [] : [print({ name: domain.notNullName }, uses)])]
      : []),
    ...collate(domain.collation, uses),
    ...(domain.default === null ? [] : [call('.defaultTo', [print(defaultValue(domain.default, domain.type), uses)])]),
    ...checks,
  ]
  return declaration(pull, domain, 'domain', [base.join('')], {}, uses)
}

export function compositeCode(pull: Pull, type: Composite, uses: Uses): string | undefined {
  if (!type.attributes.every(({ name }) => keepsItsPlace(name)) || !say(pull, type)) return undefined
  const named = childrenOf(pull, addressOf(type), 'composite attribute')
  const attributes = type.attributes.map((attribute) => {
    const object = say(
      pull,
      named.find(({ name }) => name === attribute.name),
    )
    const { comment } = object ? commentOf(pull, addressOf(object)) : {}
    const calls = [
      typeCall(attribute.type, { types: pull.types, extensions: pull.extensions, uses }),
      ...collate(attribute.collation, uses),
      ...(comment === undefined ? [] : [call('.comment', [print(comment, uses)])]),
    ]
    return `${printKey(attribute.name)}: ${calls.join('')}`
  })
  return declaration(pull, type, 'composite', [attributes.length === 0 ? '{}' : wrap('{ ', attributes, ' }')], {}, uses)
}

export function rangeCode(pull: Pull, range: Range, uses: Uses): string | undefined {
  const multirange = range.name.includes('range')
    ? range.name.replace('range', 'multirange')
    : `${range.name}_multirange`
  if (range.multirangeSchema !== range.schema || !say(pull, range)) return undefined
  const options = {
    ...optionsOf(rangeWording, range),
    ...(range.multirange !== multirange && { multirange: range.multirange }),
  }
  return declaration(
    pull,
    range,
    'range',
    [typeCall(range.subtype, { types: pull.types, extensions: pull.extensions, uses })],
    options,
    uses,
  )
}

export function sequenceCode(pull: Pull, sequence: Sequence, uses: Uses): string | undefined {
  if (!say(pull, sequence)) return undefined
  const options = {
    ...optionsOf(sequenceWording, sequence),
    ...numberingOptions(sequence, sequence.type),
  }
  return declaration(pull, sequence, 'sequence', [], options, uses)
}

function declaration(
  pull: Pull,
  object: Enum | Domain | Composite | Range | Sequence,
  word: string,
  args: readonly string[],
  options: object,
  uses: Uses,
): string {
  const all = { ...options, ...commentOf(pull, addressOf(object)) }
  return call(declarer(pull, object.schema, word, uses), [
    printText(object.name),
    ...args,
    ...(Object.keys(all).length === 0 ? [] : [print(all, uses)]),
  ])
}

function collate(collation: string | null, uses: Uses): string[] {
  if (collation === null) return []
  const parts = readPath(collation)
  return [call('.collate', [print(parts?.length === 1 ? parts[0] : new Sql(collation), uses)])]
}

function shortName(naming: Naming, domain: string, constraint: string): string | undefined {
  const [before = '', after] = naming.ck.replaceAll('{table}', domain).split('{name}')
  const short = after === undefined ? '' : constraint.slice(before.length, constraint.length - after.length)
  return short !== '' && conventionalName(naming.ck, { table: domain, name: short }) === constraint ? short : undefined
}
