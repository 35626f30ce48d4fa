import type { Knex } from 'knex'
import type { Permission } from '../../src/domain/roles.ts'
import type { Request } from './requests.ts'

export type Ids = Readonly<Record<string, string>>
/** What makes the request of a route one that is refused because of the state of things. */
type Clash = (asked: Request, database: Knex, ids: Ids) => Promise<unknown>

export interface Route {
  readonly may: Permission | 'any user' | 'anybody'
  readonly success: number
  /** How its 409 comes about; none where nothing can stand against it. */
  readonly clash?: Clash
  /** Where two requests at once are needed for its 409, so that another test shows it. */
  readonly race?: true
  /** Why it is there although the scope does not name it. */
  readonly because?: string
}

const body = (asked: Request, values: object): Record<string, string> => Object.assign(Object(asked.body), values)

/** What the service is for, route by route. */
export const SCOPE: Readonly<Record<string, Route>> = {
  'GET /health': { may: 'anybody', success: 200 },
  'GET /ready': { may: 'anybody', success: 200 },

  'POST /api/workspaces': { may: 'any user', success: 201 },
  'GET /api/workspaces': { may: 'any user', success: 200 },
  'GET /api/workspaces/:workspaceId': { may: 'read', success: 200 },
  'GET /api/workspaces/:workspaceId/members': {
    may: 'read',
    success: 200,
    because: 'who sets a member must see who there is',
  },
  'PUT /api/workspaces/:workspaceId/members/:userId': { may: 'manage', success: 200, clash: lastAdmin },
  'DELETE /api/workspaces/:workspaceId/members/:userId': { may: 'manage', success: 204, clash: lastAdmin },

  'POST /api/studies': { may: 'write', success: 201, clash: async (asked) => body(asked, { code: 'EX-1' }) },
  'GET /api/studies': { may: 'read', success: 200 },
  'GET /api/studies/:studyId': { may: 'read', success: 200 },
  'PATCH /api/studies/:studyId': {
    may: 'write',
    success: 200,
    clash: async (asked, database, { workspaceId }) => {
      await database('studies').insert({ workspace_id: workspaceId!, code: 'EX-2', title: 'Another' })
      body(asked, { code: 'EX-2' })
    },
  },
  'DELETE /api/studies/:studyId': { may: 'manage', success: 204 },

  'POST /api/studies/:studyId/documents': { may: 'write', success: 201 },
  'GET /api/studies/:studyId/documents': { may: 'read', success: 200 },
  'GET /api/documents/:documentId': { may: 'read', success: 200, because: 'a page about one document asks for it' },
  'PATCH /api/documents/:documentId': {
    may: 'write',
    success: 200,
    clash: async (asked) => body(asked, { lifecycle: 'superseded' }),
  },

  'POST /api/documents/:documentId/versions': {
    may: 'write',
    success: 201,
    clash: async (asked) => body(asked, { label: '1.0' }),
  },
  'GET /api/documents/:documentId/versions': { may: 'read', success: 200 },
  'GET /api/versions/:versionId': { may: 'read', success: 200 },
  'POST /api/versions/:versionId/ingest': {
    may: 'write',
    success: 202,
    clash: (_asked, database, { versionId }) =>
      database('ingestion_runs').insert({
        version_id: versionId!,
        pipeline_version: '1',
        config_sha256: '0'.repeat(64),
      }),
  },
  'GET /api/versions/:versionId/runs': { may: 'read', success: 200 },
  'GET /api/versions/:versionId/anchors': { may: 'read', success: 200 },
  'GET /api/versions/:versionId/diff/:otherId': { may: 'read', success: 200, clash: otherDocument },

  'POST /api/contracts': { may: 'review', success: 201, race: true },
  'GET /api/contracts': { may: 'read', success: 200 },
  'POST /api/contracts/:contractId/activate': { may: 'review', success: 200, race: true },
  'GET /api/versions/:versionId/section-maps': { may: 'read', success: 200 },
  'PUT /api/versions/:versionId/section-maps/:section': { may: 'write', success: 200 },

  'POST /api/studies/:studyId/facts': {
    may: 'write',
    success: 201,
    clash: (asked, database, { studyId }) => {
      const { versionId } = body(asked, { type: 'c', key: 'd' })
      return database('facts').insert({ study_id: studyId!, version_id: versionId!, type: 'c', key: 'd', value: {} })
    },
  },
  'GET /api/studies/:studyId/facts': { may: 'read', success: 200 },
  'PATCH /api/facts/:factId': {
    may: 'write',
    success: 200,
    clash: async (asked, database, { factId }) => {
      await database('facts').where({ id: factId! }).update({ status: 'validated' })
      body(asked, { status: 'tbd' })
    },
  },
  'GET /api/facts/:factId/evidence': { may: 'read', success: 200 },

  'POST /api/search': { may: 'read', success: 200 },

  'POST /api/versions/:versionId/audit': {
    may: 'review',
    success: 202,
    clash: (_asked, database, { versionId }) => database('ingestion_runs').where({ version_id: versionId! }).delete(),
  },
  'GET /api/versions/:versionId/issues': { may: 'read', success: 200 },
  'PATCH /api/issues/:issueId': { may: 'review', success: 200 },
  'GET /api/audit-log': { may: 'review', success: 200 },
  'GET /api/studies/:studyId/terminology': { may: 'read', success: 200 },
  'PUT /api/studies/:studyId/terminology': { may: 'review', success: 200 },

  'POST /api/studies/:studyId/conflicts': {
    may: 'review',
    success: 202,
    because: 'conflicts are looked for when somebody asks',
  },
  'GET /api/studies/:studyId/conflicts': { may: 'read', success: 200 },
  'GET /api/conflicts/:conflictId/sides': { may: 'read', success: 200, because: 'a conflict is settled by its sides' },
  'PATCH /api/conflicts/:conflictId': {
    may: 'review',
    success: 200,
    clash: async (_asked, database, { conflictId }) =>
      await database('conflicts').where({ id: conflictId! }).update({ status: 'suppressed', because: 'Known.' }),
  },
  'POST /api/versions/:versionId/changes/:otherId': {
    may: 'write',
    success: 201,
    because: 'a change is recorded when somebody asks',
    clash: (_asked, database, { documentId, versionId, otherId }) =>
      database('change_events').insert({
        document_id: documentId!,
        from_version_id: versionId!,
        to_version_id: otherId!,
      }),
  },
  'GET /api/documents/:documentId/changes': { may: 'read', success: 200, because: 'what was recorded can be read' },
  'GET /api/changes/:changeId/matches': { may: 'read', success: 200, because: 'what was recorded can be read' },
  'GET /api/studies/:studyId/tasks': { may: 'read', success: 200 },
  'POST /api/studies/:studyId/tasks/claim': { may: 'operate', success: 200 },
  'PATCH /api/tasks/:taskId': { may: 'operate', success: 200, clash: async (asked) => body(asked, { status: 'done' }) },
  'GET /api/zone-crosswalk': { may: 'read', success: 200 },
  'PUT /api/zone-crosswalk': { may: 'review', success: 200 },
}

/** What is no part of the register. */
export const ASIDE = new Set(['GET /metrics', 'GET /api/openapi.json', 'GET /'])

/** Who asks is the only admin, and is to be less. */
async function lastAdmin(asked: Request): Promise<void> {
  if (asked.body !== undefined) body(asked, { role: 'qa' })
}

async function otherDocument(asked: Request, database: Knex, { studyId, workspaceId }: Ids): Promise<void> {
  const [document] = await database('documents')
    .insert({ workspace_id: workspaceId!, study_id: studyId!, doc_type: 'sap', title: 'Another' })
    .returning('id')
  const [version] = await database('document_versions')
    .insert({ document_id: document!.id, label: '1' })
    .returning('id')
  asked.params['otherId'] = version!.id
}

/** The statuses that a route may answer with, as far as one database and one client bring them about. */
export function statusesOf(route: Route, takesBody: boolean): number[] {
  const guarded = route.may === 'anybody' ? [] : [401, 422]
  const placed = route.may === 'anybody' || route.may === 'any user' ? [] : [404]
  const low = placed.length > 0 && route.may !== 'read' ? [403] : []
  return [
    route.success,
    ...guarded,
    ...placed,
    ...low,
    ...(takesBody ? [400, 413, 415] : []),
    ...(route.clash || route.race ? [409] : []),
  ].toSorted((a, b) => a - b)
}
