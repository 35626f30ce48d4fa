import { existsSync, readdirSync } from 'node:fs'
import { join } from 'node:path'

const FOLDER = '/usr/lib/postgresql'

/** PostgreSQL's own program of a name, the newest there is: Debian puts a script before it on the PATH that takes longer than it does. Else the bare name. */
export function program(name: 'psql' | 'pg_dump'): string {
  const majors = existsSync(FOLDER) ? readdirSync(FOLDER).filter((entry) => /^\d+$/.test(entry)) : []
  const found = majors.sort((a, b) => Number(b) - Number(a)).map((major) => join(FOLDER, major, 'bin', name))
  return found.find((path) => existsSync(path)) ?? name
}
