import { bigInteger, jsonb, sql, string, text, timestamp, uuid } from 'knexus'
import { notBlank, enumType, ofWorkspace, served, table, timestamps, uuidKey, within } from '../base.ts'
import { addedOnly, touched } from './functions.ts'

export const auditCategory = enumType('audit_category', [
  'consistency',
  'grammar',
  'logic',
  'terminology',
  'compliance',
])
export const auditSeverity = enumType('audit_severity', ['critical', 'major', 'minor'])
export const auditStatus = enumType('audit_status', ['open', 'suppressed', 'resolved'])

export const terminology = table(
  'terminology',
  {
    ...uuidKey(),
    study_id: uuid().notNullable().references('studies.id').onDelete('cascade'),
    category: text().notNullable().defaultTo('general'),
    term: text().notNullable().check(notBlank('term')),
    variations: text().array().notNullable().defaultTo([]),
    ...timestamps(),
  },
  (t) => [
    t.index(['study_id', 'category', sql`lower(term)`], { unique: true, name: 'uq_terminology_term' }),
    t.index(['variations'], { using: 'gin' }),
    t.trigger(...touched('terminology')),
    t.rowSecurity(),
    t.policy(...within('terminology', 'studies', 'study_id')),
  ],
)

export const auditIssues = table(
  'audit_issues',
  {
    ...uuidKey(),
    version_id: uuid().notNullable().references('document_versions.id').onDelete('cascade'),
    anchor_id: uuid().references('anchors.id').onDelete('set null').index(),
    category: auditCategory.column().notNullable(),
    severity: auditSeverity.column().notNullable(),
    status: auditStatus.column().notNullable().defaultTo('open'),
    fingerprint: string(64)
      .notNullable()
      .comment('The same for the same issue in every audit, so that an audit may run twice.'),
    message: text().notNullable(),
    suppressed_because: text(),
    suppressed_by: uuid().references('users.id').onDelete('set null').index(),
    details: jsonb<Record<string, unknown>>().notNullable().defaultTo({}),
    ...timestamps(),
  },
  (t) => [
    t.unique(['version_id', 'fingerprint']),
    t.check(
      sql`status <> 'suppressed' OR (suppressed_because IS NOT NULL AND btrim(suppressed_because) <> '')`,
      'suppressed_because',
    ),
    t.index(['version_id', 'severity'], { where: sql`status = 'open'`, name: 'ix_audit_issues_open' }),
    t.trigger(...touched('audit_issues')),
    t.rowSecurity(),
    t.policy(...within('audit_issues', 'document_versions', 'version_id')),
  ],
)

export const auditLog = table(
  'audit_log',
  {
    seq: bigInteger().identity().primary(),
    workspace_id: uuid().notNullable().references('workspaces.id').onDelete('restrict'),
    at: timestamp()
      .notNullable()
      .defaultTo(sql`clock_timestamp()`),
    user_id: uuid().comment('Who did it. No foreign key: the trail outlives the user.'),
    action: text().notNullable(),
    subject_id: uuid().notNullable(),
    body: jsonb<Record<string, unknown>>().notNullable().defaultTo({}),
  },
  (t) => [
    t.index(['workspace_id', 'seq']),
    t.index(['subject_id', 'seq']),
    t.trigger(...addedOnly('audit_log')),
    t.comment('What happened, in order. Rows are only ever added.'),
    t.rowSecurity(),
    t.policy(...ofWorkspace()),
  ],
)

export const auditGrants = [served(terminology), served(auditIssues), served(auditLog, ['SELECT', 'INSERT'])]
