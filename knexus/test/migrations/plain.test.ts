import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect } from 'chai'
import knexModule, { type Knex } from 'knex'
import { emit } from '../../src/emit/index.ts'
import { load } from '../../src/modules/load.ts'
import { type PlainStep, readPlain } from '../../src/migrations/plain.ts'

const TYPE = `import type { Knex } from 'knex'\n`
const up = (body: string) => `${TYPE}export async function up(knex: Knex): Promise<void> {\n${body}\n}\n`

/** Read off its text, each sends what it sends when it is compiled and called. */
const PLAIN: Readonly<Record<string, string>> = {
  'one statement': up('await knex.raw(`SELECT 1`)'),
  'quotes of every sort': up(
    `await knex.raw('SELECT "a"');\nawait knex.raw("SELECT 'a'");await knex.raw(\`SELECT 'a', "b"\`,)`,
  ),
  escapes: up("await knex.raw(`a \\` \\\\ \\${x} $ $1 {} \\n \\t \\? \\\"`)\n  await knex.raw('a \\' \\n \\\\ \" b')"),
  lines: up('await knex.raw(\n  `\n    SELECT 1\n  `,\n  )'),
  'lines of Windows': up('await knex.raw(`\r\nSELECT\r\n1`)\r'),
  comments: up(`// one await knex.raw('no')\n/* two\n */ await knex.raw(/* three */ \`SELECT 1\` // four\n) // five`),
  'nothing to do': `${TYPE}export async function up(): Promise<void> {\n}\n`,
  'a phase': `${TYPE}export const config = { phase: 'contract' }\nexport async function up(knex: Knex) { await knex.raw('a') }`,
  'a phase and a setting': `${TYPE}export const config = { transaction: false, phase: 'contract' }\nexport async function up(knex: Knex) { await knex.raw('a') }`,
  'both ways, an arrow, and a setting': `${TYPE}// proved\nexport const config = { transaction: false }\nexport const up = async (db: Knex): Promise<void> => {\n  await db.raw('a')\n}\nexport async function down(knex: Knex) { await knex.raw('b') }`,
  'a very long text': up(`await knex.raw(\`${'SELECT \\\\1;\n'.repeat(300_000)}\`)`),
  'what generate writes': emit({
    up: {
      statements: [
        { sql: 'CREATE TABLE "a?" (b text DEFAULT \'`${x}\\\')' },
        { sql: 'SELECT $$\n  \\d?\n$$', loses: 'the rows' },
      ],
      settings: ['check_function_bodies = off'],
    },
    down: { statements: [{ sql: 'DROP TABLE "a?"' }], settings: [] },
    transaction: true,
    notes: ['Proved.'],
  }),
}

/** Left to the compiler, since what they send may depend on something, or the text means something else than it seems to. */
const NOT: Readonly<Record<string, string>> = {
  'a builder': up('await knex.schema.dropTable("a")'),
  bindings: up('await knex.raw("SELECT ?", [1])'),
  'a value put in': up('await knex.raw(`SELECT ${1}`)'),
  'a call that is not awaited': up('knex.raw("SELECT 1")'),
  'an answer that is looked at': up('const { rows } = await knex.raw("SELECT 1")'),
  'a condition': up('if (process.env.X) await knex.raw("SELECT 1")'),
  'another function': up('await other(knex)'),
  'another object': up('await db.raw("SELECT 1")'),
  'texts put together': up('await knex.raw("SELECT " + "1")'),
  'a rare escape': up('await knex.raw("\\u0041")'),
  'two calls on a line': up('await knex.raw("a") await knex.raw("b")'),
  'another import': `import { sep } from 'node:path'\n${up('await knex.raw("a")')}`,
  'something behind': `${up('await knex.raw("a")')}console.log(1)\n`,
  'up twice': up('await knex.raw("a")') + up('await knex.raw("b")').replace(TYPE, ''),
  'no up': `export async function down(knex: Knex): Promise<void> {\n  await knex.raw('a')\n}\n`,
  'a refusal to go down': `${up('await knex.raw("a")')}export async function down(): Promise<void> {\n  throw new Error('no')\n}\n`,
  'a line that ends in a text': up('await knex.raw("a\nb")'),
  'a text without an end': `${TYPE}export async function up(knex: Knex): Promise<void> {\n  await knex.raw(\`a\n}\n`,
}

describe('a plain migration', () => {
  let folder: string
  before(async () => {
    folder = await mkdtemp(join(tmpdir(), 'knexus-plain-'))
    await writeFile(join(folder, 'package.json'), '{ "type": "module" }')
  })
  after(() => rm(folder, { recursive: true }))

  /** What a function sends, as Knex would send it. */
  async function sent(step: unknown): Promise<string[] | undefined> {
    if (typeof step !== 'function') return undefined
    const texts: string[] = []
    const builder = knexModule({ client: 'pg' })
    const knex = Object.assign(Object.create(null), {
      raw: (sql: string) => {
        texts.push(builder.raw(sql).toSQL().toNative().sql)
      },
    }) as Knex
    await (step as PlainStep)(knex)
    return texts
  }

  for (const [number, [name, text]] of Object.entries(PLAIN).entries()) {
    it(`is read off its text: ${name}`, async () => {
      const file = join(folder, `plain${number}.ts`)
      await writeFile(file, text)
      const compiled = await load(file)
      const read = readPlain(text)
      expect(read).to.not.equal(undefined)
      for (const direction of ['up', 'down'])
        expect(await sent(read![direction]), direction).to.deep.equal(await sent(compiled[direction]))
      expect(read!['config']).to.deep.equal(compiled['config'])
    })
  }

  for (const [name, text] of Object.entries(NOT)) {
    it(`is something else: ${name}`, () => {
      expect(readPlain(text)).to.equal(undefined)
    })
  }
})
