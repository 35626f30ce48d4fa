/** A type by its short name: `timestamptz(3)` for `timestamp(3) with time zone`. */
export function shortType(type: string): string {
  return type
    .replace(/^(time(?:stamp)?)(\(\d\))? without time zone/, '$1$2')
    .replace(/^(time(?:stamp)?)(\(\d\))? with time zone/, '$1tz$2')
    .replace(/^character varying/, 'varchar')
    .replace(/^character(?=\()/, 'char')
    .replace(/^bit varying/, 'varbit')
}
