import { readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { allKinds } from '../knexus/src/schema.ts'
import type { AnyKind } from '../knexus/src/base/kind.ts'

const root = join(import.meta.dirname, '..')

/** Where the page is. */
export const KINDS_PAGE = join(root, 'docs/kinds.md')

/** docs/kinds.md, made from the registry and the docstrings of the kinds. */
export function kindsPage(): string {
  const interfaces = readInterfaces()
  const sections = allKinds.map((kind) => section(kind, interfaces))
  return `${HEAD}\n${table(
    ['Kind', 'Address', 'Catalog', 'Altered in place', 'Recreated'],
    sections.map(({ row }) => row),
  )}\n\n${sections.map(({ text }) => text).join('\n')}`
}

const HEAD = `# Kinds of objects

<!-- Written by \`npm run docs\` from knexus/src/kinds; do not edit. -->

Everything that \`pg_dump --schema-only\` writes for a user's schema is an object of one of these kinds. Every object has an address. For each attribute
of a kind, the last column of its table says how a difference is migrated:

- **in place**: a statement alters the object;
- **in place if possible**: a statement alters the object for some differences; for others it is dropped and created again;
- **recreated**: the object is dropped and created again, with everything that depends on it, in the order of \`pg_depend\`;
- **identity**: the attribute is part of the address, so another value means another object;
- **not compared**: planning needs the attribute, but a difference in it alone does not count, for the reason given.

Three things that \`pg_dump\` writes are not compared:

- whether the sequence behind an identity column is UNLOGGED while its table is not. Only \`ALTER SEQUENCE\` on that sequence makes it so, and a crash
  does no more than reset a counter;
- whether a partition's copy of a NOT VALID check is valid. It is valid in a partition created later, but not in one that existed before, although both
  have the same declaration;
- whether a child table has a column or a constraint only by inheritance, or of its own as well ([0012](decisions/0012-whose-a-child-s-column-is.md)).

Roles, tablespaces and subscriptions belong to the cluster: Knexus reads them, but never manages them. \`check\` and \`diff\` list as *not managed* whatever
no kind covers: conversions, access methods, transforms, base types, procedural languages that belong to no extension, security labels, settings of the
database, DEPENDS ON EXTENSION, constraint triggers that \`DISABLE TRIGGER ALL\` switched off, and grants on system objects and on those of extensions. The
members of an extension are not examined: if someone has changed a definition or a comment among them by hand, it goes unnoticed.
`

interface Attribute {
  readonly name: string
  readonly type: string
  readonly doc: string
}

interface Interface {
  readonly doc: string
  readonly attributes: readonly Attribute[]
}

interface Section {
  readonly row: readonly string[]
  readonly text: string
}

function section(kind: AnyKind, interfaces: ReadonlyMap<string, Interface>): Section {
  const described = interfaces.get(kind.kind)
  if (!described) throw new Error(`the interface of the kind ${kind.kind} was not found`)
  const attributes = described.attributes.map((attribute) => ({ ...attribute, how: howOf(kind, attribute.name) }))
  const named = (...hows: readonly string[]) =>
    attributes
      .filter(({ how }) => hows.includes(how))
      .map(({ name }) => `\`${name}\``)
      .join(', ') || '-'
  const address = addressOf(kind, described.attributes)
  const rows = attributes.map(({ name, type, doc, how }) => [
    `\`${name}\``,
    `\`${type.replaceAll('|', '\\|')}\``,
    (how.startsWith('not compared') ? doc.replace(/ Not compared\b[^.]*\.$/, '') : doc).replaceAll('|', '\\|'),
    how,
  ])
  return {
    row: [
      `[${kind.kind}](#${kind.kind.replaceAll(' ', '-')})`,
      `\`${address}\``,
      kind.class ? `\`${kind.class}\`` : '-',
      named('in place', 'in place if possible'),
      named('recreated'),
    ],
    text: `## ${kind.kind}\n\n${described.doc}\n\n${traits(kind)
      .map((trait) => `- ${trait}\n`)
      .join('')}\n${table(['Attribute', 'Type', 'Meaning', 'Difference'], rows)}\n`,
  }
}

/** What else the contract says about a kind. */
function traits(kind: AnyKind): string[] {
  return [
    kind.inline && 'Written within the CREATE statement of the object to which it belongs, if PostgreSQL allows it.',
    kind.rename && 'Renamed in place.',
    kind.renameAway &&
      'If it has to be recreated, it is renamed first, and the columns that use it are moved to the new one with their values.',
    kind.blocksAlterOf && 'May have to be recreated when the type of a column that it uses changes.',
  ].filter((trait) => typeof trait === 'string')
}

function howOf(kind: AnyKind, attribute: string): string {
  const reason = kind.facts?.[attribute]
  if (reason !== undefined) return `not compared: ${reason}`
  const how = kind.alter[attribute]
  if (how === undefined) return 'identity'
  if (how === 'recreate') return 'recreated'
  return how.toString().includes('recreate') ? 'in place if possible' : 'in place'
}

/** The address of an object whose attributes are their own names. */
function addressOf(kind: AnyKind, attributes: readonly Attribute[]): string {
  const values = Object.fromEntries(attributes.map(({ name, type }) => [name, placeholder(name, type)]))
  return kind.address({ kind: kind.kind, ...values }).replaceAll('"', '')
}

function placeholder(name: string, type: string): unknown {
  if (type.includes('null')) return null
  if (type === 'boolean') return false
  if (type === 'Address') return '…'
  return type.includes('[]') ? [name] : (/^'([^']+)'/.exec(type)?.[1] ?? name)
}

function table(head: readonly string[], rows: readonly (readonly string[])[]): string {
  return [head, head.map(() => '---'), ...rows].map((cells) => `| ${cells.join(' | ')} |`).join('\n')
}

/** The interface of every kind, by the kind's name, with the attributes of what it extends. */
function readInterfaces(): ReadonlyMap<string, Interface> {
  const sources = ['kinds', 'base'].flatMap((room) => {
    const folder = join(root, 'knexus/src', room)
    return readdirSync(folder, { recursive: true, encoding: 'utf8' })
      .filter((file) => file.endsWith('.ts'))
      .map((file) => readFileSync(join(folder, file), 'utf8'))
  })
  const found = new Map(
    sources.flatMap((source) => [...source.matchAll(INTERFACE)]).map((match) => [match[2]!, match] as const),
  )
  const result = new Map<string, Interface>()
  for (const [, doc, , base, body] of found.values()) {
    const kind = /readonly kind: '([^']+)'/.exec(body!)?.[1]
    if (kind === undefined) continue
    const attributes = [...attributesOf(body!), ...inherited(base)]
    const once = attributes.filter(({ name }, at) => attributes.findIndex((one) => one.name === name) === at)
    result.set(kind, { doc: textOf(doc ?? ''), attributes: once })
  }
  return result

  function inherited(bases = ''): Attribute[] {
    return bases.split(', ').flatMap((base) => {
      const [, , , above, body] = found.get(base) ?? []
      return body === undefined ? [] : [...inherited(above), ...attributesOf(body)]
    })
  }
}

const INTERFACE =
  /(?:\/\*\*((?:(?!\*\/)[\s\S])*)\*\/\n)?export interface (\w+)(?: extends ([\w, ]+))? \{\n([\s\S]*?)\n\}/g
const ATTRIBUTE = /(?: {2}\/\*\*((?:(?!\*\/)[\s\S])*)\*\/\n)? {2}readonly (\w+)\??: (.+)/g

/** The meaning of attributes that are named after PostgreSQL's own words, and so have no docstring. */
const COMMON: Readonly<Record<string, string>> = {
  schema: 'Its namespace, unquoted.',
  name: 'Its name, unquoted.',
  table: 'Its table, unquoted.',
  view: 'Its view, unquoted.',
  column: 'Its column, unquoted.',
  domain: 'Its domain, unquoted.',
  server: 'Its foreign server, unquoted.',
  publication: 'Its publication, unquoted.',
  on: 'The object to which it belongs.',
  type: 'Its type.',
  options: 'Its OPTIONS, by name.',
  default: 'The DEFAULT expression; null for none.',
  notNull: 'NOT NULL.',
  labels: 'Its values, in order.',
  attributes: 'Its columns, in order.',
  identity: 'GENERATED AS IDENTITY, with its sequence options; null for none.',
  expression: 'The expression, as PostgreSQL prints it.',
  start: 'START.',
  increment: 'INCREMENT.',
  min: 'MINVALUE.',
  max: 'MAXVALUE.',
  cycle: 'CYCLE.',
  unlogged: 'UNLOGGED.',
  rowSecurity: 'ENABLE ROW LEVEL SECURITY.',
  forceRowSecurity: 'FORCE ROW LEVEL SECURITY.',
  unique: 'UNIQUE.',
  where: 'The condition; null for none.',
  command: 'FOR: the command it applies to.',
  allTables: 'FOR ALL TABLES.',
  version: 'VERSION; null for none.',
  language: 'LANGUAGE.',
  window: 'WINDOW.',
  volatility: 'IMMUTABLE, STABLE or VOLATILE.',
  securityDefiner: 'SECURITY DEFINER.',
  leakproof: 'LEAKPROOF.',
  parallel: 'PARALLEL.',
  timing: 'When it fires.',
  events: 'The events for which it fires.',
  level: 'FOR EACH ROW or STATEMENT.',
  newTable: 'REFERENCING NEW TABLE AS; null for none.',
  provider: 'The provider: the C library, ICU or PostgreSQL.',
  collate: 'LC_COLLATE; null where the provider has none.',
  ctype: 'LC_CTYPE; null where the provider has none.',
  multirangeSchema: 'The namespace of its multirange type.',
  right: 'The type on the right.',
  target: 'The type that is cast to.',
  method: 'How it converts: by a function, by way of text, or not at all.',
  negator: 'NEGATOR; null for none.',
  join: 'JOIN, the estimator of joins; null for none.',
  hashes: 'HASHES.',
  merges: 'MERGES.',
  token: 'The function that returns the next token.',
  end: 'The function that ends parsing.',
  headline: 'The function that produces headlines; null for none.',
  types: 'The function that lists the token types.',
  lexize: 'The function that looks up a word.',
  checks: 'The checks that it shares with its parent.',
}

function attributesOf(body: string): Attribute[] {
  return [...body.matchAll(ATTRIBUTE)]
    .map(([, doc, name, type]) => ({
      name: name!,
      type: type!,
      doc: doc === undefined ? (COMMON[name!] ?? '') : textOf(doc),
    }))
    .filter(({ name }) => name !== 'kind')
}

function textOf(comment: string): string {
  return comment
    .split('\n')
    .map((line) => line.replace(/^\s*\* ?/, '').trim())
    .join(' ')
    .trim()
}

if (process.argv[1] === import.meta.filename) writeFileSync(KINDS_PAGE, kindsPage())
