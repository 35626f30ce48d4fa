import { expect } from 'chai'
import { commandProject, type CommandProject } from '../support/command.ts'
import { execute } from '../support/server.ts'

/** A command, and what it says. */
export interface Said {
  readonly run: readonly string[]
  readonly exit: number
  /** Each stands in what it prints. */
  readonly says: readonly string[]
  /** None of these does. */
  readonly never?: readonly string[]
  /** The folder it is typed in, from that of the project. */
  readonly at?: string
}

/** What happens to a project, one after the other: files are written, somebody does something by hand, a command is run, rows are looked at. */
export type Step =
  | { readonly write: Readonly<Record<string, string>> }
  | { readonly sql: string }
  | Said
  /** What stands between the braces of `up` in the files of the history whose names hold these words. */
  | { readonly file: string; readonly says: readonly string[]; readonly never?: readonly string[] }
  | { readonly ask: string; readonly are: readonly (readonly unknown[])[] }

export interface Story {
  readonly name: string
  readonly steps: readonly Step[]
  /** From which major version on. */
  readonly since?: number
}

/** `models/index.ts` of some imports and declarations. */
export const models = (imports: string, text: string) => ({
  'models/index.ts': `import { ${imports} } from 'knexus'\n${text}\n`,
})

/** A migration written by hand, of what it sends and what takes it back. */
export const migration = (name: string, up: string, down = 'SELECT 1') => ({
  [`migrations/${name}.js`]: `${sends('up', up)}${sends('down', down)}`,
})

const sends = (direction: string, sql: string) =>
  `export const ${direction} = (knex) => knex.raw(${JSON.stringify(sql.replaceAll('?', '\\?'))})\n`

export const run = (command: string, exit: number, ...says: string[]): Said => ({ run: command.split(' '), exit, says })

/** Runs a command, and looks at how it ended and what it said. */
export async function expectSaid(
  project: CommandProject,
  { run: args, exit, says, never = [], at = '.' }: Said,
): Promise<void> {
  const ended = await project.in(at, ...args)
  expect(ended.exit, `${args.join(' ')}\n${ended.all}`).to.equal(exit)
  for (const words of says) expect(ended.all, args.join(' ')).to.contain(words)
  for (const words of never) expect(ended.all, args.join(' ')).not.to.contain(words)
}

/** Goes through a story in a project and a database of its own. */
export async function tell({ steps }: Story): Promise<void> {
  const project = await commandProject()
  try {
    for (const step of steps) {
      if ('write' in step) await project.write(step.write)
      else if ('sql' in step) await execute(project.live, step.sql)
      else if ('run' in step) await expectSaid(project, step)
      else if ('file' in step) await expectFile(project, step)
      else expect(await asked(project, step.ask), step.ask).to.deep.equal(step.are)
    }
  } finally {
    await project.drop()
  }
}

async function expectFile(
  project: CommandProject,
  { file, says, never = [] }: Extract<Step, { file: string }>,
): Promise<void> {
  const names = (await project.list('migrations')).filter((name) => name.includes(file))
  const texts = await Promise.all(names.map((name) => project.read(`migrations/${name}`)))
  const up = texts.map((text) => text.split(/function (?:up|down)\(/)[1]).join('\n')
  for (const words of says) expect(up, file).to.contain(words)
  for (const words of never) expect(up, file).not.to.contain(words)
}

async function asked(project: CommandProject, sql: string): Promise<unknown[][]> {
  const client = await project.live.connect()
  return (await client.query<unknown[]>({ text: sql, rowMode: 'array' })).rows
}
