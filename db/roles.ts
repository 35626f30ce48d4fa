import knex from 'knex'
import { environmentOf } from '../knexfile.ts'
import { secret, SettingsError } from './connection/settings.ts'

/**
 * `npm run roles`: gives the role of the service a login, with the password of SERVICE_PASSWORD or SERVICE_PASSWORD_FILE.
 * It runs as the role that migrates, after the migrations, and may run again: the password is then the new one.
 */
async function giveLogin(): Promise<void> {
  const password = secret('SERVICE_PASSWORD')
  if (!password)
    throw new SettingsError(
      'SERVICE_PASSWORD is not set. Set it, or SERVICE_PASSWORD_FILE, to the password of the service.',
    )
  const database = knex(environmentOf())
  try {
    const { rows } = await database.raw<{ rows: { statement: string }[] }>(
      "SELECT format('ALTER ROLE clinnexus_service LOGIN PASSWORD %L', ?::text) AS statement",
      [password],
    )
    await database.raw((rows[0]?.statement ?? '').replaceAll('?', String.raw`\?`))
    process.stdout.write('clinnexus_service may log in\n')
  } finally {
    await database.destroy()
  }
}

try {
  await giveLogin()
} catch (error) {
  process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`)
  process.exitCode = 1
}
