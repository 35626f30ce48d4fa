import { createHash } from 'node:crypto'
import type { Issue } from '../db/models/index.ts'
import type { Session } from '../db/session.ts'
import { found, Refusal } from '../domain/errors.ts'
import { record, type Acting } from './audit-log.ts'

interface Rule {
  readonly category: Issue['category']
  readonly severity: Issue['severity']
  readonly pattern: RegExp
  readonly advice: string
}

/**
 * Looks through the anchors of a version for placeholders and for variations of preferred terms. What was found before
 * is not found twice.
 * @throws Refusal `not-read` while the text has not been read: nothing found would look like nothing wrong
 */
export async function auditVersion(
  session: Session,
  actor: Acting,
  versionId: string,
): Promise<{ found: number; new: number }> {
  if (!(await session('ingestion_runs').where({ version_id: versionId, status: 'ok' }).first('id')))
    throw new Refusal('conflict', 'not-read', 'The text of the version has not been read yet.')
  const terms = await session('terminology as t')
    .join('documents as d', 'd.study_id', 't.study_id')
    .join('document_versions as v', 'v.document_id', 'd.id')
    .where('v.id', versionId)
    .select<{ term: string; variations: string[] }[]>('t.term', 't.variations')
  const rules: readonly Rule[] = [
    { category: 'consistency', severity: 'major', pattern: PLACEHOLDER, advice: 'is a placeholder' },
    ...terms.flatMap(({ term, variations }) =>
      variations.map((word) => ({
        category: 'terminology' as const,
        severity: 'minor' as const,
        pattern: wordPattern(word),
        advice: `should be “${term}”`,
      })),
    ),
  ]
  const anchors = await session('anchors')
    .where({ version_id: versionId })
    .orderBy('ordinal')
    .select('id', 'key', 'body')
  const issues = anchors.flatMap(({ id, key, body }) =>
    rules.flatMap(({ category, severity, pattern, advice }) =>
      [...new Set(body.match(pattern) ?? [])].map((text) => ({
        version_id: versionId,
        anchor_id: id,
        category,
        severity,
        message: `“${text}” ${advice}`,
        fingerprint: createHash('sha256')
          .update(JSON.stringify([key, text, advice]))
          .digest('hex'),
      })),
    ),
  )
  let added = 0
  for (let from = 0; from < issues.length; from += 200)
    added += (
      await session('audit_issues')
        .insert(issues.slice(from, from + 200))
        .onConflict(['version_id', 'fingerprint'])
        .ignore()
        .returning('id')
    ).length
  await record(session, actor, 'version.audited', versionId, { found: issues.length, new: added })
  return { found: issues.length, new: added }
}

/** Resolves an issue, suppresses it with a reason, or opens it again. */
export async function setIssueStatus(
  session: Session,
  actor: Acting,
  id: string,
  status: Issue['status'],
  because: string | undefined,
): Promise<Issue> {
  if (status === 'suppressed' && because === undefined)
    throw new Refusal('invalid', 'reason-required', 'Say why the issue is suppressed.', { because: 'is required' })
  const before = found(await session('audit_issues').where({ id }).forUpdate().first(), 'issue')
  const suppressed = status === 'suppressed'
  const [issue] = await session('audit_issues')
    .where({ id })
    .update({
      status,
      suppressed_because: suppressed ? (because ?? null) : null,
      suppressed_by: suppressed ? actor.userId : null,
    })
    .returning('*')
  await record(session, actor, 'issue.updated', id, { before: { status: before.status }, because: because ?? null })
  return found(issue, 'issue')
}

/** Sets a preferred term and the variations that should not be used. */
export async function setTerm(
  session: Session,
  actor: Acting,
  studyId: string,
  { category = 'general', term, variations }: { category?: string; term: string; variations: readonly string[] },
) {
  const { rows } = await session.raw<{ rows: { id: string; category: string; term: string; variations: string[] }[] }>(
    `INSERT INTO terminology (study_id, category, term, variations) VALUES (?, ?, ?, ?::text[])
     ON CONFLICT (study_id, category, lower(term)) DO UPDATE SET variations = EXCLUDED.variations, term = EXCLUDED.term
     RETURNING id, category, term, variations`,
    [studyId, category, term, [...variations]],
  )
  const set = found(rows[0], 'term')
  await record(session, actor, 'term.set', set.id, { term, variations })
  return set
}

const PLACEHOLDER = /(?<![\p{L}\p{N}])(?:TBD|TBC|XX+)(?![\p{L}\p{N}])|\?{3,}/gu

/** A whole word or phrase in any case, in any script. */
function wordPattern(word: string): RegExp {
  const exactly = word.replaceAll(/[$()*+.?[\\\]^{|}]/g, String.raw`\$&`)
  return new RegExp(String.raw`(?<![\p{L}\p{N}])${exactly}(?![\p{L}\p{N}])`, 'giu')
}
