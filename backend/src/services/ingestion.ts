import { createHash } from 'node:crypto'
import type { Knex } from 'knex'
import type { IngestionRun } from '../db/models/index.ts'
import { inParts, withSession, type Session } from '../db/session.ts'
import { found, Refusal } from '../domain/errors.ts'
import { blocksOf, chunksOf, keysOf, languageOf, zoneOf } from '../domain/text.ts'
import { record, type Acting } from './audit-log.ts'
import { embed, vectorText } from './embedding.ts'

/** Changes when the same text would be cut another way. */
const PIPELINE = '1'
const CONFIG = createHash('sha256').update(`pipeline ${PIPELINE}`).digest('hex')
/** How long a worker may be silent before another takes its run over, in seconds. */
export const LEASE = 60
const ATTEMPTS = 3

/**
 * Asks for the text of a version to be read. A worker does it.
 * @throws Refusal `already-exists` by the unique index, when a run is under way
 */
export async function requestRun(session: Session, actor: Acting, versionId: string): Promise<IngestionRun> {
  const content = await session('version_contents').where({ version_id: versionId }).first('version_id')
  if (!content) throw new Refusal('conflict', 'no-content', 'The version has no text to read.')
  const [row] = await session('ingestion_runs')
    .insert({
      version_id: versionId,
      pipeline_version: PIPELINE,
      config_sha256: CONFIG,
      requested_by: actor.userId,
    })
    .returning('*')
  const run = found(row, 'run')
  await record(session, actor, 'ingestion.requested', versionId, { run: run.id })
  return run
}

interface Claim {
  readonly run_id: string
  readonly version_id: string
  readonly workspace_id: string
  readonly attempts: number
}

/** Takes one waiting run, or one whose worker is gone, and does it. False when there is nothing to do. */
export async function workOnce(database: Knex, worker: string, lease = LEASE): Promise<boolean> {
  const claim = await withSession(database, { workspaces: [] }, async (session) => {
    const { rows } = await session.raw<{ rows: Claim[] }>('SELECT * FROM claim_run(?, ?)', [worker, lease])
    return rows[0]
  })
  if (!claim) return false
  const within = { workspaces: [claim.workspace_id], statementTimeout: 60_000 }
  try {
    if (claim.attempts > ATTEMPTS) throw new SyntaxError(`${ATTEMPTS} workers have gone while they read it`)
    await withSession(database, within, (session) => ingest(session, worker, claim))
  } catch (error) {
    if (!(error instanceof SyntaxError)) throw error
    await withSession(database, within, (session) =>
      finish(session, worker, claim, 'failed', { errors: JSON.stringify([error.message]) }),
    )
  }
  return true
}

/** All of it is one transaction, so a run that is cut short leaves nothing behind but its claim. */
async function ingest(session: Session, worker: string, claim: Claim): Promise<void> {
  const { version_id } = claim
  const { format, body: text } = found(await session('version_contents').where({ version_id }).first(), 'version')
  const blocks = blocksOf(format, text)
  const keys = keysOf(blocks)
  const anchors = blocks.map(({ kind, body, section }, ordinal) => ({
    version_id,
    key: keys[ordinal]?.key ?? '',
    kind,
    body,
    body_sha256: keys[ordinal]?.sha256 ?? '',
    ordinal,
    section_path: section,
    zone: zoneOf(section),
    language: languageOf(body),
  }))
  // The same text has the same key and keeps its row, so that evidence goes on pointing at it.
  await inParts(anchors, (part) =>
    session('anchors')
      .insert(part)
      .onConflict(['version_id', 'key'])
      .merge(['ordinal', 'section_path', 'zone', 'language']),
  )
  await session('anchors')
    .where({ version_id })
    .whereRaw('NOT (key = ANY (?::text[]))', [anchors.map(({ key }) => key)])
    .whereRaw('NOT EXISTS (SELECT FROM fact_evidence e WHERE e.anchor_id = anchors.id)')
    .delete()
  const chunks = chunksOf(blocks, keys)
  await session('chunks').where({ version_id }).delete()
  await inParts(
    chunks.map((chunk, ordinal) => ({ ...chunk, version_id, ordinal, embedding: vectorText(embed(chunk.body)) })),
    (part) => session('chunks').insert(part),
  )
  await finish(session, worker, claim, 'ok', { summary: { anchors: anchors.length, chunks: chunks.length } })
  await session('document_versions').where({ id: version_id }).update({ last_run_id: claim.run_id })
}

/** Only the worker that still holds the claim may end the run. */
async function finish(
  session: Session,
  worker: string,
  claim: Claim,
  status: 'ok' | 'failed',
  more: object,
): Promise<void> {
  const ended = await session('ingestion_runs')
    .where({ id: claim.run_id, status: 'running', claimed_by: worker })
    .update({ status, finished_at: session.raw('greatest(clock_timestamp(), started_at)'), ...more })
  if (ended === 0) throw new Error('another worker has taken the run over')
}
