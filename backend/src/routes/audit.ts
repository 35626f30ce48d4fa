import type { FastifyInstance } from 'fastify'
import type { Knex } from 'knex'
import { Type } from 'typebox'
import { auditIssues, auditLog, auditStatus, terminology } from '../db/models/index.ts'
import { shown } from '../db/shape.ts'
import { inPath } from '../plugins/access.ts'
import { endpoints } from '../plugins/endpoint.ts'
import { keysetPage } from '../plugins/pages.ts'
import { exact, id, oneOf, pageOf, paging, read, words } from '../plugins/schemas.ts'
import { auditVersion, setIssueStatus, setTerm } from '../services/audit.ts'

const ISSUE = Type.Object(
  read(auditIssues, 'id', 'version_id', 'anchor_id', 'category', 'severity', 'status', 'message', 'suppressed_because'),
)
const TERM = Type.Object(read(terminology, 'id', 'category', 'term', 'variations'))
const LINE = Type.Object(read(auditLog, 'seq', 'at', 'user_id', 'action', 'subject_id', 'body'))

/** Audits of the text, the words that should be used, and the trail of what was done. */
export async function auditRoutes(app: FastifyInstance, { database }: { readonly database: Knex }): Promise<void> {
  const add = endpoints(app, database)
  const version = exact({ versionId: id })
  const study = exact({ studyId: id })

  add({
    method: 'POST',
    url: '/versions/:versionId/audit',
    summary: 'Look for unwanted terms and placeholders; may run again',
    access: inPath('version', 'review'),
    params: version,
    answer: [202, Type.Object({ found: Type.Integer(), new: Type.Integer() })],
    refuses: [409],
    run: ({ session, actor, params }) => auditVersion(session, actor, params.versionId),
  })
  add({
    method: 'GET',
    url: '/versions/:versionId/issues',
    summary: 'What audits found, the latest first',
    access: inPath('version', 'read'),
    params: version,
    query: exact({ ...paging, status: Type.Optional(oneOf(auditStatus)) }),
    answer: [200, pageOf(ISSUE)],
    run: ({ session, params, query }) => {
      const issues = session('audit_issues').select('*').where('version_id', params.versionId)
      if (query.status) void issues.where('status', query.status)
      return keysetPage(session, issues, query, ['-created_at', 'id'])
    },
  })
  add({
    method: 'PATCH',
    url: '/issues/:issueId',
    summary: 'Resolve, suppress with a reason, or reopen',
    access: inPath('issue', 'review'),
    params: exact({ issueId: id }),
    body: exact({ status: oneOf(auditStatus), because: Type.Optional(words(1000)) }),
    answer: [200, ISSUE],
    run: async ({ session, actor, params, body }) =>
      shown(await setIssueStatus(session, actor, params.issueId, body.status, body.because)),
  })
  add({
    method: 'GET',
    url: '/studies/:studyId/terminology',
    summary: 'The preferred terms of a study, by category and term',
    access: inPath('study', 'read'),
    params: study,
    query: exact(paging),
    answer: [200, pageOf(TERM)],
    run: ({ session, params, query }) =>
      keysetPage(session, session('terminology').select('*').where('study_id', params.studyId), query, [
        'category',
        'term',
        'id',
      ]),
  })
  add({
    method: 'PUT',
    url: '/studies/:studyId/terminology',
    summary: 'Set the variations of a preferred term',
    access: inPath('study', 'review'),
    params: study,
    body: exact({
      category: Type.Optional(words(100)),
      term: words(200),
      variations: Type.Array(words(200), { maxItems: 100 }),
    }),
    answer: [200, TERM],
    run: async ({ session, actor, params, body }) => shown(await setTerm(session, actor, params.studyId, body)),
  })
  add({
    method: 'GET',
    url: '/audit-log',
    summary: 'Who did what, the latest first',
    access: { may: 'review', of: 'workspace', from: 'query', key: 'workspaceId' },
    query: exact({ ...paging, workspaceId: id, subjectId: Type.Optional(id) }),
    answer: [200, pageOf(LINE)],
    run: ({ session, query }) => {
      const lines = session('audit_log').select('*').where('workspace_id', query.workspaceId)
      if (query.subjectId !== undefined) void lines.where('subject_id', query.subjectId)
      return keysetPage(session, lines, query, ['-seq'])
    },
  })
}
