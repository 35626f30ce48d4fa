import { environmentOf } from '../../knexfile.ts'

/** Says which database an environment means: host, port, name and role, never the password. */
export function where(name: string = process.env.NODE_ENV || 'development'): string {
  const { connection } = environmentOf(name)
  if (name === 'embedded') return 'embedded: PGlite under .data/clinnexus'
  if (typeof connection === 'function') return `${name}: not resolved`
  const { host, port, database, user } = Object.assign({ host: '', port: 0, database: '', user: '' }, connection)
  return `${name}: ${user} at ${host}:${port}/${database}`
}

if (import.meta.filename === process.argv[1]) process.stderr.write(`-> ${where(process.argv[2])}\n`)
