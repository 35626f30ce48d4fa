import { execFile } from 'node:child_process'
import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises'
import { join, resolve } from 'node:path'
import { promisify } from 'node:util'
import { expect } from 'chai'

const root = resolve(import.meta.dirname, '../../..')
const api = resolve(import.meta.dirname, '../../src/api')

const HEAD = `import * as api from 'knexus'
const { ${['adopt', 'check', 'diagram', 'diff', 'doctor', 'down', 'generate', 'history', 'lint', 'pull', 'pullInto', 'purge'].join(', ')},
  ${['redo', 'review', 'script', 'seed', 'show', 'squash', 'stamp', 'stats', 'status', 'up', 'verify'].join(', ')} } = api
type Keys<T> = T extends unknown ? keyof T : never
type OptionOf<F extends (...args: never[]) => unknown> = Keys<NonNullable<Parameters<F>[0]>>
type ResultOf<F extends (...args: never[]) => Promise<unknown>> = Keys<Awaited<ReturnType<F>>>
`

describe('the functions of the package', function () {
  this.timeout('2m')
  let folder: string
  before(async () => {
    folder = await mkdtemp(join(import.meta.dirname, '.documented-'))
    const options = { extends: '../../../../tsconfig.json', compilerOptions: { noUnusedLocals: false } }
    await writeFile(join(folder, 'tsconfig.json'), JSON.stringify({ ...options, include: ['*.ts'] }))
  })
  after(() => rm(folder, { recursive: true }))

  it('have the options and results that docs/api.md names, and an example each, which compiles', async () => {
    const page = await readFile(join(root, 'docs/api.md'), 'utf8')
    const rows = [...page.matchAll(/^\| (`\w+\(.*) \| (.*) \|$/gm)].map(([, calls = '', returns = '']) => ({
      functions: [...calls.matchAll(/`(\w+)\((?:\{ (.*?) \})?\)`/g)].map(([, name = '', options]) => ({
        name,
        options: options?.split(', ') ?? [],
      })),
      named: [...returns.matchAll(/`(\w+)(?:: \w+)?`/g)].map(([, name = '']) => name),
    }))
    const described = rows.flatMap(({ functions }) => functions.map(({ name }) => name))
    const exported = [
      ...(await readFile(join(api, '../index.ts'), 'utf8')).matchAll(/^export \{ (\w+) \} from '\.\/api\/index/gm),
    ].map(([, name]) => name!)
    expect(described).to.have.members(exported)
    const lines = rows.flatMap(({ functions, named }) => {
      const any = functions.map(({ name }) => `ResultOf<typeof ${name}> | OptionOf<typeof ${name}>`).join(' | ')
      return [
        ...functions.flatMap(({ name, options }) =>
          options.map((option) => `'${option}' satisfies OptionOf<typeof ${name}>`),
        ),
        ...named.filter((name) => !described.includes(name)).map((name) => `'${name}' satisfies ${any}`),
      ]
    })
    await writeFile(join(folder, 'table.ts'), `${HEAD}${lines.map((line) => `void (${line})\n`).join('')}`)

    const examples = await examplesOf()
    expect(examples.map(({ name }) => name)).to.have.members(exported)
    for (const { name, code } of examples)
      await writeFile(join(folder, `${name}.ts`), `${HEAD}export async function example() {\n${code}\n}\n`)

    const compiler = join(root, 'node_modules/typescript/bin/tsc')
    const errors = await promisify(execFile)(process.execPath, [compiler, '--noEmit', '-p', folder]).then(
      () => '',
      (error: unknown) => (error instanceof Error && 'stdout' in error ? String(error.stdout) : String(error)),
    )
    expect(errors).to.equal('')
  })
})

/** The code below `@example` in the docstring of each exported function. */
async function examplesOf(): Promise<{ name: string; code: string }[]> {
  const texts = await Promise.all(
    (await readdir(api)).map((file) => readFile(join(api, file), 'utf8').then((text) => ({ file, text }))),
  )
  return texts
    .filter(({ file }) => file === 'index.ts' || file === 'upkeep.ts')
    .flatMap(({ text }) =>
      [...text.matchAll(/\/\*\*((?:(?!\*\/)[^])*)\*\/\nexport async function (\w+)/g)].map(
        ([, comment = '', name = '']) => {
          const plain = comment.replaceAll(/^\s*\* ?/gm, '')
          const code = /@example\n([^]*?)(?=\n@|\n*$)|```ts\n([^]*?)```/.exec(plain)
          return { name, code: code?.[1] ?? code?.[2] ?? 'an example is missing' }
        },
      ),
    )
}
