import { addresses } from '../base/address.ts'
import type { Address } from '../base/kind.ts'
import type { Style } from '../project/language.ts'
import { groupTables } from './group.ts'
import { filesByName, filesInOrder, type Lot } from './lots.ts'
import { beside, TYPESCRIPT, type PulledFile } from './language.ts'
import { baseFile, indexFile, moduleFile, type Module } from './modules.ts'
import { findMixins, withMixins, type Mixin } from './mixins.ts'
import { finish } from './print.ts'
import { findRowSecurity, withRowSecurity, type RowSecurity } from './row-security.ts'
import { printTable } from './tables.ts'
import type { Unit } from './state.ts'
import { rootOf, type TableUnit, type Written } from './write.ts'
import { databaseUnits } from './database.ts'

/** Spreads what was written over files: a file a domain, and beside them types, functions and views that several share. */
export function filesOf(written: Written, style: Style = TYPESCRIPT): PulledFile[] {
  const mixins = findMixins(written.tables.map(({ code }) => code))
  const security = findRowSecurity(written.tables, new Set(written.pull.ids.values()))
  const extras = new Map(written.extras.map((unit) => [unit.address, unit]))
  const withExtras = (units: readonly Unit[]) =>
    units.flatMap((unit) => [unit, ...[extras.get(unit.address)].filter((extra) => extra !== undefined)])
  const tables = written.tables.map((table) => ({ table, units: withExtras([tableUnit(table, mixins, security)]) }))
  const home = groupTables(
    tables.map(({ table, units }) => ({
      key: table.address,
      schema: table.schema,
      name: table.name,
      lines: units.reduce((sum, unit) => sum + linesOf(unit), 0),
      references: referencesOf(written, table.address),
    })),
    RESERVED,
  )

  const lotOf = ({ address }: Unit, units: readonly Unit[]): Lot => {
    const object = written.pull.schema.get(address)
    return {
      schema: (object && 'schema' in object ? object.schema : null) ?? 'public',
      name: object && 'name' in object ? object.name : address,
      lines: units.reduce((sum, one) => sum + linesOf(one), 0),
      ...(object?.kind === 'function' && object.returns === 'trigger' && { role: 'triggers' }),
      units,
    }
  }
  const lotsOf = (units: readonly Unit[]) => units.map((unit) => lotOf(unit, withExtras([unit])))
  const modules = new Map<string, Unit[]>()
  const put = (name: string, units: readonly Unit[]) => modules.set(name, (modules.get(name) ?? []).concat(units))
  for (const { table, units } of tables) put(home.get(table.address)!, units)
  for (const [name, units] of filesByName('functions', lotsOf(written.routines), home.values())) put(name, units)
  for (const [name, units] of filesByName('views', lotsOf(written.views), home.values())) put(name, units)
  for (const sequence of written.sequences)
    put(
      home.get(rootOf(written.pull, written.pull.schema.get(sequence.address)!)) ?? 'sequences',
      withExtras([sequence]),
    )
  for (const [name, units] of filesInOrder(
    'others',
    written.others.map((unit) => lotOf(unit, [unit])),
  ))
    put(name, units)
  const domains = new Set(home.values())
  const shared = placeTypes(written.types, modules, domains, withExtras)
  for (const [name, units] of filesInOrder('types', lotsOf(shared))) put(name, units)
  put('database', databaseUnits(written.pull))

  const full = [...modules].filter(([, units]) => units.length > 0).map(([name, units]): Module => ({ name, units }))
  const base = baseFile(
    written.pull,
    mixins.filter(({ isOwn }) => !isOwn),
    security,
    full,
    style,
  )
  const origin = new Map(full.flatMap(({ name, units }) => units.map(({ id }) => [id, beside(name, style)] as const)))
  for (const id of base?.exports ?? []) origin.set(id, beside('base', style))
  const files = full.map((module) => moduleFile(module, origin, style))
  const typed = full.filter(
    ({ name, units }) => domains.has(name) || units.some((unit) => written.views.includes(unit)),
  )
  return [
    ...(base ? [base.file] : []),
    ...files,
    indexFile(
      full.map(({ name }) => name),
      typed.map(({ name }) => name),
      style,
    ),
  ]
    .map(({ name, text }) => ({ name, text: finish(text) }))
    .sort((a, b) => (a.name < b.name ? -1 : 1))
}

const RESERVED = ['index', 'base', 'types', 'functions', 'views', 'sequences', 'others', 'database']

function tableUnit(table: TableUnit, mixins: readonly Mixin[], security: readonly RowSecurity[]): Unit {
  const { address, id, code } = table
  const uses = new Set(table.uses)
  const columns = withMixins(code, mixins, uses)
  const shared = withRowSecurity(table, security)
  const text = printTable({ ...code, lines: shared.lines }, columns)
  if (shared.id !== undefined) {
    uses.add(shared.id)
    if (!/\bsql[`.]/.test(text)) uses.delete('sql')
  }
  return { address, id, code: text, uses }
}

function linesOf({ code }: Unit): number {
  return finish(code).split('\n').length + 1
}

/** The tables that a table refers to, and those it is a part of. */
function referencesOf({ pull }: Written, address: Address): { readonly to: Address; readonly isParent: boolean }[] {
  return [...(pull.children.get(address) ?? []), pull.schema.get(address)!].flatMap(
    (object): { readonly to: Address; readonly isParent: boolean }[] => {
      if (object.kind === 'constraint' && object.references !== null)
        return [{ to: object.references, isParent: false }]
      if (object.kind === 'partition') return [{ to: object.of, isParent: true }]
      return object.kind === 'table'
        ? object.inherits.map((parent) => ({ to: addresses.table(parent), isParent: true }))
        : []
    },
  )
}

/** Puts a type that one domain alone uses in front of that domain's tables. Answers with the others. */
function placeTypes(
  types: readonly Unit[],
  modules: Map<string, Unit[]>,
  domains: ReadonlySet<string>,
  withExtras: (units: readonly Unit[]) => Unit[],
): Unit[] {
  const users = new Map<string, Set<string>>()
  const note = (module: string, { uses }: Unit) => {
    for (const id of uses) users.set(id, (users.get(id) ?? new Set()).add(module))
  }
  for (const [name, units] of modules) for (const unit of units) note(name, unit)
  const shared: Unit[] = []
  const placed = new Map<string, Unit[]>()
  for (const type of types.toReversed()) {
    const [home, ...others] = users.get(type.id) ?? []
    const isLocal = home !== undefined && others.length === 0 && domains.has(home)
    note(isLocal ? home : 'types', type)
    if (isLocal) placed.set(home, [...withExtras([type]), ...(placed.get(home) ?? [])])
    else shared.push(type)
  }
  for (const [name, units] of placed) modules.set(name, [...units, ...modules.get(name)!])
  return shared.reverse()
}
