import { double, jsonb, sql, uuid } from 'knexus'
import { createdAt, enumType, served, table, uuidKey, within } from '../base.ts'

/** The same text, or text that shares most of its words. */
export const matchMethod = enumType('match_method', ['exact', 'similar'])

export const changeEvents = table(
  'change_events',
  {
    ...uuidKey(),
    document_id: uuid().notNullable(),
    from_version_id: uuid().notNullable(),
    to_version_id: uuid().notNullable(),
    summary: jsonb<Record<string, unknown>>().notNullable().defaultTo({}),
    created_by: uuid().references('users.id').onDelete('set null').index(),
    ...createdAt(),
  },
  (t) => [
    t
      .foreign(['from_version_id', 'document_id'])
      .references('document_versions', ['id', 'document_id'])
      .onDelete('cascade'),
    t
      .foreign(['to_version_id', 'document_id'])
      .references('document_versions', ['id', 'document_id'])
      .onDelete('cascade'),
    t.check(sql`from_version_id <> to_version_id`, 'versions'),
    t.unique(['from_version_id', 'to_version_id']),
    t.index(['from_version_id', 'document_id']),
    t.index(['to_version_id', 'document_id']),
    t.index(['document_id', { key: 'created_at', order: 'desc' }]),
    t.comment('What became of the text between two versions of one document.'),
    t.rowSecurity(),
    t.policy(...within('change_events', 'documents', 'document_id')),
  ],
)

export const anchorMatches = table(
  'anchor_matches',
  {
    change_event_id: uuid().notNullable().references('change_events.id').onDelete('cascade'),
    from_anchor_id: uuid().notNullable().references('anchors.id').onDelete('cascade').index(),
    to_anchor_id: uuid().notNullable().references('anchors.id').onDelete('cascade').index(),
    method: matchMethod.column().notNullable(),
    score: double().notNullable().checkBetween([0, 1]),
  },
  (t) => [
    t.primary(['change_event_id', 'from_anchor_id', 'to_anchor_id']),
    t.check(sql`(method = 'exact') = (score = 1)`, 'method'),
    t.rowSecurity(),
    t.policy(...within('anchor_matches', 'change_events', 'change_event_id')),
  ],
)

export const changeGrants = [served(changeEvents, ['SELECT', 'INSERT']), served(anchorMatches, ['SELECT', 'INSERT'])]
