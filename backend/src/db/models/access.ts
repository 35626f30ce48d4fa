import { string, text, timestamp, uuid } from 'knexus'
import { createdAt, fn, notBlank, servedFunction, table, uuidKey } from '../base.ts'

/** Bearer tokens. The service may not read them: it asks `access_of`. */
export const accessTokens = table(
  'access_tokens',
  {
    ...uuidKey(),
    user_id: uuid().notNullable().references('users.id').onDelete('cascade').index(),
    name: text().notNullable().check(notBlank('name')),
    token_sha256: string(64).notNullable().unique().checkRegex('^[0-9a-f]{64}$'),
    expires_at: timestamp().notNullable(),
    revoked_at: timestamp(),
    ...createdAt(),
  },
  (t) => [t.comment('Only the hash of a token is kept. A token itself is shown once, to whoever makes it.')],
)

/**
 * Whose token it is, and what that user is in the workspace of a subject: no row for a token that does not count, a
 * null role for who is no member there.
 * The one question that is asked before a workspace is known, so it runs with the rights of the owner.
 */
export const accessOf = fn('access_of', {
  arguments: { token_sha256: 'text', kind: 'text', subject: 'uuid' },
  returns: 'TABLE(user_id uuid, workspace_id uuid, role text, workspaces uuid[])',
  volatility: 'stable',
  securityDefiner: true,
  settings: { search_path: 'public, pg_temp' },
  body: `
#variable_conflict use_column
BEGIN
  RETURN QUERY
  SELECT u.id, w.id, m.role::text, ARRAY(SELECT o.workspace_id FROM memberships o WHERE o.user_id = u.id)
  FROM access_tokens t
  JOIN users u ON u.id = t.user_id AND u.is_active
  LEFT JOIN LATERAL (
    SELECT CASE access_of.kind
      WHEN 'workspace' THEN access_of.subject
      WHEN 'study' THEN (SELECT s.workspace_id FROM studies s WHERE s.id = access_of.subject)
      WHEN 'document' THEN (SELECT d.workspace_id FROM documents d WHERE d.id = access_of.subject)
      WHEN 'version' THEN (
        SELECT d.workspace_id FROM document_versions v JOIN documents d ON d.id = v.document_id WHERE v.id = access_of.subject)
      WHEN 'contract' THEN (SELECT c.workspace_id FROM section_contracts c WHERE c.id = access_of.subject)
      WHEN 'fact' THEN (
        SELECT s.workspace_id FROM facts f JOIN studies s ON s.id = f.study_id WHERE f.id = access_of.subject)
      WHEN 'issue' THEN (
        SELECT d.workspace_id FROM audit_issues i JOIN document_versions v ON v.id = i.version_id
        JOIN documents d ON d.id = v.document_id WHERE i.id = access_of.subject)
      WHEN 'conflict' THEN (
        SELECT s.workspace_id FROM conflicts c JOIN studies s ON s.id = c.study_id WHERE c.id = access_of.subject)
      WHEN 'change' THEN (
        SELECT d.workspace_id FROM change_events e JOIN documents d ON d.id = e.document_id WHERE e.id = access_of.subject)
      WHEN 'task' THEN (SELECT s.workspace_id FROM tasks t JOIN studies s ON s.id = t.study_id WHERE t.id = access_of.subject)
    END AS id) w ON true
  LEFT JOIN memberships m ON m.user_id = u.id AND m.workspace_id = w.id
  WHERE t.token_sha256 = access_of.token_sha256 AND t.revoked_at IS NULL AND t.expires_at > now();
END
`,
})

export const accessOfGrants = servedFunction(accessOf)

/** The migrations that have run: the table is Knex's, and the service has no rights on it. */
export const appliedMigrations = fn('applied_migrations', {
  returns: 'SETOF text',
  volatility: 'stable',
  securityDefiner: true,
  settings: { search_path: 'public, pg_temp' },
  body: `
BEGIN
  RETURN QUERY SELECT m.name::text FROM knex_migrations m;
END
`,
})

export const appliedMigrationsGrants = servedFunction(appliedMigrations)
