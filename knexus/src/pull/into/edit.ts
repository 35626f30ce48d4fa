import type { Address } from '../../base/kind.ts'
import type { Schema } from '../../schema.ts'
import { databaseUnits } from '../database.ts'
import { writeObjects } from '../write.ts'
import { split } from '../collections.ts'
import { Editor, type Edits } from './editor.ts'
import type { Models } from './located.ts'

/** Where what is declared already is to be looked for, and what else is to be written how. */
export interface HowToEdit {
  readonly there: ReadonlySet<Address>
  readonly plain: ReadonlySet<Address>
}

/** Writes what `schema` has beside `there` into the model files. */
export function edit(located: Models, schema: Schema, { there, plain }: HowToEdit): Edits {
  const editor = new Editor(located, schema)
  const written = writeObjects(schema, plain, plain, {
    addresses: there,
    ids: editor.ids,
    taken: editor.taken,
    namingAt: editor.namingAt,
  })
  const [parts, tables] = split(written.tables, ({ address }) => there.has(address))
  editor.addNamespaces(written.pull.ids, [
    ...written.types,
    ...written.routines,
    ...written.sequences,
    ...written.views,
    ...tables,
  ])
  for (const unit of written.types) editor.add(unit, 'types')
  for (const unit of written.routines) editor.add(unit, 'functions')
  for (const unit of written.sequences) editor.add(unit, 'sequences')
  editor.addTables(tables)
  for (const unit of written.views) editor.add(unit, 'views')
  for (const unit of written.extras) editor.add(unit, 'others', editor.homes.get(unit.address))
  for (const unit of [...written.others, ...databaseUnits(written.pull)]) editor.add(unit, 'others')
  for (const unit of parts) editor.addTo(unit)
  return editor.finished()
}
