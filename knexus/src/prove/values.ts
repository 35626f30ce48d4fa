import { quoteLiteral } from '../base/sql.ts'

/** A value that may not fit another type: the words that say what is special about it, and its SQL. */
export type Unusual = readonly [what: string, sql: string]

/** Values of a type of the server's own, without its length, that may not fit another one. */
export function unusual(type: string): readonly Unusual[] {
  const base = type.replace(/\(.*\)/, '')
  return base.endsWith('[]')
    ? arrays(unusual(base.slice(0, -2)))
    : (VALUES[FAMILY[base] ?? base.replace(/^.*\./, '')] ?? []).map(literal)
}

/** Arrays of such values, of `type` where they need one; none where there are no values. */
export function arrays(values: readonly Unusual[], type?: string): readonly Unusual[] {
  const cast = type === undefined ? '' : `::${type}[]`
  const array = (...elements: readonly string[]) => `ARRAY[${elements.join(', ')}]${cast}`
  const elements = type === undefined ? values.slice(0, 6) : values
  const [one] = elements
  return [
    ['empty arrays', "'{}'"],
    ['NULLs inside arrays', array('NULL')],
    ...elements.map(([what, sql]): Unusual => [what, array(sql)]),
    ...(one
      ? ([
          ['arrays of several', array(...elements.slice(0, 3).map(([, sql]) => sql))],
          ['NULLs inside arrays', array(one[1], 'NULL', one[1])],
          ['arrays in arrays', `ARRAY[${array(one[1])}, ${array(one[1])}]`],
        ] as const)
      : []),
  ]
}

function literal([what, value]: readonly [string, string]): [string, string] {
  return [what, /^[a-z]+\(/.test(value) ? value : quoteLiteral(value)]
}

/** The types that have their values from another one. */
const FAMILY: Readonly<Record<string, string>> = {
  smallint: 'integer',
  bigint: 'integer',
  real: 'double precision',
  'character varying': 'text',
  character: 'text',
  name: 'text',
  citext: 'text',
  'public.citext': 'text',
  '"char"': 'character of one byte',
  jsonb: 'json',
  cidr: 'inet',
  bit: 'bit varying',
  halfvec: 'vector',
}

/** By type: large, small, negative, fractional, endless, far away, long, empty; written in an unusual way. */
const VALUES: Readonly<Record<string, readonly (readonly [what: string, value: string])[]>> = {
  integer: [
    ['zero', '0'],
    ['numbers other than 0 and 1', '2'],
    ['negative numbers', '-1'],
    ['large numbers', '300'],
    ['large numbers', '32767'],
    ['large numbers', '16777217'],
    ['large numbers', '2147483647'],
    ['large numbers', '9007199254740993'],
  ],
  oid: [['large numbers', '4000000000']],
  numeric: [
    ['zero', '0'],
    ['numbers other than 0 and 1', '2'],
    ['fractions', '1.2345678901234567'],
    ['fractions', '0.5'],
    ['negative numbers', '-7.25'],
    ['large numbers', '99999.99'],
    ['long numbers', '123456789012345678901234567890.123456789'],
    ['NaN', 'NaN'],
    ['infinity', 'Infinity'],
  ],
  'double precision': [
    ['zero', '0'],
    ['numbers other than 0 and 1', '2'],
    ['fractions', '0.75'],
    ['fractions', '0.1'],
    ['fractions', '0.30000000000000004'],
    ['negative numbers', '-2.5'],
    ['large numbers', '123456789.125'],
    ['large numbers', '1e30'],
    ['large numbers', '1e300'],
    ['NaN', 'NaN'],
    ['infinity', 'Infinity'],
  ],
  money: [
    ['fractions', '0.75'],
    ['negative numbers', '-1.25'],
    ['large numbers', '123456.78'],
  ],
  text: [
    ['empty texts', ''],
    ['long texts', "repeat('n', 300)"],
    ['blanks past the limit', "rpad('n', 300)"],
    ['texts of more than 63 bytes', "repeat('n', 70)"],
    ['commas', 'a,b'],
    ['backslashes', 'a\\101'],
    ['backslashes', '\\x4142'],
    ['line breaks', 'a\nb'],
    ['blanks at the end', 'a '],
    ['letters beyond ASCII', 'naïve'],
    ['capital letters', 'ABC'],
    ['zeros in front', '007'],
    ['numbers', '3'],
    ['fractions', '1.50'],
    ['numbers', '1e3'],
    ['other words for true', 'yes'],
    ['arrays', '{1,NULL}'],
    ['dates written in other ways', '2024-1-2'],
    ['times of day', '2024-01-02 03:04:05.678'],
    ['time zones', '2024-01-02 03:04:05+05:30'],
    ['intervals written in other ways', '36 hours'],
    ['duplicate keys', '{"b": 1, "b":  2}'],
    ['host bits', '10.1.2.3/24'],
    ['addresses written in other ways', 'A0EEBC99-9C0B-4EF8-BB6D-6BB9BD380A11'],
  ],
  'character of one byte': [['letters', 'x']],
  date: [
    ['days before our era', '0044-03-15 BC'],
    ['far days', '9999-12-31'],
    ['infinity', 'infinity'],
    ['infinity', '-infinity'],
  ],
  'timestamp without time zone': [
    ['times of day', '2024-07-01 23:59:00'],
    ['fractions of a second', '2024-07-01 12:00:00.987654'],
    ['times around the change of clocks', '2024-03-31 02:30:00'],
    ['times before our era', '0044-03-15 03:04:05 BC'],
    ['infinity', 'infinity'],
    ['infinity', '-infinity'],
  ],
  'timestamp with time zone': [
    ['times of day', '2024-07-01 23:59:00+00'],
    ['fractions of a second', '2024-07-01 12:00:00.987654+00'],
    ['time zones', '2024-07-01 03:04:05+05:30'],
    ['times around the change of clocks', '2024-10-27 00:30:00+00'],
    ['infinity', 'infinity'],
    ['infinity', '-infinity'],
  ],
  'time without time zone': [
    ['fractions of a second', '12:00:00.987654'],
    ['the end of a day', '24:00:00'],
  ],
  'time with time zone': [
    ['fractions of a second', '12:00:00.987654+00'],
    ['time zones', '12:00:00+05:30'],
  ],
  interval: [
    ['more than a day', '1 day 2 hours'],
    ['more than a day', '36 hours'],
    ['months', '1 month -2 days'],
    ['negative intervals', '-1 hour'],
    ['fractions of a second', '1.987654 seconds'],
  ],
  json: [
    ['duplicate keys', '{"b":1,"b":2}'],
    ['blanks and the order of keys', '{ "b" : 1,  "a":2 }'],
    ['texts', '"text"'],
    ['numbers', '2'],
    ['numbers written in other ways', '1e2'],
    ['fractions', '1.50'],
    ['null', 'null'],
    ['arrays', '[1, null]'],
    ['true', 'true'],
  ],
  bytea: [
    ['empty values', ''],
    ['bytes that are not text', '\\x00ff'],
    ['bytes that are a text', '\\x6141'],
  ],
  inet: [
    ['host bits', '10.1.2.3/24'],
    ['networks', '10.0.0.0/8'],
    ['IPv6', '2001:db8::1'],
  ],
  macaddr: [['addresses', '08:00:2b:01:02:03']],
  macaddr8: [
    ['addresses of eight bytes', '08:00:2b:01:02:03:04:05'],
    ['addresses of six bytes', '08:00:2b:ff:fe:01:02:03'],
  ],
  'bit varying': [
    ['short bit strings', '1'],
    ['long bit strings', '1011001110001111'],
  ],
  point: [['points', '(1.5,-2)']],
  line: [['lines', '{1,2,3}']],
  lseg: [['segments', '[(1.5,-2),(3,4)]']],
  box: [['boxes', '(3,4),(1.5,-2)']],
  path: [
    ['open paths', '[(1.5,-2),(3,4)]'],
    ['closed paths', '((1.5,-2),(3,4),(5,5))'],
  ],
  polygon: [['polygons', '((0,0),(3,4),(5,0))']],
  circle: [['circles', '<(1.5,-2),3>']],
  xml: [['documents', '<a>1</a>']],
  tsvector: [['words with places', "'fat':2,4 'cat':3A"]],
  int4range: [
    ['ranges without an end', '[1,)'],
    ['ranges', '[1,5)'],
  ],
  numrange: [['ranges', '(1.5,2.5]']],
  vector: [['fractions', '[0.1,0.2,0.3]']],
}
