import { date, sql, string, text, uuid } from 'knexus'
import { notBlank, createdAt, enumType, ofWorkspace, served, table, timestamps, uuidKey, within } from '../base.ts'
import { touched } from './functions.ts'

export const studyStatus = enumType('study_status', ['active', 'archived'])

/** Protocol, statistical analysis plan, tables and figures, study report, investigator's brochure, informed consent. */
export const documentType = enumType('document_type', ['protocol', 'sap', 'tfl', 'csr', 'ib', 'icf', 'other'])

export const documentLifecycle = enumType('document_lifecycle', ['draft', 'in_review', 'approved', 'superseded'])

/** How the text of a version is written. */
export const sourceFormat = enumType('source_format', ['markdown', 'text', 'json'])

export const documentLanguage = enumType('document_language', ['ru', 'en', 'mixed', 'unknown'])

export const studies = table(
  'studies',
  {
    ...uuidKey(),
    workspace_id: uuid().notNullable().references('workspaces.id').onDelete('cascade'),
    code: text().notNullable().check(notBlank('code')),
    title: text().notNullable().check(notBlank('title')),
    status: studyStatus.column().notNullable().defaultTo('active'),
    ...timestamps(),
  },
  (t) => [
    t.unique(['workspace_id', 'code']),
    t.unique(['id', 'workspace_id'], { comment: 'So that documents can refer to a study of their own workspace.' }),
    t.index(['code', 'id'], { comment: 'The order in which studies are listed.' }),
    t.trigger(...touched('studies')),
    t.rowSecurity(),
    t.policy(...ofWorkspace()),
  ],
)

export const documents = table(
  'documents',
  {
    ...uuidKey(),
    workspace_id: uuid().notNullable(),
    study_id: uuid().notNullable(),
    doc_type: documentType.column().notNullable(),
    title: text().notNullable().check(notBlank('title')),
    lifecycle: documentLifecycle.column().notNullable().defaultTo('draft'),
    ...timestamps(),
  },
  (t) => [
    t.foreign(['study_id', 'workspace_id']).references('studies', ['id', 'workspace_id']).onDelete('cascade'),
    t.index(['study_id', 'workspace_id']),
    t.trigger(...touched('documents')),
    t.rowSecurity(),
    t.policy(...ofWorkspace()),
  ],
)

export const documentVersions = table(
  'document_versions',
  {
    ...uuidKey(),
    document_id: uuid().notNullable().references('documents.id').onDelete('cascade'),
    label: string(64).notNullable(),
    language: documentLanguage.column().notNullable().defaultTo('unknown'),
    source_uri: text(),
    source_sha256: string(64).checkRegex('^[0-9a-f]{64}$'),
    effective_on: date(),
    created_by: uuid().references('users.id').onDelete('set null').index(),
    last_run_id: uuid(),
    ...createdAt(),
  },
  (t) => [
    t.unique(['document_id', 'label']),
    t.unique(['id', 'document_id'], { comment: 'So that a change can refer to two versions of one document.' }),
    t
      .foreign(['last_run_id', 'id'])
      .references('ingestion_runs', ['id', 'version_id'])
      .onDelete('set null', ['last_run_id'])
      .deferrable('deferred')
      .comment('A run of this very version. The two tables refer to each other, so it is checked at the commit.'),
    t.index(['last_run_id', 'id'], { where: sql`last_run_id IS NOT NULL` }),
    t.index(['document_id', { key: 'created_at', order: 'desc' }]),
    t.rowSecurity(),
    t.policy(...within('document_versions', 'documents', 'document_id')),
  ],
)

export const versionContents = table(
  'version_contents',
  {
    version_id: uuid().primary().references('document_versions.id').onDelete('cascade'),
    format: sourceFormat.column().notNullable(),
    body: text().notNullable(),
  },
  (t) => [
    t.comment('The text of a version as it was uploaded. It never changes: another text is another version.'),
    t.rowSecurity(),
    t.policy(...within('version_contents', 'document_versions', 'version_id')),
  ],
)

export const studyGrants = [
  served(studies),
  served(documents),
  served(documentVersions),
  served(versionContents, ['SELECT', 'INSERT']),
]
