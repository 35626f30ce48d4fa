import { readFileSync } from 'node:fs'
import { join } from 'node:path'

/** The work of the benchmark: tables of 10 columns, 2 foreign keys, 3 indexes, a check and an enum each. */
export interface Work {
  /** Creates them in an empty database. */
  readonly sql: string
  /** The same as model files, a hundred tables each. */
  readonly models: readonly { readonly file: string; readonly source: string }[]
}

/** Makes the work for `count` tables. With `edited`, that many tables have one column more. */
export function work(count: number, edited = 0): Work {
  const numbers = Array.from({ length: count }, (_, n) => n)
  const files: { file: string; source: string }[] = []
  for (let at = 0; at < count; at += 100) {
    const tables = numbers
      .slice(at, at + 100)
      .map((n) => model(n, count, n < edited))
      .join('\n')
    files.push({
      file: `part${at / 100}.ts`,
      source: `import { bigInteger, boolean, decimal, enumType, integer, jsonb, sql, string, table, text, timestamp, uuid } from 'knexus'\n\n${tables}`,
    })
  }
  return {
    sql: [...numbers.map((n) => create(n, n < edited)), ...numbers.map((n) => references(n, count))].join('\n'),
    models: files,
  }
}

/** The tables that table `n` refers to. */
function targets(n: number, count: number): [number, number] {
  return [Math.floor(n / 2), (n * 7 + 1) % count]
}

function create(n: number, edited: boolean): string {
  return `CREATE TYPE public.e${n} AS ENUM ('open', 'closed');
CREATE TABLE public.t${n} (id bigint NOT NULL, code character varying(40) NOT NULL, title text, state public.e${n} NOT NULL DEFAULT 'open', amount numeric(12,2) NOT NULL DEFAULT 0,
  parent_id bigint, other_id bigint, data jsonb NOT NULL DEFAULT '{}', active boolean NOT NULL DEFAULT true, created_at timestamptz NOT NULL DEFAULT now()${edited ? ', added text' : ''},
  CONSTRAINT t${n}_pkey PRIMARY KEY (id), CONSTRAINT t${n}_amount_check CHECK (amount >= 0));
CREATE UNIQUE INDEX t${n}_code ON public.t${n} (code); CREATE INDEX t${n}_title ON public.t${n} (lower(title)); CREATE INDEX t${n}_created ON public.t${n} (created_at DESC) WHERE active;`
}

function references(n: number, count: number): string {
  const [parent, other] = targets(n, count)
  return `ALTER TABLE public.t${n} ADD CONSTRAINT t${n}_parent_fk FOREIGN KEY (parent_id) REFERENCES public.t${parent}(id) ON DELETE CASCADE;
ALTER TABLE public.t${n} ADD CONSTRAINT t${n}_other_fk FOREIGN KEY (other_id) REFERENCES public.t${other}(id);`
}

function model(n: number, count: number, edited: boolean): string {
  const [parent, other] = targets(n, count)
  return `export const e${n} = enumType('e${n}', ['open', 'closed'])
export const t${n} = table('t${n}', {
  id: bigInteger().primary(),
  code: string(40).notNullable(),
  title: text(),
  state: e${n}.column().notNullable().defaultTo('open'),
  amount: decimal(12, 2).notNullable().defaultTo(0),
  parent_id: bigInteger(),
  other_id: bigInteger(),
  data: jsonb().notNullable().defaultTo({}),
  active: boolean().notNullable().defaultTo(true),
  created_at: timestamp().notNullable().defaultTo(sql\`now()\`),${edited ? '\n  added: text(),' : ''}
}, (t) => [
  t.check('amount >= 0', { name: 't${n}_amount_check' }),
  t.index(['code'], { name: 't${n}_code', unique: true }),
  t.index([sql\`lower(title)\`], { name: 't${n}_title' }),
  t.index([{ key: 'created_at', order: 'desc' }], { name: 't${n}_created', where: 'active' }),
  t.foreign('parent_id', 't${n}_parent_fk').references('t${parent}', ['id']).onDelete('cascade'),
  t.foreign('other_id', 't${n}_other_fk').references('t${other}', ['id']),
])
`
}

/** The text of the first model file of a project, with another column in its first table. */
export function edited(root: string, column: string): string {
  return readFileSync(join(root, 'models/part0.ts'), 'utf8').replace('\n}, (t)', `\n  ${column}: text(),\n}, (t)`)
}
