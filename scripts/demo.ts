import { spawn } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import { openDatabase } from '../backend/src/db/session.ts'
import { embed, vectorText } from '../backend/src/services/embedding.ts'

/** Shows the whole loop on the embedded database, with the commands a person would type. It may run any number of times. */
async function demo(): Promise<void> {
  await command('Run the pending migrations', 'knexus', 'up', '--env', 'embedded')
  await command('Put the example data in', 'knex', 'seed:run', '--env', 'embedded')
  await command('Which migrations are applied?', 'knexus', 'status', '--env', 'embedded')
  await command('Do models, migrations and database agree?', 'knexus', 'check', '--env', 'embedded')
  const database = openDatabase('embedded')
  try {
    heading("A typed query: knex('studies').where({ status: 'active' }).select('code', 'title')")
    const studies = await database('studies').where({ status: 'active' }).select('code', 'title').orderBy('code')
    for (const { code, title } of studies) print(`${code}  ${title}`)

    const question = 'dose of drug per day'
    heading(`A vector search: ORDER BY embedding <=> '${question}'`)
    const near = await database('chunks')
      .select<{ body: string; distance: number }[]>(
        'body',
        database.raw('embedding <=> ? AS distance', [vectorText(embed(question))]),
      )
      .whereNotNull('embedding')
      .orderBy('distance')
      .limit(3)
    for (const { body, distance } of near) print(`${distance.toFixed(3)}  ${body}`)
  } finally {
    await database.destroy()
  }
  print(
    '\nEverything is under .data/. Next: change a file in backend/src/db/models and run `npx knexus generate NAME`, then `npx knexus up --env embedded`.',
  )
}

function command(title: string, program: string, ...words: readonly string[]): Promise<void> {
  heading(`${title}: npx ${[program, ...words].join(' ')}`)
  const file = fileURLToPath(new URL(`../node_modules/.bin/${program}`, import.meta.url))
  return new Promise((resolve, reject) => {
    spawn(file, words, { stdio: 'inherit', shell: process.platform === 'win32' })
      .once('error', reject)
      .once('exit', (code, signal) =>
        code === 0
          ? resolve()
          : reject(new Error(`${program} ${words.join(' ')} ended with ${signal ?? `exit code ${code}`}`)),
      )
  })
}

function heading(text: string): void {
  print(`\n== ${text}`)
}

function print(line: string): void {
  process.stdout.write(`${line}\n`)
}

try {
  await demo()
} catch (error) {
  process.stderr.write(`\nThe demo stopped: ${error instanceof Error ? error.message : String(error)}\n`)
  process.exitCode = 1
}
