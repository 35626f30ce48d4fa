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
  'character varying': ['string', [null]],
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
  if (plain) return plain
  const [, word = '', list = ''] =
    /^(character varying|character|bit|numeric|public\.vector)\((\d+(?:,\d+)?)\)$/.exec(type) ?? []
  const [first = 0, second = 0] = list.split(',').map(Number)
  if (word === 'character varying') return ['string', [first]]
  if (word === 'character') return ['char', [first]]
  if (word === 'bit') return ['bit', [first]]
  if (word === 'numeric') return ['decimal', second === 0 ? [first] : [first, second]]
  if (word === 'public.vector' && extensions.has('vector')) return ['vector', [first]]
  if (type === 'public.vector' && extensions.has('vector')) return ['vector', []]
  if (type === 'public.citext' && extensions.has('citext')) return ['citext', []]
  const moment = /^(timestamp|time)(?:\((\d)\))? (with|without) time zone$/.exec(type)
  if (!moment) return undefined
  const [, sort, digits, zone] = moment
  const useTz = zone === 'with'
  const usual = useTz === (sort === 'timestamp')
  const options = { ...(!usual && { useTz }), ...(digits !== undefined && { precision: Number(digits) }) }
  return [sort!, Object.keys(options).length === 0 ? [] : [options]]
}
