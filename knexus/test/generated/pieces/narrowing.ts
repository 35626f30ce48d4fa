import { piece, type Piece } from './piece.ts'

/** Columns whose types hold more or less than one another, so that the values of one may not fit the next. */
function columns(t: string): Piece[] {
  const add = `ALTER TABLE «${t}» ADD COLUMN`
  return [
    piece(`${t}.amount`, 'amount', {
      fine: `${add} amount numeric(12,4)`,
      coarse: `${add} amount numeric(6,1)`,
      any: `${add} amount numeric`,
      int: `${add} amount int`,
      big: `${add} amount bigint DEFAULT 7`,
      float: `${add} amount double precision`,
      real: `${add} amount real`,
      text: `${add} amount text`,
      money: `${add} amount money`,
      code: `${add} amount «code»`,
    }),
    piece(`${t}.at`, 'at', {
      zoned: `${add} at timestamptz`,
      local: `${add} at timestamp`,
      seconds: `${add} at timestamptz(0)`,
      date: `${add} at date`,
      time: `${add} at time`,
      timetz: `${add} at timetz`,
      interval: `${add} at interval`,
      text: `${add} at text`,
      default: `${add} at timestamp DEFAULT '2020-01-01'`,
    }),
    piece(`${t}.note`, 'note', {
      text: `${add} note text`,
      short: `${add} note varchar(5)`,
      char: `${add} note char(6)`,
      name: `${add} note name`,
      long: `${add} note varchar(200)`,
      array: `${add} note text[]`,
      shorts: `${add} note varchar(3)[]`,
      bytes: `${add} note bytea`,
      json: `${add} note json`,
      jsonb: `${add} note jsonb`,
      label: `${add} note «label»`,
      kind: `${add} note «kind»`,
      kinds: `${add} note «kind»[]`,
    }),
    piece(`${t}.flag`, 'flag', {
      bool: `${add} flag boolean`,
      int: `${add} flag int`,
      small: `${add} flag smallint`,
      text: `${add} flag text`,
      strict: `${add} flag boolean DEFAULT true NOT NULL`,
      bits: `${add} flag bit varying(8)`,
    }),
    piece(`${t}.host`, 'host', {
      inet: `${add} host inet`,
      cidr: `${add} host cidr`,
      text: `${add} host text`,
      mac: `${add} host macaddr8`,
      small: `${add} host macaddr`,
    }),
    piece(`${t}.list`, 'list', {
      ints: `${add} list int[]`,
      bigs: `${add} list bigint[]`,
      numbers: `${add} list numeric(8,2)[]`,
      coarse: `${add} list numeric(8,0)[]`,
      text: `${add} list text`,
      one: `${add} list int`,
      times: `${add} list timestamptz[]`,
      days: `${add} list date[]`,
      pairs: `${add} list «pair»[]`,
      codes: `${add} list «code»[]`,
    }),
    piece(`${t} distinct`, 'distinct', [
      `ALTER TABLE «${t}» ADD CONSTRAINT "distinct" UNIQUE («${t}.flag»)`,
      `ALTER TABLE «${t}» ADD CONSTRAINT "distinct" UNIQUE («${t}.amount», «${t}.at»)`,
      `ALTER TABLE «${t}» ADD CONSTRAINT "distinct" UNIQUE («${t}.host»)`,
      `CREATE UNIQUE INDEX "distinct" ON «${t}» (lower(«${t}.note:text|short|long»))`,
      `ALTER TABLE «${t}» ADD CONSTRAINT "distinct" CHECK («${t}.amount:-text|money» > 1)`,
      `ALTER TABLE «${t}» ADD CONSTRAINT "distinct" CHECK (cardinality(«${t}.list:ints|bigs|numbers|times») < 3)`,
      `ALTER TABLE «${t}» ALTER «${t}.note» SET NOT NULL`,
    ]),
  ]
}

export const narrowing: readonly Piece[] = [...columns('t'), ...columns('p')]
