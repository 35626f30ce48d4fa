import type { FastifyRequest } from 'fastify'
import fp from 'fastify-plugin'
import type { Knex } from 'knex'
import { missing, Refusal } from '../domain/errors.ts'
import { ID } from '../domain/ids.ts'
import { may, type Actor, type Permission } from '../domain/roles.ts'
import { DEVELOPMENT_TOKEN, hashOf } from '../domain/tokens.ts'

/** What a request is about, whose workspace decides. */
export type Subject =
  | 'workspace'
  | 'study'
  | 'document'
  | 'version'
  | 'contract'
  | 'fact'
  | 'issue'
  | 'conflict'
  | 'change'
  | 'task'

/**
 * Who may call a route: anybody with a token (`member` of nothing yet), or who has a permission in the workspace of
 * what `from` names.
 */
export type Access =
  | 'any user'
  | { readonly may: Permission; readonly of: Subject; readonly from: 'params' | 'query' | 'body'; readonly key: string }

/** Who has a permission in the workspace of what the address names: `inPath('study', 'read')` for `/studies/:studyId/…`. */
export const inPath = (of: Subject, may: Permission): Access => ({ may, of, from: 'params', key: `${of}Id` })

declare module 'fastify' {
  interface FastifyContextConfig {
    access?: Access
  }
  interface FastifyRequest {
    actor: Actor | null
  }
}

interface Found {
  readonly user_id: string
  readonly workspace_id: string | null
  readonly role: string | null
  readonly workspaces: readonly string[]
}

/**
 * Finds out who asks, before anything of the request is looked at, and whether they may. What they may not see does not
 * exist for them.
 */
export const access = fp<{ readonly database: Knex; readonly production: boolean }>(
  async (app, { database, production }) => {
    app.decorateRequest('actor', null)
    app.addHook('preValidation', async (request) => {
      const wanted = request.routeOptions.config.access
      if (wanted === undefined) return
      const token = tokenOf(request)
      if (production && token === DEVELOPMENT_TOKEN) throw unauthenticated()
      const subject = wanted === 'any user' ? undefined : valueAt(request[wanted.from], wanted.key)
      const known = typeof subject === 'string' && ID.test(subject) ? subject : null
      const kind = wanted === 'any user' ? 'none' : wanted.of
      const { rows } = await database.raw<{ rows: Found[] }>('SELECT * FROM access_of(?, ?, ?)', [
        hashOf(token),
        kind,
        known,
      ])
      const [found] = rows
      if (!found) throw unauthenticated()
      request.actor = { userId: found.user_id, workspaceId: found.workspace_id, workspaces: found.workspaces }
      // A subject that is no id is left to the schema of the route, which says what is wrong with it; a route without a
      // workspace is not run.
      if (wanted === 'any user' || known === null) return
      if (found.role === null) throw missing(wanted.of)
      if (!may(found.role, wanted.may))
        throw new Refusal('forbidden', 'role-too-low', `The role ${found.role} may not do that.`, {
          role: found.role,
          needs: wanted.may,
        })
    })
  },
)

function tokenOf(request: FastifyRequest): string {
  const [, token] = /^Bearer ([\w.~+/=-]{1,200})$/i.exec(request.headers.authorization ?? '') ?? []
  if (token === undefined) throw unauthenticated()
  return token
}

function valueAt(source: unknown, key: string): unknown {
  return typeof source === 'object' && source !== null ? Reflect.get(source, key) : undefined
}

function unauthenticated(): Refusal {
  return new Refusal('unauthenticated', 'token-refused', 'Send a valid token: Authorization: Bearer TOKEN.')
}
