import { addresses } from '../base/address.ts'
import type { Address } from '../base/kind.ts'
import { groupTables } from './group.ts'
import { baseFile, indexFile, moduleFile, type Module, type PulledFile } from './modules.ts'
import { findMixins, withMixins, type Mixin } from './mixins.ts'
import { finish } from './print.ts'
import { printTable } from './tables.ts'
import type { Unit } from './state.ts'
import { rootOf, type TableUnit, type Written } from './write.ts'
import { databaseUnits } from './database.ts'

/** The lines that a file of views, functions or types holds before another one is begun. */
const FULL = 230

/** Spreads what was written over files: a file a domain, and beside them types, functions and views that several share. */
export function filesOf(written: Written): PulledFile[] {
  const mixins = findMixins(written.tables.map(({ code }) => code))
  const extras = new Map(written.extras.map((unit) => [unit.address, unit]))
  const withExtras = (units: readonly Unit[]) =>
    units.flatMap((unit) => [unit, ...[extras.get(unit.address)].filter((extra) => extra !== undefined)])
  const tables = written.tables.map((table) => ({ table, units: withExtras([tableUnit(table, mixins)]) }))
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

  const modules = new Map<string, Unit[]>()
  const put = (name: string, units: readonly Unit[]) => modules.set(name, (modules.get(name) ?? []).concat(units))
  for (const { table, units } of tables) put(home.get(table.address)!, units)
  for (const [name, units] of chunks(
    'functions',
    written.routines.map((unit) => withExtras([unit])),
  ))
    put(name, units)
  for (const [name, units] of chunks(
    'views',
    written.views.map((unit) => withExtras([unit])),
  ))
    put(name, units)
  for (const sequence of written.sequences)
    put(
      home.get(rootOf(written.pull, written.pull.schema.get(sequence.address)!)) ?? 'sequences',
      withExtras([sequence]),
    )
  for (const [name, units] of chunks(
    'others',
    written.others.map((unit) => [unit]),
  ))
    put(name, units)
  const domains = new Set(home.values())
  const shared = placeTypes(written.types, modules, domains, withExtras)
  for (const [name, units] of chunks(
    'types',
    shared.map((unit) => withExtras([unit])),
  ))
    put(name, units)
  put('database', databaseUnits(written.pull))

  const full = [...modules].filter(([, units]) => units.length > 0).map(([name, units]): Module => ({ name, units }))
  const base = baseFile(
    written.pull,
    mixins.filter(({ isOwn }) => !isOwn),
    full,
  )
  const origin = new Map(full.flatMap(({ name, units }) => units.map(({ id }) => [id, `./${name}.js`] as const)))
  for (const id of base?.exports ?? []) origin.set(id, './base.js')
  const files = full.map((module) => moduleFile(module, origin))
  const typed = full.filter(({ name }) => domains.has(name) || /^views(?:-\d+)?$/.test(name))
  return [
    ...(base ? [base.file] : []),
    ...files,
    indexFile(
      full.map(({ name }) => name),
      typed.map(({ name }) => name),
    ),
  ]
    .map(({ name, text }) => ({ name, text: finish(text) }))
    .sort((a, b) => (a.name < b.name ? -1 : 1))
}

const RESERVED = ['index', 'base', 'types', 'functions', 'views', 'sequences', 'others', 'database']

function tableUnit({ address, id, code, uses }: TableUnit, mixins: readonly Mixin[]): Unit {
  const all = new Set(uses)
  const columns = withMixins(code, mixins, all)
  return { address, id, code: printTable(code, columns), uses: all }
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

/** Lots of units, each kept together, in files that are not too long: `views`, `views-2`. */
function chunks(name: string, lots: readonly (readonly Unit[])[]): [name: string, units: Unit[]][] {
  const files: Unit[][] = []
  let lines = Infinity
  for (const lot of lots) {
    const more = lot.reduce((sum, unit) => sum + linesOf(unit), 0)
    if (lines + more > FULL) {
      files.push([])
      lines = 0
    }
    files.at(-1)!.push(...lot)
    lines += more
  }
  return files.map((units, at) => [at === 0 ? name : `${name}-${at + 1}`, units])
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
