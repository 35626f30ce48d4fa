import { parseArgs } from 'node:util'
import type { Knex } from 'knex'
import { SettingsError } from '../../db/connection/settings.ts'
import { loadConfig } from './config.ts'
import { workspaceRole } from './db/models/index.ts'
import { openDatabase } from './db/session.ts'
import { hashOf, newToken } from './domain/tokens.ts'

const USAGE = `npm run token -- EMAIL [--name WORDS] [--days 90] [--workspace ID --role ROLE]
                                make a token, and the user if there is none
npm run token -- EMAIL --list   show the user's tokens
npm run token -- --revoke ID    end a token at once`

/** Makes, lists and revokes tokens, as the owner of the tables: the service itself cannot. */
async function main(database: Knex): Promise<string> {
  const {
    values,
    positionals: [email],
  } = parseArgs({
    allowPositionals: true,
    options: {
      name: { type: 'string', default: 'made with npm run token' },
      days: { type: 'string', default: '90' },
      workspace: { type: 'string' },
      role: { type: 'string', default: 'writer' },
      list: { type: 'boolean' },
      revoke: { type: 'string' },
    },
  })
  if (values.revoke !== undefined) {
    const ended = await database('access_tokens')
      .where({ id: values.revoke })
      .whereNull('revoked_at')
      .update({ revoked_at: database.fn.now() })
    if (ended === 0) throw new SettingsError('There is no such token, or it is revoked already.')
    return 'revoked'
  }
  const days = Number(values.days)
  const role = workspaceRole.labels.find((label) => label === values.role)
  if (email === undefined || !(days > 0 && days <= 3650) || role === undefined) throw new SettingsError(USAGE)
  if (values.list) return await list(database, email)
  return await database.transaction(async (session) => {
    const known = await session('users').whereRaw('lower(email) = lower(?)', [email]).first()
    const user = known ?? (await session('users').insert({ email }).returning('*'))[0]
    if (!user) throw new Error('the insert returned no row')
    if (values.workspace !== undefined)
      await session('memberships')
        .insert({ workspace_id: values.workspace, user_id: user.id, role })
        .onConflict(['workspace_id', 'user_id'])
        .merge(['role'])
    const token = newToken()
    await session('access_tokens').insert({
      user_id: user.id,
      name: values.name,
      token_sha256: hashOf(token),
      expires_at: new Date(Date.now() + days * 86_400_000),
    })
    return token
  })
}

async function list(database: Knex, email: string): Promise<string> {
  const tokens = await database('access_tokens as t')
    .join('users as u', 'u.id', 't.user_id')
    .whereRaw('lower(u.email) = lower(?)', [email])
    .orderBy('t.created_at')
    .select<{ id: string; name: string; expires_at: Date; revoked_at: Date | null }[]>(
      't.id',
      't.name',
      't.expires_at',
      't.revoked_at',
    )
  return tokens
    .map(({ id, name, expires_at: until, revoked_at: revoked }) =>
      [id, name, revoked ? `revoked ${revoked.toISOString()}` : `until ${until.toISOString()}`].join('  '),
    )
    .join('\n')
}

const database = openDatabase(loadConfig().environment)
try {
  process.stdout.write(`${await main(database)}\n`)
} catch (error) {
  process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`)
  process.exitCode = 1
} finally {
  await database.destroy()
}
