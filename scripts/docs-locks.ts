/**
 * `tsx scripts/docs-locks.ts`: measures what statements lock, read and rewrite on each major version of PostgreSQL, and writes docs/locks.md.
 * Run by hand: it installs five servers. The test of the locks reads the page on the version that it runs on.
 */
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { Client } from 'pg'
import { MAJORS, startPostgres, type Major } from '../knexus/test/support/postgres.ts'
import { LOCK_CASES, lockCases, measureCases, sayMeasured, SETUP } from '../knexus/test/trace/lock-cases.ts'

const majors = Object.keys(MAJORS).map(Number) as Major[]
const measured = new Map<Major, ReadonlyMap<string, string>>()
for (const major of majors) {
  const server = await startPostgres(major)
  try {
    const client = new Client({ connectionString: server.url })
    await client.connect()
    await client.query(SETUP)
    await client.end()
    const cases = lockCases(major)
    const seen = await measureCases(server.url, cases)
    measured.set(major, new Map(cases.map((one) => [one.sql, sayMeasured(one, seen.get(one.sql)!)])))
    console.log(`PostgreSQL ${major}: ${seen.size} statements`)
  } finally {
    await server.stop()
  }
}

const sections = Object.entries(LOCK_CASES).map(([title, cases]) => {
  const rows = cases.flatMap(({ sql, since = 0 }) => {
    const known = majors.filter((major) => major >= since)
    const told = [...new Set(known.map((major) => measured.get(major)!.get(sql)!))]
    return told.map((one) => {
      const those = known.filter((major) => measured.get(major)!.get(sql) === one)
      return `| \`${sql}\` | ${span(those)} | ${one} |`
    })
  })
  return `## ${title}\n\n| Statement | PostgreSQL | Locks | Rows |\n| --- | --- | --- | --- |\n${rows.join('\n')}\n`
})
writeFileSync(join(import.meta.dirname, '../docs/locks.md'), `${head()}\n${sections.join('\n')}`)

/** `14-18`: versions that follow each other. */
function span(those: readonly Major[]): string {
  const [first, last] = [those[0]!, those.at(-1)!]
  return first === last ? String(first) : `${first}-${last}`
}

function head(): string {
  return `# Locks

<!-- Written by \`tsx scripts/docs-locks.ts\` from measurements; do not edit. -->

What statements lock, measured by running them. \`t\`, \`u\` and so on are existing tables that hold rows. The mode is the
strongest one that the statement takes on that table; an \`ALTER TABLE\` with several parts takes the strongest of them. "read" means that
PostgreSQL reads the whole table under that lock, and "rewritten" that it writes all rows to a new file. Every other statement needs its lock for a
moment only, but the transaction keeps it until it ends. Before that moment the statement waits for every transaction that uses the table, and all
later ones wait behind it. That is why \`up\` sets \`lock_timeout\` and tries again.

| Held | Waits |
| --- | --- |
| \`SHARE UPDATE EXCLUSIVE\` | other changes to the table; readers and writers continue |
| \`SHARE\`, \`SHARE ROW EXCLUSIVE\`, \`EXCLUSIVE\` | everyone who writes; readers continue |
| \`ACCESS EXCLUSIVE\` | everyone |

The same is measured for each migration: \`npx knexus show NAME --trace\`, \`npx knexus lint --format json\`, and the comments in generated files.

Measured on PostgreSQL ${majors.map((major) => MAJORS[major].replace(/-.*/, '')).join(', ')}.
`
}
