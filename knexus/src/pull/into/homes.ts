import { statSync } from 'node:fs'
import { extname, join } from 'node:path'
import type { Address } from '../../base/kind.ts'
import type { Schema } from '../../schema.ts'
import { groupBy } from '../collections.ts'
import { groupTables, type Node } from '../group.ts'
import { fileName } from '../names.ts'
import type { TableUnit } from '../write.ts'
import type { Models } from './located.ts'

/** The path of a file by its name, ending as most of the models do; where they are one file, that one. */
export function pathNamed({ place, own }: Models, name: string): string {
  if (statSync(place).isFile()) return place
  const endings = groupBy(own, (file) => extname(file))
  const [ending = '.ts'] = [...endings].sort(([, a], [, b]) => b.length - a.length).map(([one]) => one)
  return join(place, `${name}${ending}`)
}

/** The file in which most declarations of a kind are, and no table; nothing where there is none. */
export function familyOf(
  { exports }: Models,
  homes: ReadonlyMap<Address, string>,
  schema: Schema,
  address: Address,
): string | undefined {
  const kind = schema.get(address)?.kind
  if (kind === undefined || kind === 'table') return undefined
  const kinds = [...exports.keys()].flatMap((one) => {
    const [home, object] = [homes.get(one), schema.get(one)]
    return home !== undefined && object ? [{ home, kind: object.kind }] : []
  })
  const withTables = new Set(kinds.filter((one) => one.kind === 'table').map(({ home }) => home))
  const files = groupBy(
    kinds.filter((one) => one.kind === kind && !withTables.has(one.home)),
    ({ home }) => home,
  )
  return [...files].sort(([, a], [, b]) => b.length - a.length)[0]?.[0]
}

/** The names of the files of new tables: that of their namespace where there is one, else as `pull` would group them. */
export function filesOfTables(models: Models, tables: readonly TableUnit[]): ReadonlyMap<Address, string> {
  return new Map(
    [...groupBy(tables, ({ schema }) => schema)].flatMap(([schema, own]) =>
      models.files.has(pathNamed(models, fileName(schema)))
        ? own.map(({ address }) => [address, fileName(schema)] as const)
        : [...groupTables(own.map(nodeOf), [])],
    ),
  )
}

function nodeOf({ address, schema, name, code: { columns, lines } }: TableUnit): Node {
  return { key: address, schema, name, lines: columns.length + lines.length, references: [] }
}

/** The namespace of the object at an address. */
export function schemaIn(schema: Schema, address: Address): string | undefined {
  const object = schema.get(address)
  return object && 'schema' in object && typeof object.schema === 'string' ? object.schema : undefined
}
