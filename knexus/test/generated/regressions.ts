/** Pairs that random testing found, made as small as they get. They stay. */
export const regressions: readonly { readonly from: string; readonly to: string }[] = [
  { from: `CREATE TYPE en AS ENUM ('a', 'b'); CREATE TABLE t (c en)`, to: `CREATE TYPE en AS ENUM ('b'); CREATE TABLE t (c text[])` },
]
