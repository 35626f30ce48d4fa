import { join } from 'node:path'
import { build } from '../knexus/src/build/index.ts'
import { collect } from '../knexus/src/declare/collect.ts'
import { diff } from '../knexus/src/diff.ts'
import { emit, segments } from '../knexus/src/emit/index.ts'
import { bigInteger, integer, sql, table, view } from '../knexus/src/index.ts'
import { introspect } from '../knexus/src/introspect/index.ts'
import { actions } from '../knexus/src/plan/actions.ts'
import { plan } from '../knexus/src/plan/index.ts'
import { verdicts } from '../knexus/src/plan/verdicts.ts'
import { rehearse } from '../knexus/src/prove/index.ts'
import { seedRows } from '../knexus/src/prove/rows.ts'
import { applyRecipes } from '../knexus/src/recipes/index.ts'
import { NO_RENAMES } from '../knexus/src/rename/index.ts'
import { schemaOf, type Schema } from '../knexus/src/schema.ts'
import { openShadow } from '../knexus/src/shadow/index.ts'
import { sayChanges } from '../knexus/src/tell/changes.ts'

/** Where the page is. */
export const TOUR_PAGE = join(import.meta.dirname, '../docs/tour.md')

/** docs/tour.md: one change, followed from the model to the file by making it on an embedded PostgreSQL. */
export async function tourPage(): Promise<string> {
  const shadow = await openShadow({ shadow: 'embedded' })
  try {
    const read = async (column: 'integer' | 'bigint'): Promise<Schema> => {
      const db = await shadow.database()
      await build(modelsOf(column), db)
      const schema = await introspect(db)
      await db.close()
      return schema
    }
    const [from, to] = [await read('integer'), await read('bigint')]
    const db = await shadow.database()
    await build(modelsOf('integer'), db)
    await seedRows(db)
    const [migration] = await rehearse(NO_RENAMES, to, db, {})
    await db.close()
    return page(from, to, emit(migration!))
  } finally {
    await shadow.close()
  }
}

function modelsOf(type: 'integer' | 'bigint'): Schema {
  const size = type === 'bigint' ? bigInteger() : integer()
  const files = table('files', { id: integer().primary(), size: size.notNullable() })
  const large = view('large_files', { as: sql`SELECT id, size FROM files WHERE size > 1000`, needs: [files] })
  return schemaOf(collect([{ files, large }]).objects)
}

function page(from: Schema, to: Schema, file: string): string {
  const column = 'COLUMN public.files.size'
  const [judged, steps] = [verdicts(from, to), plan(from, to)]
  const { nodes, edges } = actions(judged, from, to)
  const order = nodes.flatMap((node, at) =>
    edges[at]!.map((next) => `${node.type} ${node.address}  before  ${nodes[next]!.type} ${nodes[next]!.address}`),
  )
  const recipes = applyRecipes(steps, from)
  return `# A tour: one change from the model to the file

A column becomes a \`bigint\`, and a view reads it. This page follows that change through the engine; \`npm run docs\` makes the change on an
embedded PostgreSQL and writes what each stage holds, so nothing here can be out of date. [architecture.md](architecture.md) is the map.

## 1. The model

${code('ts', `export const files = table('files', { id: integer().primary(), size: bigInteger().notNullable() }) // it was integer()\nexport const large = view('large_files', { as: sql\`SELECT id, size FROM files WHERE size > 1000\`, needs: [files] })`)}

\`declare/\` turns it into objects: plain data with an address each. \`collect\` gathers what the files export.

${code('text', [...modelsOf('bigint').keys()].join('\n'))}

## 2. Two schemas

The migrations are run on a scratch database (the shadow), and the models are built on another. Both are read back by the same query
(\`introspect/\`), so PostgreSQL itself has written every expression. A \`Schema\` is a map from address to object. The column, as it was:

${code('json', JSON.stringify(Object.fromEntries(Object.entries(from.get(column)!).filter(([, value]) => value !== null)), undefined, 2))}

## 3. The difference

\`diff.ts\` compares object by object and attribute by attribute, and names no kind. A \`Change\` is an object before and after:

${code('text', sayChanges(diff(from, to)).join('\n'))}

## 4. Verdicts

\`plan/verdicts.ts\` decides what becomes of each object that differs, and \`plan/carry.ts\` of those that need it. The kind of columns says in one
line that a type is altered in place; the kind of views, that a view cannot stand over a column whose type changes.

${code('text', [...judged].map(([address, { type }]) => `${type.padEnd(8)} ${address}`).join('\n'))}

## 5. Actions and their order

Each verdict becomes one action or two (a replaced view is dropped and created). \`plan/edges.ts\` draws an edge for every relation between two
objects that are acted on, by the table in \`plan/relations.ts\`; \`base/graph.ts\` sorts them.

${code('text', [...new Set(order)].join('\n'))}

## 6. Steps

\`plan/write.ts\` asks each kind for its statements:

${code('sql', steps.flatMap(({ statements }) => statements.map((statement) => `${statement.sql};`)).join('\n'))}

## 7. Recipes and files

\`recipes/\` put a safer way in the place of a step, for tables in use: here ${recipes.length === steps.length ? 'none applies' : 'one applies'}. \`emit/\` cuts the steps into files where a transaction has to end: ${segments(recipes).length} file.

## 8. The proof

\`prove/\` runs the file on the shadow with rows in it, up, down and up again, reads the schema after each and compares every value. What a
statement keeps waiting is measured on the way, and stands above it. The way down is the plan from what was really there back to what was there before.

${code('ts', file.trimEnd())}
`
}

function code(language: string, text: string): string {
  return `\`\`\`${language}\n${text}\n\`\`\``
}
