import { KnexusError } from '../base/errors.ts'
import { openProject, settingsOfConnection, type Project } from '../project/index.ts'
import { emptySource, historySource, liveSource, modelsSource, sqlSource, type Source } from './index.ts'

/** A source, and whether the project's scope is about it. */
export interface NamedSource extends Source {
  readonly ofProject: boolean
}

/**
 * Reads a SOURCE of the command line: `models[:FILE]`, `migrations[@NAME]`, `db`, `env:NAME`, `empty`, a `postgres://` URL
 * or a `.sql` file. Throws `bad-source`.
 */
export async function sourceNamed(text: string, project: () => Promise<Project>): Promise<NamedSource> {
  if (text === 'empty') return { ...emptySource, ofProject: false }
  if (/^postgres(ql)?:\/\//.test(text)) return { ...liveSource(withoutPassword(text), text), ofProject: false }
  if (text.endsWith('.sql')) return { ...sqlSource(text), ofProject: false }
  const [, word, rest] = /^(models|migrations|db|env)(?:[:@](.+))?$/s.exec(text) ?? []
  if (word === 'models') return { ...modelsSource(rest ?? (await project()).models, text), ofProject: true }
  if (word === 'migrations') return { ...historySource(await project(), rest), ofProject: true }
  if (word === 'db' && rest === undefined)
    return { ...liveSource('db', settingsOfConnection(await project())), ofProject: true }
  if (word === 'env' && rest !== undefined) {
    const other = await openProject({ knexfile: (await project()).knexfile, env: rest })
    return { ...liveSource(text, settingsOfConnection(other)), ofProject: true }
  }
  throw new KnexusError(
    'bad-source',
    /[@:]\/\/|@/.test(text) ? 'What was given is not a valid source.' : `"${text}" is not a valid source.`,
    'Name one of: models, models:FILE, migrations, migrations@NAME, db, env:NAME, empty, a postgres:// URL, a .sql file.',
  )
}

/** A URL as it may be shown: what stands before its last @ is left out, but for the user. */
export function withoutPassword(text: string): string {
  return text.replace(/^([a-z]+:\/{0,2})([^:@/]*)(?::.*)?@/is, '$1$2@').replace(/\?.*$/s, '')
}
