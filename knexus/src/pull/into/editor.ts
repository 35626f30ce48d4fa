import { basename, dirname } from 'node:path'
import type { Address } from '../../base/kind.ts'
import { knexNaming, type Naming } from '../../declare/naming.ts'
import type { Schema } from '../../schema.ts'
import { groupBy, split } from '../collections.ts'
import { indent, type Uses } from '../print.ts'
import type { Unit } from '../state.ts'
import { printTable } from '../tables.ts'
import type { TableUnit } from '../write.ts'
import { familyOf, filesOfTables, pathNamed, schemaIn } from './homes.ts'
import { declarersOf, homeOf, specifierOf, tableCall, type Models, type Origin, type TableCall } from './located.ts'
import { SourceFile } from './source-file.ts'
import { Unplaceable } from './unplaceable.ts'

/** What could not be put into a file safely: the declaration it belongs to, where that is, why not, and what to paste. */
export interface Unplaced {
  readonly address: Address
  readonly place: string
  readonly reason: string
  readonly snippet: string
}

/** What the model files become. */
export interface Edits {
  readonly files: readonly SourceFile[]
  /** By the address of what a declaration is about first, the file it is in. */
  readonly homes: ReadonlyMap<Address, string>
  readonly unplaced: readonly Unplaced[]
}

/** A declaration that is new, and the file it goes to. */
interface Placed {
  readonly unit: Unit
  readonly path: string
}

/** Edits model files, which stay as they are until `finished` is asked. */
export class Editor {
  readonly ids = new Map<string, string>()
  readonly taken: readonly string[]
  /** By the address of what a declaration is about first, the file it is in. */
  readonly homes = new Map<Address, string>()
  readonly #models: Models
  readonly #files: Map<string, SourceFile>
  readonly #schema: Schema
  readonly #origins = new Map<string, Origin>()
  readonly #new: Placed[] = []
  readonly #parts: { readonly unit: TableUnit; readonly uses: Uses; readonly target: TableCall }[] = []
  readonly #unplaced: Unplaced[] = []

  constructor(models: Models, schema: Schema) {
    const { files, exports } = models
    this.#files = new Map([...files].map(([path, { text }]) => [path, new SourceFile(path, text, models)]))
    this.#models = { ...models, files: this.#files }
    this.#schema = schema
    this.taken = [...this.#files.values()].flatMap(({ bindings, exports: own }) => [
      ...bindings,
      ...own.map(({ name }) => name),
    ])
    for (const address of exports.keys()) {
      const home = homeOf(this.#models, address)
      if (!home) continue
      this.ids.set(address, home.name)
      this.#origins.set(home.name, { file: home.file })
      this.homes.set(address, home.file)
    }
    const { words, namespaces } = declarersOf(this.#models, (address) => schemaIn(schema, address))
    for (const [word, origin] of words) this.#origins.set(word, origin)
    for (const [name, { id, origin }] of namespaces) {
      this.ids.set(`declare in ${name}`, id)
      this.#origins.set(id, origin)
    }
  }

  /** The convention of a table, or of those of its namespace. */
  namingAt = (schema: string, table?: Address): Naming => {
    const { conventions } = this.#models
    const other = [...conventions.keys()].find((address) => schemaIn(this.#schema, address) === schema)
    return conventions.get(table ?? '') ?? conventions.get(other ?? '') ?? knexNaming
  }

  /** What declares in a namespace in which nothing is declared yet. */
  addNamespaces(ids: ReadonlyMap<string, string>, units: readonly { readonly uses: Uses }[]): void {
    const used = new Set(units.flatMap(({ uses }) => [...uses]))
    for (const [key, id] of ids) {
      const [, name] = /^declare in (.*)$/s.exec(key) ?? []
      if (name === undefined || !used.has(id) || this.#origins.has(id)) continue
      this.add(
        { address: key, id, code: `declareWith({ schema: ${JSON.stringify(name)} })`, uses: new Set(['declareWith']) },
        'base',
      )
    }
  }

  addTables(tables: readonly TableUnit[]): void {
    const files = filesOfTables(this.#models, tables)
    for (const table of tables) {
      const uses = new Set([...table.uses, ...table.code.columns.flatMap((column) => [...column.uses])])
      const code = printTable(
        table.code,
        table.code.columns.map(({ line }) => line),
      )
      this.add({ address: table.address, id: table.id, code, uses }, files.get(table.address)!)
    }
  }

  /**
   * Puts a declaration into a file: the one that is given, the one in which most of its kind are and no table, or one
   * by this name.
   */
  add(
    unit: Unit,
    name: string,
    path = familyOf(this.#models, this.homes, this.#schema, unit.address) ?? pathNamed(this.#models, name),
  ): void {
    this.#new.push({ unit, path })
    this.#origins.set(unit.id, { file: path })
    this.homes.set(unit.address, path)
    if (!this.#files.has(path)) this.#files.set(path, new SourceFile(path, '', { ...this.#models, isNew: true }))
  }

  /** Puts columns and parts into the declaration of a table that is there. */
  addTo(unit: TableUnit): void {
    const target = tableCall(this.#models, unit.address, unit.name)
    const uses = new Set([...unit.uses, ...unit.code.columns.flatMap((column) => [...column.uses])])
    uses.delete(unit.code.head.split('(')[0]!.split('.')[0]!)
    const exported = homeOf(this.#models, unit.address) ?? this.#models.exports.get(unit.address)?.[0]
    const file = target?.file ?? this.#files.get(exported?.file ?? this.#models.own[0]!)!
    try {
      file.tied()
      if (!target)
        throw new Unplaceable(
          file,
          exported ? file.startOf(exported.name) : 0,
          `no call of table('${unit.name}', { ... }) whose columns are written out there exports it`,
        )
      const { call, columns } = target
      for (const id of uses) this.#importInto(file, id)
      if (unit.code.columns.length > 0)
        file.insertItems(
          columns,
          columns.properties,
          unit.code.columns.map(({ line }) => line),
        )
      if (unit.code.lines.length > 0) file.insertParts(call, columns, unit.code.lines)
      this.homes.set(unit.address, file.path)
      this.#parts.push({ unit, uses, target })
    } catch (error) {
      if (!(error instanceof Unplaceable)) throw error
      this.#unplaced.push({
        address: unit.address,
        place: error.place,
        reason: error.message,
        snippet: snippetOf(unit, uses),
      })
    }
  }

  finished(): Edits {
    for (const [path, placed] of groupBy(this.#new, (one) => one.path)) this.#append(this.#files.get(path)!, placed)
    this.#extendIndex()
    return {
      files: [...this.#files.values()].filter((file) => file.isChanged),
      homes: this.homes,
      unplaced: this.#unplaced,
    }
  }

  #append(file: SourceFile, placed: readonly Placed[]): void {
    try {
      const { object } = file.tied()
      if (object && !object.written)
        throw new Unplaceable(file, object.statement.start, 'module.exports is not an object that is written out')
      for (const { unit } of placed) for (const id of unit.uses) this.#importInto(file, id)
      const { early, late, first } = this.#inOrder(file, placed)
      const code = (list: readonly Placed[]) =>
        list.map(({ unit }) => `${this.#headOf(unit, file, placed)}${unit.code}`)
      if (early.length > 0) file.insertStatements(code(early), first)
      if (late.length > 0) file.insertStatements(code(late), object?.statement)
      const ids = placed.map(({ unit }) => unit.id)
      if (object?.written) file.insertItems(object.written, object.written.properties, ids)
    } catch (error) {
      if (!(error instanceof Unplaceable)) throw error
      for (const { unit } of placed)
        this.#unplaced.push({
          address: unit.address,
          place: error.place,
          reason: error.message,
          snippet: `${file.isCommonJs ? 'exports.' : 'export const '}${unit.id} = ${unit.code}\n`,
        })
    }
  }

  /** What an edited table of a file uses comes before the first of those. */
  #inOrder(file: SourceFile, placed: readonly Placed[]) {
    const edited = this.#parts.filter(({ target }) => target.file === file)
    const wanted = new Set(edited.flatMap(({ uses }) => [...uses]))
    for (const { unit } of placed.toReversed()) if (wanted.has(unit.id)) for (const id of unit.uses) wanted.add(id)
    const [early, late] = split(placed, ({ unit }) => wanted.has(unit.id))
    return { early, late, first: edited.map(({ target }) => target.statement).sort((a, b) => a.start - b.start)[0] }
  }

  /** How a new declaration begins in a file, as the others there do. */
  #headOf({ id }: Unit, file: SourceFile, placed: readonly Placed[]): string {
    if (!file.isCommonJs) return `export const ${id} = `
    if (file.links?.object) return `const ${id} = `
    const users = [...placed.map(({ unit }) => unit), ...this.#parts.filter(({ target }) => target.file === file)]
    return users.some(({ uses }) => uses.has(id)) ? `const ${id} = exports.${id} = ` : `exports.${id} = `
  }

  #importInto(file: SourceFile, id: string): void {
    const origin = this.#origins.get(id) ?? { module: PACKAGE }
    if ('module' in origin) file.importName(id, origin.module)
    else if (origin.file === file.path) file.nameOwn(id)
    else file.importName(id, specifierOf(this.#models, file.path, origin.file))
  }

  /** A file that exports others again does so with the new ones. */
  #extendIndex(): void {
    for (const file of this.#files.values()) {
      const { whole, object } = (/^index\.[mc]?[tj]s$/.test(basename(file.path)) && file.links) || {}
      const fresh = [...this.#files.values()].filter((one) => one.isNew && dirname(one.path) === dirname(file.path))
      if (!whole || fresh.length === 0) continue
      const places = fresh.map(({ path }) => specifierOf(this.#models, file.path, path))
      if (object?.written)
        file.insertItems(
          object.written,
          object.written.properties,
          places.map((place) => `...require('${place}')`),
        )
      else {
        const ending = file.text[whole.end - 1] === ';' ? ';' : ''
        file.insert(whole.end, places.map((place) => `\nexport * from '${place}'${ending}`).join(''))
      }
    }
  }
}

const PACKAGE = 'knexus'

function snippetOf({ code: { columns, lines } }: TableUnit, uses: Uses): string {
  return [
    ...(columns.length > 0 ? ['// to its columns:', ...columns.map(({ line }) => `${line},`)] : []),
    ...(lines.length > 0 ? ['// to its parts, (t) => [...]:', ...lines.map((line) => `${line},`)] : []),
    ...(uses.size > 0 ? [`// with what it needs imported: ${[...uses].sort().join(', ')}`] : []),
  ]
    .map((line) => `${indent(line)}\n`)
    .join('')
}
