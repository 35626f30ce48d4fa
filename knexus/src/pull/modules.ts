import { differingTemplates } from './infer-naming.ts'
import { mixinCode, type Mixin } from './mixins.ts'
import { camelCase } from './names.ts'
import { call, print, printText, wrap } from './print.ts'
import { rowSecurityCode, type RowSecurity } from './row-security.ts'
import type { Pull, Unit } from './state.ts'

/** A model file: its name, `studies.ts`, and its text. */
export interface PulledFile {
  readonly name: string
  readonly text: string
}

/** What one file declares. */
export interface Module {
  readonly name: string
  readonly units: readonly Unit[]
}

const PACKAGE = 'knexus'

/** A file of declarations, with the imports it needs: `./x.js`, since `./x.ts` asks the compiler for a setting of its own. */
export function moduleFile({ name, units }: Module, origin: ReadonlyMap<string, string>): PulledFile {
  const imports = new Map<string, Set<string>>()
  for (const { uses } of units) {
    for (const id of uses) {
      const place = origin.get(id) ?? PACKAGE
      if (place !== `./${name}.js`) imports.set(place, (imports.get(place) ?? new Set()).add(id))
    }
  }
  const places = [...imports.keys()].sort(
    (a, b) => Number(a.startsWith('.')) - Number(b.startsWith('.')) || (a < b ? -1 : 1),
  )
  const head = places.map((place) => importLine([...imports.get(place)!], place)).join('')
  return {
    name: `${name}.ts`,
    text: `${head}\n${units.map(({ id, code }) => `export const ${id} = ${code}\n`).join('\n')}`,
  }
}

/** What all files share: the naming convention, the namespaces, the mixins. Nothing where the package's own will do. */
export function baseFile(
  pull: Pull,
  mixins: readonly Mixin[],
  security: readonly RowSecurity[],
  modules: readonly Module[],
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
  const imports = new Set(own.flatMap(({ columns }) => columns.flatMap(({ uses }) => [...uses])))
  if (words.length + schemas.length > 0) imports.add('declareWith')
  if (!isUsual) imports.add('naming')
  if (secured.length > 0) imports.add('type SharedParts')
  if (secured.some(({ lines }) => lines.some((line) => /\bsql[`.]/.test(line)))) imports.add('sql')
  const convention = isUsual
    ? ''
    : `const convention = ${call('naming', [
        wrap(
          '{ ',
          Object.entries(templates).map(([sort, template]) => `${sort}: ${printText(template)}`),
          ' }',
        ),
      ])}\n`
  const texts = [
    importLine([...imports], PACKAGE),
    ...(isUsual ? [] : [`/** How constraints and indexes are named, unless one says otherwise. */\n${convention}`]),
    ...(words.length > 0 ? [`export ${wrap('const { ', words, ' }')} = declareWith({ naming: convention })\n`] : []),
    ...schemas.map(
      ({ id, schema }) =>
        `/** Declares things in the namespace ${JSON.stringify(schema).replaceAll('*/', '* /')}. */\n` +
        `export const ${id} = declareWith({ schema: ${print(schema, new Set())}${isUsual ? '' : ', naming: convention'} })\n`,
    ),
    ...own.map((mixin) => mixinCode(mixin)),
    ...secured.map((shared) => rowSecurityCode(shared)),
  ]
  return {
    file: { name: 'base.ts', text: texts.join('\n') },
    exports: [...words, ...schemas.map(({ id }) => id), ...[...own, ...secured].map(({ id }) => id)],
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

/** The file that exports all others, if there are any, and tells Knex of the tables. */
export function indexFile(names: readonly string[], typed: readonly string[]): PulledFile {
  const sorted = [...names].sort()
  const exports = sorted.map((name) => `export * from './${name}.js'\n`).join('') || 'export {}\n'
  if (typed.length === 0) return { name: 'index.ts', text: exports }
  const ids = new Map([...typed].sort().map((name) => [name, `${camelCase(name)}Models`]))
  const imports = [...ids].map(([name, id]) => `import type * as ${id} from './${name}.js'\n`).join('')
  const models = [...ids.values()].map((id) => `typeof ${id}`)
  const union = models.join(' & ').length > 130 ? `\n  & ${models.join('\n  & ')}` : ` ${models.join(' & ')}`
  return {
    name: 'index.ts',
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

function importLine(ids: readonly string[], place: string): string {
  return `import ${wrap('{ ', [...ids].sort(), ' }')} from '${place}'\n`
}
