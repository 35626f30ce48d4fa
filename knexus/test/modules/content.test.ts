import { mkdir, mkdtemp, realpath, rm, symlink, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { expect } from 'chai'
import { contentOf } from '../../src/modules/content.ts'

/** What a model takes in: its text, the files around it, and what changes one of them or the environment. */
interface Taken {
  readonly model: string
  readonly around?: Readonly<Record<string, string>>
  readonly linked?: string
  readonly next: Readonly<Record<string, string>>
}

const TAKEN: Readonly<Record<string, Taken>> = {
  'a file beside it': {
    model: `import { a } from './a.ts'`,
    around: { 'models/a.ts': 'export const a = 1' },
    next: { 'models/a.ts': 'export const a = 2' },
  },
  'a file whose name is computed': {
    model: 'const load = (name: string) => import(`./tables/${name}.ts`)',
    around: { 'models/tables/a.ts': 'export const a = 1' },
    next: { 'models/tables/a.ts': 'export const a = 2' },
  },
  'every source file of a folder': {
    model: `import { readdirSync } from 'node:fs'\nfor (const file of readdirSync(new URL('./tables', import.meta.url))) await import(file)`,
    around: { 'models/tables/a.ts': 'export const a = 1' },
    next: { 'models/tables/b.ts': 'export const b = 1' },
  },
  'every source file of a folder whose path is put together': {
    model: `import { readdirSync } from 'node:fs'\nconst all = readdirSync(join(import.meta.dirname, 'tables'))`,
    around: { 'models/tables/a.ts': 'export const a = 1' },
    next: { 'models/tables/a.ts': 'export const a = 2' },
  },
  'a package that is linked': {
    model: `import { a } from '@acme/mixins'`,
    around: { 'packages/mixins/package.json': '{"main": "a.js"}', 'packages/mixins/a.js': 'exports.a = 1' },
    linked: '@acme/mixins',
    next: { 'packages/mixins/a.js': 'exports.a = 2' },
  },
  'a file that a linked package imports': {
    model: `import { a } from '@acme/mixins/a'`,
    around: {
      'packages/mixins/package.json': '{"exports": {"./a": {"import": "./src/a.ts"}}}',
      'packages/mixins/src/a.ts': `export * from '../../more/b.ts'`,
      'packages/more/b.ts': 'export const a = 1',
    },
    linked: '@acme/mixins',
    next: { 'packages/more/b.ts': 'export const a = 2' },
  },
  'a name of its own package': {
    model: `import { a } from '#shared/a'`,
    around: {
      'package.json': '{"imports": {"#shared/*": {"import": "./shared/*.ts", "default": "./shared/*.js"}}}',
      'shared/a.ts': 'export const a = 1',
    },
    next: { 'shared/a.ts': 'export const a = 2' },
  },
  'an alias of tsconfig.json': {
    model: `import { a } from '@/a'`,
    around: {
      'tsconfig.json': '{"compilerOptions": {"paths": {"@/*": ["./src/*"]}}}',
      'src/a.ts': 'export const a = 1',
    },
    next: { 'src/a.ts': 'export const a = 2' },
  },
  'a file that it reads beside it': {
    model: `readFileSync(join(import.meta.dirname, 'sql', 'a.sql'))`,
    around: { 'models/sql/a.sql': 'SELECT 1', 'models/sql/other.sql': '' },
    next: { 'models/sql/a.sql': 'SELECT 2' },
  },
  'a file that it reads elsewhere': {
    model: 'readFileSync(`${__dirname}/../sql/${name}.sql`)',
    around: { 'sql/a.sql': 'SELECT 1' },
    next: { 'sql/a.sql': 'SELECT 2' },
  },
  'a file that it reads from where the command runs': {
    model: `fs.readFile('sql/a.sql')`,
    around: { 'sql/a.sql': 'SELECT 1' },
    next: { 'sql/a.sql': 'SELECT 2' },
  },
  'files that it reads all': {
    model: `readdirSync(__dirname)`,
    around: { 'models/a.csv': '1' },
    next: { 'models/b.csv': '2' },
  },
  'an environment variable': { model: 'process.env.KNEXUS_A', next: { $KNEXUS_A: '1' } },
  'one by another name': { model: 'const { KNEXUS_A: a } = process.env', next: { $KNEXUS_A: '1' } },
  'one of an object': { model: `import { env } from 'node:process'\nenv.KNEXUS_A`, next: { $KNEXUS_A: '1' } },
  'one whose name is put together': { model: 'process.env[`KNEXUS_${of}`]', next: { $KNEXUS_A: '1' } },
  'a file of variables': { model: `import 'dotenv/config'`, around: { '.env': 'A=1' }, next: { '.env': 'A=2' } },
}

/** What is the same, whatever is beside it. */
const LEFT: Readonly<Record<string, Taken>> = {
  'a variable that it does not name': { model: 'process.env.KNEXUS_B', next: { $KNEXUS_A: '1' } },
  'a variable in a model that reads none': { model: 'const KNEXUS_A = 1', next: { $KNEXUS_A: '1' } },
  'another file beside one that it reads': {
    model: `readFileSync(join(import.meta.dirname, 'sql', 'a.sql'))`,
    around: { 'models/sql/a.sql': 'SELECT 1' },
    next: { 'models/sql/other.sql': 'SELECT 2' },
  },
  'a model beside it': { model: 'readFileSync(`a.sql`)', next: { 'models/other.ts': '' } },
  'the source of an installed package': {
    model: `import { a } from 'installed'`,
    around: { 'node_modules/installed/package.json': '{"name": "installed", "version": "1.0.0"}' },
    next: { 'node_modules/installed/a.js': '' },
  },
}

describe('a name for what models say and take in', () => {
  const here = process.cwd()
  let folder: string

  beforeEach(async () => {
    folder = await realpath(await mkdtemp(join(tmpdir(), 'knexus-content-')))
    process.chdir(folder)
  })
  afterEach(async () => {
    process.chdir(here)
    delete process.env['KNEXUS_A']
    await rm(folder, { recursive: true })
  })

  async function write(files: Readonly<Record<string, string>>): Promise<void> {
    for (const [name, text] of Object.entries(files)) {
      if (name.startsWith('$')) process.env[name.slice(1)] = text
      else {
        await mkdir(dirname(join(folder, name)), { recursive: true })
        await writeFile(join(folder, name), text)
      }
    }
  }

  /** The names before and after. */
  async function names({ model, around = {}, linked, next }: Taken): Promise<readonly [string, string]> {
    await write({ 'models/index.ts': model, ...around })
    if (linked !== undefined) {
      await mkdir(dirname(join(folder, 'node_modules', linked)), { recursive: true })
      await symlink(join(folder, 'packages/mixins'), join(folder, 'node_modules', linked))
    }
    const before = await contentOf([join(folder, 'models/index.ts')])
    await write(next)
    return [before, await contentOf([join(folder, 'models/index.ts')])]
  }

  for (const [what, taken] of Object.entries(TAKEN))
    it(`is another when they take in ${what}, and it changes`, async () => {
      const [before, after] = await names(taken)
      expect(after).not.to.equal(before)
    })

  for (const [what, taken] of Object.entries(LEFT))
    it(`stays when ${what} changes`, async () => {
      const [before, after] = await names(taken)
      expect(after).to.equal(before)
    })

  it('is another with another version of an installed package', async () => {
    const file = join(folder, 'models/index.ts')
    const found: string[] = []
    for (const [at, version] of ['1.0.0', '2.0.0'].entries()) {
      await write({
        [`node_modules/one-${at}/package.json`]: `{"name": "one", "version": "${version}"}`,
        'models/index.ts': `import { a } from 'one'`,
      })
      await rm(join(folder, 'node_modules/one'), { force: true })
      await symlink(join(folder, `node_modules/one-${at}`), join(folder, 'node_modules/one'))
      found.push(await contentOf([file]))
    }
    expect(found[0]).not.to.equal(found[1])
  })
})
