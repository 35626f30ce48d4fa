import { call, print, printText, type Uses } from './print.ts'

/** What a column's type is written with. */
export interface TypeContext {
  /** The identifiers of the declared types, by the path that `format_type` prints: `public.study_status`. */
  readonly types: ReadonlyMap<string, string>
  /** The extensions whose types are found without a namespace. */
  readonly extensions: ReadonlySet<string>
  readonly uses: Uses
}

/** The start of a column's declaration: `uuid()`, `string(64)`, `studyStatus.column()`, `text().array()`. */
export function typeCall(type: string, context: TypeContext): string {
  if (type.endsWith('[]')) return `${typeCall(type.slice(0, -2), context)}.array()`
  const declared = context.types.get(type)
  if (declared !== undefined) {
    context.uses.add(declared)
    return `${declared}.column()`
  }
  const [name, args] = builtin(type, context) ?? ['specificType', [type]]
  context.uses.add(name)
  return call(
    name,
    args.map((argument) => (typeof argument === 'string' ? printText(argument) : print(argument, context.uses))),
  )
}

type Call = readonly [name: string, args: readonly unknown[]]

const PLAIN: Readonly<Record<string, Call>> = {
  text: ['text', []],
  'character varying': ['varchar', []],
  'character varying(255)': ['string', []],
  uuid: ['uuid', []],
  boolean: ['boolean', []],
  smallint: ['smallint', []],
  integer: ['integer', []],
  bigint: ['bigInteger', []],
  numeric: ['decimal', []],
  real: ['float', []],
  'double precision': ['double', []],
  money: ['money', []],
  date: ['date', []],
  interval: ['interval', []],
  bytea: ['binary', []],
  json: ['json', []],
  jsonb: ['jsonb', []],
  tsvector: ['tsvector', []],
  inet: ['inet', []],
  cidr: ['cidr', []],
  point: ['point', []],
  'character(1)': ['char', []],
  'bit(1)': ['bit', []],
}

function builtin(type: string, { extensions }: TypeContext): Call | undefined {
  const plain = Object.hasOwn(PLAIN, type) ? PLAIN[type] : undefined
  return plain ?? sized(type) ?? ofExtension(type, extensions) ?? moment(type)
}

const SIZED: Readonly<Record<string, (first: number, second: number) => Call>> = {
  'character varying': (length) => ['string', [length]],
  character: (length) => ['char', [length]],
  bit: (length) => ['bit', [length]],
  numeric: (precision, scale) => ['decimal', scale === 0 ? [precision] : [precision, scale]],
}

/** A type with a length, or precision and scale: `numeric(10,2)`. */
function sized(type: string): Call | undefined {
  const [, word = '', list = ''] = /^([a-z ]+)\((\d+(?:,\d+)?)\)$/.exec(type) ?? []
  const [first = 0, second = 0] = list.split(',').map(Number)
  return Object.hasOwn(SIZED, word) ? SIZED[word]!(first, second) : undefined
}

/** A type that an extension brings. */
function ofExtension(type: string, extensions: ReadonlySet<string>): Call | undefined {
  const [, word = '', dimensions] = /^public\.(vector|citext)(?:\((\d+)\))?$/.exec(type) ?? []
  return extensions.has(word) ? [word, dimensions === undefined ? [] : [Number(dimensions)]] : undefined
}

/** A time, or a date with a time. */
function moment(type: string): Call | undefined {
  const [, sort, digits, zone] = /^(timestamp|time)(?:\((\d)\))? (with|without) time zone$/.exec(type) ?? []
  if (sort === undefined) return undefined
  const useTz = zone === 'with'
  const usual = useTz === (sort === 'timestamp')
  const options = { ...(!usual && { useTz }), ...(digits !== undefined && { precision: Number(digits) }) }
  return [sort, Object.keys(options).length === 0 ? [] : [options]]
}
