import { readFileSync } from 'node:fs'
import { dirname, join, relative, resolve } from 'node:path'
import { expect } from 'chai'
import { LARGE } from './support/large.ts'
import { codeOf, importsOf, stringsOf, typescriptFiles } from './support/source.ts'

const root = resolve(import.meta.dirname, '../..')
const src = join(root, 'knexus/src')

/**
 * The rooms of knexus/src from below: a file imports its own room and those before it. A new room gets its place here.
 * `kinds/shared` stands on a floor of its own below the kinds that use it.
 */
const FLOORS: readonly string[] = [
  'base',
  'kinds/shared',
  'kinds',
  'schema',
  'ambient',
  'change',
  'diff',
  'tell',
  'cache',
  'connection',
  'modules',
  'introspect',
  'project',
  'shadow',
  'migrations',
  'plan',
  'build',
  'reword',
  'declare',
  'sources',
  'adopt',
  'trace',
  'rules',
  'weigh',
  'conflicts',
  'emit',
  'recipes',
  'rename',
  'prove',
  'lint',
  'verify',
  'undeclared',
  'generate',
  'pull',
  'drift',
  'diagram',
  'review',
  'run',
  'testing',
  'history',
  'setup',
  'api',
  'cli',
  'index',
]

/** The rooms that know single kinds; all others must serve every kind alike. */
const KNOW_KINDS = new Set(['kinds', 'declare', 'recipes', 'rules', 'pull', 'diagram', 'index'])

const files = typescriptFiles(src)
const roomOf = (file: string) => relative(src, file).split('/')[0]!.replace(/\.ts$/, '')
const floorOf = (file: string) =>
  FLOORS.indexOf(relative(src, file).startsWith('kinds/shared/') ? 'kinds/shared' : roomOf(file))
const shown = (file: string) => relative(root, file)
const imports = files.flatMap((file) =>
  importsOf(readFileSync(file, 'utf8'))
    .filter((specifier) => specifier.startsWith('.'))
    .map((specifier) => ({ file, imported: resolve(dirname(file), specifier) })),
)

describe('the house', () => {
  it('has a floor for every room', () => {
    expect([...new Set(files.filter((file) => floorOf(file) === -1).map(roomOf))]).to.deep.equal([])
  })

  it('imports its own floor and below, never above', () => {
    const wrong = imports.filter(({ file, imported }) => imported.startsWith(src) && floorOf(imported) > floorOf(file))
    expect(wrong.map(({ file, imported }) => `${shown(file)} imports ${shown(imported)}`)).to.deep.equal([])
  })

  it('imports nothing from outside its own package', () => {
    expect(
      imports
        .filter(({ imported }) => !imported.startsWith(src))
        .map(({ file, imported }) => `${shown(file)} imports ${shown(imported)}`),
    ).to.deep.equal([])
  })

  it('has kinds and recipes that do not know their siblings', () => {
    const wrong = imports.filter(
      ({ file, imported }) =>
        ['kinds', 'recipes', 'rules'].includes(roomOf(file)) &&
        isMember(file) &&
        isMember(imported) &&
        roomOf(file) === roomOf(imported),
    )
    expect(wrong.map(({ file, imported }) => `${shown(file)} imports ${shown(imported)}`)).to.deep.equal([])
  })

  it('imports a single kind only where single kinds are known', () => {
    const wrong = imports.filter(
      ({ file, imported }) => roomOf(imported) === 'kinds' && isMember(imported) && !KNOW_KINDS.has(roomOf(file)),
    )
    expect(wrong.map(({ file, imported }) => `${shown(file)} imports ${shown(imported)}`)).to.deep.equal([])
  })

  it('names no kind in shared code', () => {
    const names = kindNames()
    expect([...names], 'kinds found').to.include.members(['table', 'column'])
    const wrong = files
      .filter((file) => !KNOW_KINDS.has(roomOf(file)) && !['base', 'cli', 'run', 'migrations'].includes(roomOf(file)))
      .flatMap((file) =>
        stringsOf(readFileSync(file, 'utf8'))
          .filter((string) => names.has(string))
          .map((string) => `${shown(file)} names '${string}'`),
      )
    expect(wrong).to.deep.equal([])
  })
})

/** Longer than the law allows: lists of cases, and files that are still to be divided. */
const LONG = new Set([
  'knexus/src/declare/column.ts',
  'knexus/test/cases/changes.ts',
  'knexus/test/cases/types.ts',
  'knexus/test/cli/bad-input.ts',
  'knexus/test/declare/cases/parts.ts',
])

/** The columns that a line has at most. The formatter breaks code at 120, and neither texts nor comments. */
const WIDTH = 130
/** The files with lines that are wider still: a docstring from which a page is written, a pattern, and texts that are kept in the database. */
const WIDE: ReadonlySet<string> = new Set([
  'knexus/src/api/events.ts',
  'knexus/src/migrations/plain.ts',
  'backend/src/db/models/conflicts.ts',
  'backend/src/db/models/ingestion.ts',
])

describe('every file', () => {
  const all = ['knexus', 'backend', 'scripts', 'bench'].flatMap((folder) => typescriptFiles(join(root, folder)))

  it('has at most 250 lines', () => {
    const long = all.filter((file) => readFileSync(file, 'utf8').split('\n').length > 251).map(shown)
    expect(long.filter((file) => !LONG.has(file))).to.deep.equal([])
    expect(
      [...LONG].filter((file) => !long.includes(file)),
      'no longer exceptions',
    ).to.deep.equal([])
  })

  it('of the package has at most 8 KB, or is named with a reason', () => {
    const named = new Set(Object.values(LARGE).flat())
    const large = files.filter((file) => readFileSync(file).length > 8 * 1024).map((file) => relative(src, file))
    expect(large.filter((file) => !named.has(file))).to.deep.equal([])
    expect(
      [...named].filter((file) => !large.includes(file)),
      'no longer exceptions',
    ).to.deep.equal([])
  })

  it(`of the package and of the service has lines of at most ${WIDTH} columns, or is named`, () => {
    const wide = [...files, ...typescriptFiles(join(root, 'backend/src'))].filter((file) =>
      readFileSync(file, 'utf8')
        .split('\n')
        .some((line) => line.length > WIDTH),
    )
    expect(wide.map(shown)).to.have.members([...WIDE])
  })

  it('keeps its types: no any, no double assertion, nothing silenced', () => {
    const wrong = all
      .filter((file) => file !== import.meta.filename)
      .flatMap((file) => {
        const text = readFileSync(file, 'utf8')
        const code = codeOf(text)
        return [
          /(?::|<|\bas|\||,|=>|=)\s*any\b(?!\s*[:(.,])/.test(code) && 'any',
          /\bas unknown as\b/.test(code) && 'as unknown as',
          /@ts-(?:ignore|nocheck)/.test(text) && 'a silenced compiler',
        ]
          .filter(Boolean)
          .map((what) => `${shown(file)}: ${what}`)
      })
    expect(wrong).to.deep.equal([])
  })
})

/** Whether a file is one of many of its kind, and not the room's index or something its siblings share in a folder below. */
function isMember(file: string): boolean {
  return /^\w+\/[\w-]+\.ts$/.test(relative(src, file)) && !file.endsWith('/index.ts')
}

/** The names that the kinds give themselves: `kind: 'table'`. */
function kindNames(): ReadonlySet<string> {
  return new Set(
    files
      .filter((file) => roomOf(file) === 'kinds')
      .flatMap((file) =>
        [...readFileSync(file, 'utf8').matchAll(/^\s+(?:readonly )?kind: '([\w -]+)'/gm)].map((match) => match[1]!),
      ),
  )
}
