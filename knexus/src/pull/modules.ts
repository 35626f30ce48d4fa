import type { Style } from '../project/language.ts'
import { differingTemplates } from './infer-naming.ts'
import { beside, fileOf, reexports, type Declaration, type PulledFile } from './language.ts'
import { mixinCode, type Mixin } from './mixins.ts'
import { camelCase } from './names.ts'
import { call, print, printText, wrap } from './print.ts'
import { rowSecurityCode, type RowSecurity } from './row-security.ts'
import type { Pull, Unit } from './state.ts'

/** What one file declares. */
export interface Module {
  readonly name: string
  readonly units: readonly Unit[]
}

const PACKAGE = 'knexus'

/** A file of declarations, with the imports it needs. */
export function moduleFile({ name, units }: Module, origin: ReadonlyMap<string, string>, style: Style): PulledFile {
  const imports = new Map<string, Set<string>>()
  for (const { uses } of units) {
    for (const id of uses) {
      const place = origin.get(id) ?? PACKAGE
      if (place !== beside(name, style)) imports.set(place, (imports.get(place) ?? new Set()).add(id))
    }
  }
  return fileOf(
    name,
    style,
    imports,
    units.map(({ id, code }) => ({ ids: [id], code })),
  )
}

/** What all files share: the naming convention, the namespaces, the mixins. Nothing where the package's own will do. */
export function baseFile(
  pull: Pull,
  mixins: readonly Mixin[],
  security: readonly RowSecurity[],
  modules: readonly Module[],
  style: Style,
): { readonly file: PulledFile; readonly exports: readonly string[] } | undefined {
  const used = new Set(modules.flatMap(({ units }) => units.flatMap(({ uses }) => [...uses])))
  const templates = differingTemplates(pull.naming)
  const isUsual = Object.keys(templates).length === 0
  const words = isUsual ? [] : DECLARING.filter((word) => used.has(word))
  const schemas = [...pull.ids]
    .filter(([key, id]) => key.startsWith('declare in ') && used.has(id))
    .map(([key, id]) => ({ id, schema: key.slice('declare in '.length) }))
  const own = mixins.filter(({ id }) => used.has(id))
  const secured = security.filter(({ id }) => used.has(id))
  if (words.length + schemas.length + own.length + secured.length === 0) return undefined
  const typed = style.language === 'typescript'
  const imports = new Set(own.flatMap(({ columns }) => columns.flatMap(({ uses }) => [...uses])))
  if (words.length + schemas.length > 0) imports.add('declareWith')
  if (!isUsual) imports.add('naming')
  if (secured.length > 0 && typed) imports.add('type SharedParts')
  if (secured.some(({ lines }) => lines.some((line) => /\bsql[`.]/.test(line)))) imports.add('sql')
  const convention: Declaration = {
    ids: ['convention'],
    code: call('naming', [
      wrap(
        '{ ',
        Object.entries(templates).map(([sort, template]) => `${sort}: ${printText(template)}`),
        ' }',
      ),
    ]),
    comment: 'How constraints and indexes are named, unless one says otherwise.',
    local: true,
  }
  const declarations: Declaration[] = [
    ...(isUsual ? [] : [convention]),
    ...(words.length > 0
      ? [{ ids: words, left: wrap('{ ', words, ' }'), code: 'declareWith({ naming: convention })' }]
      : []),
    ...schemas.map(({ id, schema }) => ({
      ids: [id],
      code: `declareWith({ schema: ${print(schema, new Set())}${isUsual ? '' : ', naming: convention'} })`,
      comment: `Declares things in the namespace ${JSON.stringify(schema)}.`,
    })),
    ...own.map((mixin) => ({ ids: [mixin.id], code: mixinCode(mixin) })),
    ...secured.map((shared) => ({
      ids: [shared.id],
      code: rowSecurityCode(shared, typed),
      comment: 'Which rows of a table are for whom.',
    })),
  ]
  return {
    file: fileOf('base', style, new Map([[PACKAGE, imports]]), declarations),
    exports: declarations.flatMap(({ ids, local }) => (local ? [] : ids)),
  }
}

const DECLARING = [
  'table',
  'enumType',
  'domain',
  'composite',
  'range',
  'sequence',
  'view',
  'materializedView',
  'fn',
  'procedure',
]

/** The file that exports all others, if there are any, and in TypeScript tells Knex of the tables. */
export function indexFile(names: readonly string[], typed: readonly string[], style: Style): PulledFile {
  const name = `index${style.extension}`
  const exports = reexports(names, style)
  if (typed.length === 0 || style.language !== 'typescript') return { name, text: exports }
  const ids = new Map([...typed].sort().map((one) => [one, `${camelCase(one)}Models`]))
  const imports = [...ids].map(([one, id]) => `import type * as ${id} from '${beside(one, style)}'\n`).join('')
  const models = [...ids.values()].map((id) => `typeof ${id}`)
  const union = models.join(' & ').length > 130 ? `\n  & ${models.join('\n  & ')}` : ` ${models.join(' & ')}`
  return {
    name,
    text: `import type { KnexTables } from '${PACKAGE}'
${imports}
${exports}
type Models =${union}

declare module 'knex/types/tables.js' {
  interface Tables extends KnexTables<Models> {}
}
`,
  }
}
