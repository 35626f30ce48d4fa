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

A view reads a column, and the column becomes a \`bigint\`. This page follows that change through the engine. \`npm run docs\` makes the change on an
embedded PostgreSQL and writes down what each stage holds, so the page cannot be out of date. [Architecture](architecture.md) is the map.

## 1. The model

${code('ts', `export const files = table('files', { id: integer().primary(), size: bigInteger().notNullable() }) // it was integer()\nexport const large = view('large_files', { as: sql\`SELECT id, size FROM files WHERE size > 1000\`, needs: [files] })`)}

\`declare/\` turns the model into objects: plain data, each with an address. \`collect\` gathers what the files export.

${code('text', [...modelsOf('bigint').keys()].join('\n'))}

## 2. Two schemas

The migrations run on one scratch database (a shadow), and the models are built on another. Both are read back by the same query
(\`introspect/\`), so every expression is as PostgreSQL prints it. A \`Schema\` is a map from address to object. This is the column before the change:

${code('json', JSON.stringify(Object.fromEntries(Object.entries(from.get(column)!).filter(([, value]) => value !== null)), undefined, 2))}

## 3. The difference

\`diff.ts\` compares object by object and attribute by attribute. It knows nothing about particular kinds. A \`Change\` is an object before and after:

${code('text', sayChanges(diff(from, to)).join('\n'))}

## 4. Verdicts

\`plan/verdicts.ts\` decides what happens to each object that differs, and \`plan/carry.ts\` what happens to the objects that need it. One line in the kind of
columns says that a type is altered in place; one line in the kind of views says that a view cannot exist while the type of its column changes.

${code('text', [...judged].map(([address, { type }]) => `${type.padEnd(8)} ${address}`).join('\n'))}

## 5. Actions and their order

Each verdict becomes one or two actions (a replaced view is dropped and created). For every relation between two objects with actions, \`plan/edges.ts\`
adds an edge according to the table in \`plan/relations.ts\`. \`base/graph.ts\` sorts the result.

${code('text', [...new Set(order)].join('\n'))}

## 6. Steps

\`plan/write.ts\` asks each kind for its statements:

${code('sql', steps.flatMap(({ statements }) => statements.map((statement) => `${statement.sql};`)).join('\n'))}

## 7. Recipes and files

\`recipes/\` replace a step with safer ones, for tables in use: here ${recipes.length === steps.length ? 'none applies' : 'one applies'}. \`emit/\` starts a new file wherever a transaction has to end: ${segments(recipes).length} file.

## 8. The proof

\`prove/\` runs the file on a shadow that holds rows: up, down and up again. It reads the schema after each run and compares every value. The locks of each
statement are measured at the same time, and written above it. The way down is the plan from what was really there after the file to what was there before it.

${code('ts', file.trimEnd())}
`
}

function code(language: string, text: string): string {
  return `\`\`\`${language}\n${text}\n\`\`\``
}
