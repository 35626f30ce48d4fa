import { dirname, join, relative } from 'node:path'
import type { CallExpression, Expression, ObjectExpression } from 'oxc-parser'
import type { Address } from '../../base/kind.ts'
import { isDeclaration } from '../../declare/collect.ts'
import { convention } from '../../declare/context.ts'
import type { Naming } from '../../declare/naming.ts'
import { closureOf, resolveFile } from '../../modules/closure.ts'
import { addressOf } from '../../schema.ts'
import { loadModelFiles } from '../../sources/models.ts'
import { assignedBy } from './commonjs.ts'
import type { Span } from './links.ts'
import { SourceFile } from './source-file.ts'

/** Where a model exports a declaration. */
export interface Export {
  readonly file: string
  readonly name: string
}

/** The model files, taken apart, and which of them declares what. */
export interface Models {
  readonly place: string
  /** All files that the models consist of, by their paths; those of the models' place are also in `own`. */
  readonly files: ReadonlyMap<string, SourceFile>
  readonly own: readonly string[]
  /** They are all in CommonJS. */
  readonly inCommonJs: boolean
  /** By the address of what a declaration is about first, under what names it is exported. */
  readonly exports: ReadonlyMap<Address, readonly Export[]>
  /** The naming conventions of the tables. */
  readonly conventions: ReadonlyMap<Address, Naming>
}

/** Finds what the models declare and where. Throws as loading them does. */
export async function locate(place: string): Promise<Models> {
  const { files: own, modules } = await loadModelFiles(place)
  const texts = await closureOf(own)
  const files = new Map([...texts].map(([path, text]) => [path, new SourceFile(path, text)]))
  const inCommonJs = own.length > 0 && own.every((path) => files.get(path)?.isCommonJs)
  const exports = new Map<Address, Export[]>()
  const conventions = new Map<Address, Naming>()
  modules.forEach((module, at) => {
    // Of CommonJS the names are all in the default, and outside of it those alone that Node could tell without running it.
    const { default: all } = module
    const whole = typeof all === 'object' && all !== null && !isDeclaration(all) ? all : {}
    for (const [name, value] of Object.entries({ ...whole, ...module })) {
      if (typeof value !== 'object' || value === null || !isDeclaration(value) || value.objects.length === 0) continue
      const address = addressOf(value.objects[0]!)
      if (convention in value) conventions.set(address, value[convention] as Naming)
      exports.set(address, [...(exports.get(address) ?? []), { file: own[at]!, name }])
    }
  })
  return { place, files, own, inCommonJs, exports, conventions }
}

/** The file in which a declaration stands, and the name by which it can be imported from there; none for a default export. */
export function homeOf({ files, exports }: Models, address: Address): Export | undefined {
  return exports
    .get(address)
    ?.find(({ file, name }) => name !== 'default' && files.get(file)!.exports.some((one) => one.name === name))
}

/** A call in a file that declares a table: `table('users', { … }, (t) => [ … ])`. */
export interface TableCall {
  readonly file: SourceFile
  readonly statement: Span
  readonly call: CallExpression
  readonly columns: ObjectExpression
}

/**
 * The call that declares a table; nothing where there is none that can be told from others, or its columns are not
 * written out.
 */
export function tableCall(models: Models, address: Address, name: string): TableCall | undefined {
  const calls = [...models.files.values()].flatMap((file) =>
    callsIn(file).flatMap((found): (TableCall & TopCall)[] => {
      const [first, columns] = found.call.arguments
      return first?.type === 'Literal' && first.value === name && columns?.type === 'ObjectExpression'
        ? [{ ...found, file, columns }]
        : []
    }),
  )
  const exported = models.exports.get(address) ?? []
  const own = calls.filter((call) => exported.some((one) => isOf(one, call.file, call)))
  const [only, ...others] = own.length > 0 ? own : calls
  return others.length === 0 ? only : undefined
}

function isOf({ file: path, name }: Export, file: SourceFile, { bound, as }: TopCall): boolean {
  if (path !== file.path) return false
  if (as !== undefined) return name === as
  return bound === undefined ? name === 'default' : localName(file, name) === bound
}

interface TopCall {
  readonly statement: Span
  /** The name that its value is given. */
  readonly bound: string | undefined
  /** The name that CommonJS exports it under at once: `exports.users = table(...)`. */
  readonly as?: string | undefined
  readonly call: CallExpression
}

/** The calls at the top of a file whose value is given a name, or is the default export. */
function callsIn(file: SourceFile): TopCall[] {
  return file.program.body.flatMap((statement): TopCall[] => {
    const assigned = file.isCommonJs ? assignedBy(statement) : []
    if (assigned.length > 0)
      return assigned.flatMap(({ name, value, bound }) =>
        value.type === 'CallExpression' ? [{ statement, bound, as: name, call: value }] : [],
      )
    const declaration = statement.type === 'ExportNamedDeclaration' ? statement.declaration : statement
    if (declaration?.type === 'VariableDeclaration')
      return declaration.declarations.flatMap(({ id, init }) => {
        const call = bare(init)
        return call?.type === 'CallExpression'
          ? [{ statement, bound: id.type === 'Identifier' ? id.name : undefined, call }]
          : []
      })
    return statement.type === 'ExportDefaultDeclaration' && statement.declaration.type === 'CallExpression'
      ? [{ statement, bound: undefined, call: statement.declaration }]
      : []
  })
}

/** An expression without what TypeScript says of its type. */
function bare(expression: Expression | null): Expression | null {
  return expression?.type === 'TSSatisfiesExpression' || expression?.type === 'TSAsExpression'
    ? bare(expression.expression)
    : expression
}

/** What a file itself calls what it exports under a name; nothing where it only hands it on. */
function localName(file: SourceFile, exported: string): string | undefined {
  return file.exports.find(({ name }) => name === exported)?.local
}

/** What the models declare things with. */
export interface Declarers {
  /** Where the words of the model language come from, if not from the package: `table` from a file with a naming convention. */
  readonly words: ReadonlyMap<string, Origin>
  /** By a namespace the name whose members declare in it, `app` of `app.table`, and where that comes from. */
  readonly namespaces: ReadonlyMap<string, { readonly id: string; readonly origin: Origin }>
}

/** A file, or a package. */
export type Origin = { readonly file: string } | { readonly module: string }

/** Reads off the declarations that are there what declares in which namespace. */
export function declarersOf(models: Models, schemaAt: (address: Address) => string | undefined): Declarers {
  const words = new Map<string, Origin>()
  const namespaces = new Map<string, { id: string; origin: Origin }>()
  for (const [address, exported] of models.exports) {
    const schema = schemaAt(address)
    if (schema === undefined) continue
    for (const file of models.files.values())
      for (const found of callsIn(file)) {
        const declarer = exported.some((one) => isOf(one, file, found)) ? declarerOf(found.call) : undefined
        const origin = declarer && originOf(file, declarer.id)
        if (!declarer || !origin) continue
        if (declarer.isNamespace) namespaces.set(schema, { id: declarer.id, origin })
        else if (schema === 'public' && 'file' in origin) words.set(declarer.id, origin)
      }
  }
  return { words, namespaces }
}

/** The name that a call begins with: `table` of `table(...)`, or the namespace `app` of `app.table(...)`. */
function declarerOf({ callee }: CallExpression): { readonly id: string; readonly isNamespace: boolean } | undefined {
  if (callee.type === 'Identifier') return { id: callee.name, isNamespace: false }
  return callee.type === 'MemberExpression' && callee.object.type === 'Identifier'
    ? { id: callee.object.name, isNamespace: true }
    : undefined
}

function originOf(file: SourceFile, id: string): Origin | undefined {
  const specifier = file.originOf(id)
  if (specifier === undefined) return localName(file, id) === id ? { file: file.path } : undefined
  if (!specifier.startsWith('.')) return { module: specifier }
  const path = resolveFile(join(dirname(file.path), specifier))
  return path === undefined ? undefined : { file: path }
}

/** How one file of the models names another in an import: as the others do it. */
export function specifierOf(models: Models, from: string, to: string): string {
  const path = relative(dirname(from), to).replaceAll('\\', '/')
  const bare = path.replace(/\.[mc]?[tj]s$/, '')
  const used = [...models.files.values()]
    .flatMap(({ links }) => links?.specifiers ?? [])
    .find((specifier) => specifier.startsWith('.'))
  const ending =
    used === undefined
      ? path.slice(bare.length).replace('ts', 'js')
      : used.endsWith('ts')
        ? path.slice(bare.length)
        : /\.[mc]?js$/.test(used)
          ? path.slice(bare.length).replace('ts', 'js')
          : ''
  return `${bare.startsWith('.') ? '' : './'}${bare}${ending}`
}
