import type { Knex } from 'knex'

// Proved on PostgreSQL 18, embedded (PGlite): up reaches the models, down returns to the start, up again.

export async function up(knex: Knex): Promise<void> {
  await knex.raw(`SET LOCAL check_function_bodies = off`)
  await knex.raw(`CREATE TYPE public.anchor_kind AS ENUM ('p', 'cell', 'fn', 'hdr', 'li', 'tbl')`)
  await knex.raw(
    `CREATE TYPE public.audit_category AS ENUM ('consistency', 'grammar', 'logic', 'terminology', 'compliance')`,
  )
  await knex.raw(`CREATE TYPE public.audit_severity AS ENUM ('critical', 'major', 'minor')`)
  await knex.raw(`CREATE TYPE public.audit_status AS ENUM ('open', 'suppressed', 'resolved')`)
  await knex.raw(`CREATE TYPE public.citation_policy AS ENUM ('per_sentence', 'per_claim', 'none')`)
  await knex.raw(`CREATE TYPE public.document_language AS ENUM ('ru', 'en', 'mixed', 'unknown')`)
  await knex.raw(`CREATE TYPE public.document_lifecycle AS ENUM ('draft', 'in_review', 'approved', 'superseded')`)
  await knex.raw(`CREATE TYPE public.document_type AS ENUM ('protocol', 'sap', 'tfl', 'csr', 'ib', 'icf', 'other')`)
  await knex.raw(`CREATE TYPE public.evidence_role AS ENUM ('primary', 'supporting')`)
  await knex.raw(`CREATE TYPE public.fact_scope AS ENUM ('global', 'arm', 'group', 'visit')`)
  await knex.raw(
    `CREATE TYPE public.fact_status AS ENUM ('extracted', 'validated', 'conflicting', 'tbd', 'needs_review')`,
  )
  await knex.raw(`CREATE TYPE public.ingestion_status AS ENUM ('running', 'ok', 'partial', 'failed')`)
  await knex.raw(`CREATE TYPE public.section_map_status AS ENUM ('mapped', 'needs_review', 'overridden')`)
  await knex.raw(`CREATE TYPE public.section_mapper AS ENUM ('system', 'user')`)
  await knex.raw(
    `CREATE TYPE public.source_zone AS ENUM ('overview', 'design', 'ip', 'statistics', 'safety', 'endpoints', 'population', 'procedures', 'data_management', 'ethics', 'admin', 'appendix', 'unknown')`,
  )
  await knex.raw(`CREATE TYPE public.study_status AS ENUM ('active', 'archived')`)
  await knex.raw(`CREATE TYPE public.workspace_role AS ENUM ('admin', 'writer', 'clinops', 'qa')`)
  await knex.raw(`
CREATE FUNCTION public.refuse_change()
RETURNS trigger
LANGUAGE plpgsql
AS $$
BEGIN
  RAISE EXCEPTION 'rows of % are only added', TG_TABLE_NAME USING ERRCODE = 'check_violation';
END
$$
`)
  await knex.raw(`
CREATE FUNCTION public.touch()
RETURNS trigger
LANGUAGE plpgsql
AS $$
BEGIN
  NEW.updated_at := now();
  RETURN NEW;
END
$$
`)
  await knex.raw(`
CREATE TABLE public.anchors (
  id uuid DEFAULT gen_random_uuid() NOT NULL,
  version_id uuid NOT NULL,
  key text NOT NULL,
  kind public.anchor_kind NOT NULL,
  zone public.source_zone DEFAULT 'unknown'::public.source_zone NOT NULL,
  language public.document_language DEFAULT 'unknown'::public.document_language NOT NULL,
  ordinal integer NOT NULL,
  section_path text DEFAULT ''::text NOT NULL,
  body text NOT NULL,
  body_sha256 character varying(64) NOT NULL,
  location jsonb DEFAULT '{}'::jsonb NOT NULL,
  created_at timestamp with time zone DEFAULT now() NOT NULL,
  CONSTRAINT pk_anchors PRIMARY KEY (id),
  CONSTRAINT uq_anchors_version_id_key UNIQUE (version_id, key),
  CONSTRAINT ck_anchors_body_sha256 CHECK (((body_sha256)::text ~ '^[0-9a-f]{64}$'::text)),
  CONSTRAINT ck_anchors_ordinal CHECK ((ordinal >= 0))
)
`)
  await knex.raw(`
CREATE TABLE public.audit_issues (
  id uuid DEFAULT gen_random_uuid() NOT NULL,
  version_id uuid NOT NULL,
  anchor_id uuid,
  category public.audit_category NOT NULL,
  severity public.audit_severity NOT NULL,
  status public.audit_status DEFAULT 'open'::public.audit_status NOT NULL,
  fingerprint character varying(64) NOT NULL,
  message text NOT NULL,
  suppressed_because text,
  suppressed_by uuid,
  details jsonb DEFAULT '{}'::jsonb NOT NULL,
  created_at timestamp with time zone DEFAULT now() NOT NULL,
  updated_at timestamp with time zone DEFAULT now() NOT NULL,
  CONSTRAINT pk_audit_issues PRIMARY KEY (id),
  CONSTRAINT uq_audit_issues_version_id_fingerprint UNIQUE (version_id, fingerprint),
  CONSTRAINT ck_audit_issues_suppressed_because CHECK (((status <> 'suppressed'::public.audit_status) OR ((suppressed_because IS NOT NULL) AND (btrim(suppressed_because) <> ''::text))))
)
`)
  await knex.raw(`
CREATE TABLE public.audit_log (
  seq bigint NOT NULL GENERATED ALWAYS AS IDENTITY,
  workspace_id uuid NOT NULL,
  at timestamp with time zone DEFAULT clock_timestamp() NOT NULL,
  user_id uuid,
  action text NOT NULL,
  subject_id uuid NOT NULL,
  body jsonb DEFAULT '{}'::jsonb NOT NULL,
  CONSTRAINT pk_audit_log PRIMARY KEY (seq)
)
`)
  await knex.raw(`
CREATE TABLE public.document_versions (
  id uuid DEFAULT gen_random_uuid() NOT NULL,
  document_id uuid NOT NULL,
  label character varying(64) NOT NULL,
  language public.document_language DEFAULT 'unknown'::public.document_language NOT NULL,
  source_uri text,
  source_sha256 character varying(64),
  effective_on date,
  created_by uuid,
  last_run_id uuid,
  created_at timestamp with time zone DEFAULT now() NOT NULL,
  CONSTRAINT pk_document_versions PRIMARY KEY (id),
  CONSTRAINT uq_document_versions_document_id_label UNIQUE (document_id, label),
  CONSTRAINT ck_document_versions_source_sha256 CHECK (((source_sha256)::text ~ '^[0-9a-f]{64}$'::text))
)
`)
  await knex.raw(`
CREATE TABLE public.documents (
  id uuid DEFAULT gen_random_uuid() NOT NULL,
  workspace_id uuid NOT NULL,
  study_id uuid NOT NULL,
  doc_type public.document_type NOT NULL,
  title text NOT NULL,
  lifecycle public.document_lifecycle DEFAULT 'draft'::public.document_lifecycle NOT NULL,
  created_at timestamp with time zone DEFAULT now() NOT NULL,
  updated_at timestamp with time zone DEFAULT now() NOT NULL,
  CONSTRAINT pk_documents PRIMARY KEY (id),
  CONSTRAINT ck_documents_title CHECK ((btrim(title) <> ''::text))
)
`)
  await knex.raw(`
CREATE TABLE public.fact_evidence (
  fact_id uuid NOT NULL,
  anchor_id uuid NOT NULL,
  role public.evidence_role DEFAULT 'primary'::public.evidence_role NOT NULL,
  created_at timestamp with time zone DEFAULT now() NOT NULL,
  CONSTRAINT pk_fact_evidence PRIMARY KEY (fact_id, anchor_id, role)
)
`)
  await knex.raw(`
CREATE TABLE public.facts (
  id uuid DEFAULT gen_random_uuid() NOT NULL,
  study_id uuid NOT NULL,
  version_id uuid,
  type text NOT NULL,
  key text NOT NULL,
  scope public.fact_scope DEFAULT 'global'::public.fact_scope NOT NULL,
  scope_ref text,
  value jsonb NOT NULL,
  numeric_value numeric GENERATED ALWAYS AS (
CASE
    WHEN (jsonb_typeof((value -> 'value'::text)) = 'number'::text) THEN ((value ->> 'value'::text))::numeric
    ELSE NULL::numeric
END) STORED,
  unit text,
  status public.fact_status DEFAULT 'extracted'::public.fact_status NOT NULL,
  confidence numeric(3,2),
  created_at timestamp with time zone DEFAULT now() NOT NULL,
  updated_at timestamp with time zone DEFAULT now() NOT NULL,
  CONSTRAINT pk_facts PRIMARY KEY (id),
  CONSTRAINT uq_facts_subject UNIQUE NULLS NOT DISTINCT (study_id, type, key, scope, scope_ref, version_id),
  CONSTRAINT ck_facts_confidence CHECK (((confidence >= (0)::numeric) AND (confidence <= (1)::numeric))),
  CONSTRAINT ck_facts_scope CHECK (((scope = 'global'::public.fact_scope) = (scope_ref IS NULL)))
)
`)
  await knex.raw(`
CREATE TABLE public.ingestion_runs (
  id uuid DEFAULT gen_random_uuid() NOT NULL,
  version_id uuid NOT NULL,
  status public.ingestion_status DEFAULT 'running'::public.ingestion_status NOT NULL,
  started_at timestamp with time zone DEFAULT now() NOT NULL,
  finished_at timestamp with time zone,
  duration_ms bigint GENERATED ALWAYS AS (((EXTRACT(epoch FROM (finished_at - started_at)) * (1000)::numeric))::bigint) STORED,
  pipeline_version text NOT NULL,
  config_sha256 character varying(64) NOT NULL,
  summary jsonb DEFAULT '{}'::jsonb NOT NULL,
  quality jsonb DEFAULT '{}'::jsonb NOT NULL,
  warnings jsonb DEFAULT '[]'::jsonb NOT NULL,
  errors jsonb DEFAULT '[]'::jsonb NOT NULL,
  CONSTRAINT pk_ingestion_runs PRIMARY KEY (id),
  CONSTRAINT uq_ingestion_runs_id_version_id UNIQUE (id, version_id),
  CONSTRAINT ck_ingestion_runs_config_sha256 CHECK (((config_sha256)::text ~ '^[0-9a-f]{64}$'::text)),
  CONSTRAINT ck_ingestion_runs_finished CHECK (((status = 'running'::public.ingestion_status) = (finished_at IS NULL))),
  CONSTRAINT ck_ingestion_runs_order CHECK ((finished_at >= started_at))
)
`)
  await knex.raw(`
CREATE TABLE public.memberships (
  workspace_id uuid NOT NULL,
  user_id uuid NOT NULL,
  role public.workspace_role NOT NULL,
  created_at timestamp with time zone DEFAULT now() NOT NULL,
  CONSTRAINT pk_memberships PRIMARY KEY (workspace_id, user_id)
)
`)
  await knex.raw(`
CREATE TABLE public.section_contracts (
  id uuid DEFAULT gen_random_uuid() NOT NULL,
  workspace_id uuid NOT NULL,
  doc_type public.document_type NOT NULL,
  section text NOT NULL,
  view_key text,
  title text NOT NULL,
  version integer NOT NULL,
  is_active boolean DEFAULT true NOT NULL,
  citation_policy public.citation_policy DEFAULT 'per_claim'::public.citation_policy NOT NULL,
  zones public.source_zone[] DEFAULT '{}'::public.source_zone[] NOT NULL,
  spec jsonb DEFAULT '{}'::jsonb NOT NULL,
  created_at timestamp with time zone DEFAULT now() NOT NULL,
  CONSTRAINT pk_section_contracts PRIMARY KEY (id),
  CONSTRAINT uq_section_contracts_version UNIQUE NULLS NOT DISTINCT (workspace_id, doc_type, section, view_key, version),
  CONSTRAINT ck_section_contracts_version CHECK ((version > 0))
)
`)
  await knex.raw(`
CREATE TABLE public.section_maps (
  id uuid DEFAULT gen_random_uuid() NOT NULL,
  version_id uuid NOT NULL,
  contract_id uuid NOT NULL,
  anchor_keys text[] DEFAULT '{}'::text[] NOT NULL,
  chunk_ids uuid[] DEFAULT '{}'::uuid[] NOT NULL,
  status public.section_map_status DEFAULT 'needs_review'::public.section_map_status NOT NULL,
  mapped_by public.section_mapper DEFAULT 'system'::public.section_mapper NOT NULL,
  confidence numeric(3,2) NOT NULL,
  notes text,
  created_at timestamp with time zone DEFAULT now() NOT NULL,
  updated_at timestamp with time zone DEFAULT now() NOT NULL,
  CONSTRAINT pk_section_maps PRIMARY KEY (id),
  CONSTRAINT uq_section_maps_version_id_contract_id UNIQUE (version_id, contract_id),
  CONSTRAINT ck_section_maps_confidence CHECK (((confidence >= (0)::numeric) AND (confidence <= (1)::numeric)))
)
`)
  await knex.raw(`
CREATE TABLE public.studies (
  id uuid DEFAULT gen_random_uuid() NOT NULL,
  workspace_id uuid NOT NULL,
  code text NOT NULL,
  title text NOT NULL,
  status public.study_status DEFAULT 'active'::public.study_status NOT NULL,
  created_at timestamp with time zone DEFAULT now() NOT NULL,
  updated_at timestamp with time zone DEFAULT now() NOT NULL,
  CONSTRAINT pk_studies PRIMARY KEY (id),
  CONSTRAINT uq_studies_id_workspace_id UNIQUE (id, workspace_id),
  CONSTRAINT uq_studies_workspace_id_code UNIQUE (workspace_id, code),
  CONSTRAINT ck_studies_code CHECK ((btrim(code) <> ''::text)),
  CONSTRAINT ck_studies_title CHECK ((btrim(title) <> ''::text))
)
`)
  await knex.raw(`
CREATE TABLE public.terminology (
  id uuid DEFAULT gen_random_uuid() NOT NULL,
  study_id uuid NOT NULL,
  category text DEFAULT 'general'::text NOT NULL,
  term text NOT NULL,
  variations text[] DEFAULT '{}'::text[] NOT NULL,
  created_at timestamp with time zone DEFAULT now() NOT NULL,
  updated_at timestamp with time zone DEFAULT now() NOT NULL,
  CONSTRAINT pk_terminology PRIMARY KEY (id),
  CONSTRAINT ck_terminology_term CHECK ((btrim(term) <> ''::text))
)
`)
  await knex.raw(`
CREATE TABLE public.users (
  id uuid DEFAULT gen_random_uuid() NOT NULL,
  email character varying(320) NOT NULL,
  name text,
  is_active boolean DEFAULT true NOT NULL,
  created_at timestamp with time zone DEFAULT now() NOT NULL,
  CONSTRAINT pk_users PRIMARY KEY (id),
  CONSTRAINT ck_users_email CHECK (((email)::text ~ '^[^@[:space:]]+@[^@[:space:]]+$'::text))
)
`)
  await knex.raw(`
CREATE TABLE public.workspaces (
  id uuid DEFAULT gen_random_uuid() NOT NULL,
  name text NOT NULL,
  created_at timestamp with time zone DEFAULT now() NOT NULL,
  updated_at timestamp with time zone DEFAULT now() NOT NULL,
  CONSTRAINT pk_workspaces PRIMARY KEY (id),
  CONSTRAINT ck_workspaces_name CHECK ((btrim(name) <> ''::text))
)
`)
  await knex.raw(
    `ALTER TABLE public.anchors ADD CONSTRAINT fk_anchors_version_id_document_versions FOREIGN KEY (version_id) REFERENCES public.document_versions(id) ON DELETE CASCADE`,
  )
  await knex.raw(
    `ALTER TABLE public.audit_issues ADD CONSTRAINT fk_audit_issues_anchor_id_anchors FOREIGN KEY (anchor_id) REFERENCES public.anchors(id) ON DELETE SET NULL`,
  )
  await knex.raw(
    `ALTER TABLE public.audit_issues ADD CONSTRAINT fk_audit_issues_suppressed_by_users FOREIGN KEY (suppressed_by) REFERENCES public.users(id) ON DELETE SET NULL`,
  )
  await knex.raw(
    `ALTER TABLE public.audit_issues ADD CONSTRAINT fk_audit_issues_version_id_document_versions FOREIGN KEY (version_id) REFERENCES public.document_versions(id) ON DELETE CASCADE`,
  )
  await knex.raw(
    `ALTER TABLE public.audit_log ADD CONSTRAINT fk_audit_log_workspace_id_workspaces FOREIGN KEY (workspace_id) REFERENCES public.workspaces(id) ON DELETE RESTRICT`,
  )
  await knex.raw(
    `ALTER TABLE public.document_versions ADD CONSTRAINT fk_document_versions_created_by_users FOREIGN KEY (created_by) REFERENCES public.users(id) ON DELETE SET NULL`,
  )
  await knex.raw(
    `ALTER TABLE public.document_versions ADD CONSTRAINT fk_document_versions_document_id_documents FOREIGN KEY (document_id) REFERENCES public.documents(id) ON DELETE CASCADE`,
  )
  await knex.raw(
    `ALTER TABLE public.document_versions ADD CONSTRAINT fk_document_versions_last_run_id_id_ingestion_runs FOREIGN KEY (last_run_id, id) REFERENCES public.ingestion_runs(id, version_id) ON DELETE SET NULL (last_run_id) DEFERRABLE INITIALLY DEFERRED`,
  )
  await knex.raw(
    `ALTER TABLE public.documents ADD CONSTRAINT fk_documents_study_id_workspace_id_studies FOREIGN KEY (study_id, workspace_id) REFERENCES public.studies(id, workspace_id) ON DELETE CASCADE`,
  )
  await knex.raw(
    `ALTER TABLE public.fact_evidence ADD CONSTRAINT fk_fact_evidence_anchor_id_anchors FOREIGN KEY (anchor_id) REFERENCES public.anchors(id) ON DELETE CASCADE`,
  )
  await knex.raw(
    `ALTER TABLE public.fact_evidence ADD CONSTRAINT fk_fact_evidence_fact_id_facts FOREIGN KEY (fact_id) REFERENCES public.facts(id) ON DELETE CASCADE`,
  )
  await knex.raw(
    `ALTER TABLE public.facts ADD CONSTRAINT fk_facts_study_id_studies FOREIGN KEY (study_id) REFERENCES public.studies(id) ON DELETE CASCADE`,
  )
  await knex.raw(
    `ALTER TABLE public.facts ADD CONSTRAINT fk_facts_version_id_document_versions FOREIGN KEY (version_id) REFERENCES public.document_versions(id) ON DELETE SET NULL`,
  )
  await knex.raw(
    `ALTER TABLE public.ingestion_runs ADD CONSTRAINT fk_ingestion_runs_version_id_document_versions FOREIGN KEY (version_id) REFERENCES public.document_versions(id) ON DELETE CASCADE`,
  )
  await knex.raw(
    `ALTER TABLE public.memberships ADD CONSTRAINT fk_memberships_user_id_users FOREIGN KEY (user_id) REFERENCES public.users(id) ON DELETE CASCADE`,
  )
  await knex.raw(
    `ALTER TABLE public.memberships ADD CONSTRAINT fk_memberships_workspace_id_workspaces FOREIGN KEY (workspace_id) REFERENCES public.workspaces(id) ON DELETE CASCADE`,
  )
  await knex.raw(
    `ALTER TABLE public.section_contracts ADD CONSTRAINT fk_section_contracts_workspace_id_workspaces FOREIGN KEY (workspace_id) REFERENCES public.workspaces(id) ON DELETE CASCADE`,
  )
  await knex.raw(
    `ALTER TABLE public.section_maps ADD CONSTRAINT fk_section_maps_contract_id_section_contracts FOREIGN KEY (contract_id) REFERENCES public.section_contracts(id) ON DELETE RESTRICT`,
  )
  await knex.raw(
    `ALTER TABLE public.section_maps ADD CONSTRAINT fk_section_maps_version_id_document_versions FOREIGN KEY (version_id) REFERENCES public.document_versions(id) ON DELETE CASCADE`,
  )
  await knex.raw(
    `ALTER TABLE public.studies ADD CONSTRAINT fk_studies_workspace_id_workspaces FOREIGN KEY (workspace_id) REFERENCES public.workspaces(id) ON DELETE CASCADE`,
  )
  await knex.raw(
    `ALTER TABLE public.terminology ADD CONSTRAINT fk_terminology_study_id_studies FOREIGN KEY (study_id) REFERENCES public.studies(id) ON DELETE CASCADE`,
  )
  await knex.raw(`CREATE INDEX ix_anchors_body_sha256 ON public.anchors USING hash (body_sha256)`)
  await knex.raw(`CREATE INDEX ix_anchors_version_id_ordinal ON public.anchors (version_id, ordinal)`)
  await knex.raw(`CREATE INDEX ix_anchors_version_id_zone ON public.anchors (version_id, zone) INCLUDE (kind)`)
  await knex.raw(`CREATE INDEX ix_audit_issues_anchor_id ON public.audit_issues (anchor_id)`)
  await knex.raw(
    `CREATE INDEX ix_audit_issues_open ON public.audit_issues (version_id, severity) WHERE (status = 'open'::public.audit_status)`,
  )
  await knex.raw(`CREATE INDEX ix_audit_issues_suppressed_by ON public.audit_issues (suppressed_by)`)
  await knex.raw(`CREATE INDEX ix_audit_log_subject_id_seq ON public.audit_log (subject_id, seq)`)
  await knex.raw(`CREATE INDEX ix_audit_log_workspace_id_seq ON public.audit_log (workspace_id, seq)`)
  await knex.raw(`CREATE INDEX ix_document_versions_created_by ON public.document_versions (created_by)`)
  await knex.raw(
    `CREATE INDEX ix_document_versions_document_id_created_at ON public.document_versions (document_id, created_at DESC)`,
  )
  await knex.raw(
    `CREATE INDEX ix_document_versions_last_run_id_id ON public.document_versions (last_run_id, id) WHERE (last_run_id IS NOT NULL)`,
  )
  await knex.raw(`CREATE INDEX ix_documents_study_id_workspace_id ON public.documents (study_id, workspace_id)`)
  await knex.raw(`CREATE INDEX ix_fact_evidence_anchor_id ON public.fact_evidence (anchor_id)`)
  await knex.raw(
    `CREATE INDEX ix_facts_study_id_type_numeric_value ON public.facts (study_id, type, numeric_value DESC NULLS LAST)`,
  )
  await knex.raw(`CREATE INDEX ix_facts_value ON public.facts USING gin (value jsonb_path_ops)`)
  await knex.raw(`CREATE INDEX ix_facts_version_id ON public.facts (version_id)`)
  await knex.raw(
    `CREATE INDEX ix_ingestion_runs_version_id_started_at ON public.ingestion_runs (version_id, started_at DESC)`,
  )
  await knex.raw(
    `CREATE UNIQUE INDEX uq_ingestion_runs_running ON public.ingestion_runs (version_id) WHERE (status = 'running'::public.ingestion_status)`,
  )
  await knex.raw(`CREATE INDEX ix_memberships_user_id ON public.memberships (user_id)`)
  await knex.raw(
    `CREATE UNIQUE INDEX uq_section_contracts_active ON public.section_contracts (workspace_id, doc_type, section, view_key) NULLS NOT DISTINCT WHERE is_active`,
  )
  await knex.raw(`CREATE INDEX ix_section_maps_anchor_keys ON public.section_maps USING gin (anchor_keys)`)
  await knex.raw(`CREATE INDEX ix_section_maps_chunk_ids ON public.section_maps USING gin (chunk_ids)`)
  await knex.raw(`CREATE INDEX ix_section_maps_contract_id ON public.section_maps (contract_id)`)
  await knex.raw(
    `CREATE INDEX ix_section_maps_review ON public.section_maps (version_id) WHERE (status = 'needs_review'::public.section_map_status)`,
  )
  await knex.raw(`CREATE INDEX ix_studies_code_id ON public.studies (code, id)`)
  await knex.raw(`CREATE INDEX ix_terminology_variations ON public.terminology USING gin (variations)`)
  await knex.raw(`CREATE UNIQUE INDEX uq_terminology_term ON public.terminology (study_id, category, lower(term))`)
  await knex.raw(`CREATE UNIQUE INDEX uq_users_email ON public.users (lower((email)::text))`)
  await knex.raw(`
CREATE TRIGGER tr_audit_issues_touch
BEFORE UPDATE ON public.audit_issues
FOR EACH ROW WHEN ((old.* IS DISTINCT FROM new.*))
EXECUTE FUNCTION public.touch()
`)
  await knex.raw(`
CREATE TRIGGER tr_audit_log_added_only
BEFORE DELETE OR UPDATE OR TRUNCATE ON public.audit_log
FOR EACH STATEMENT
EXECUTE FUNCTION public.refuse_change()
`)
  await knex.raw(`
CREATE TRIGGER tr_documents_touch
BEFORE UPDATE ON public.documents
FOR EACH ROW WHEN ((old.* IS DISTINCT FROM new.*))
EXECUTE FUNCTION public.touch()
`)
  await knex.raw(`
CREATE TRIGGER tr_facts_touch
BEFORE UPDATE ON public.facts
FOR EACH ROW
EXECUTE FUNCTION public.touch()
`)
  await knex.raw(`
CREATE TRIGGER tr_section_maps_touch
BEFORE UPDATE ON public.section_maps
FOR EACH ROW WHEN ((old.* IS DISTINCT FROM new.*))
EXECUTE FUNCTION public.touch()
`)
  await knex.raw(`
CREATE TRIGGER tr_studies_touch
BEFORE UPDATE ON public.studies
FOR EACH ROW WHEN ((old.* IS DISTINCT FROM new.*))
EXECUTE FUNCTION public.touch()
`)
  await knex.raw(`
CREATE TRIGGER tr_terminology_touch
BEFORE UPDATE ON public.terminology
FOR EACH ROW WHEN ((old.* IS DISTINCT FROM new.*))
EXECUTE FUNCTION public.touch()
`)
  await knex.raw(`
CREATE TRIGGER tr_workspaces_touch
BEFORE UPDATE ON public.workspaces
FOR EACH ROW WHEN ((old.* IS DISTINCT FROM new.*))
EXECUTE FUNCTION public.touch()
`)
  await knex.raw(
    `COMMENT ON COLUMN public.audit_issues.fingerprint IS 'The same for the same issue in every audit, so that an audit may run twice.'`,
  )
  await knex.raw(`COMMENT ON TABLE public.audit_log IS 'What happened, in order. Rows are only ever added.'`)
  await knex.raw(
    `COMMENT ON COLUMN public.audit_log.user_id IS 'Who did it. No foreign key: the trail outlives the user.'`,
  )
  await knex.raw(
    `COMMENT ON COLUMN public.facts.scope_ref IS 'Which arm, group or visit; null when the fact holds for the whole study.'`,
  )
  await knex.raw(`COMMENT ON COLUMN public.anchors.key IS 'kind:index:hash, the same in every run over the same text.'`)
  await knex.raw(
    `COMMENT ON COLUMN public.section_contracts.zones IS 'Where its text may come from; empty for anywhere.'`,
  )
  await knex.raw(
    `COMMENT ON TABLE public.workspaces IS 'A team and everything it works on. Rows of different workspaces never meet.'`,
  )
  await knex.raw(`COMMENT ON INDEX public.uq_ingestion_runs_running IS 'One run at a time for a version.'`)
  await knex.raw(
    `COMMENT ON INDEX public.uq_section_contracts_active IS 'One active contract for a section and view; no view counts as a view.'`,
  )
  await knex.raw(`COMMENT ON INDEX public.ix_studies_code_id IS 'The order in which studies are listed.'`)
  await knex.raw(
    `COMMENT ON CONSTRAINT uq_ingestion_runs_id_version_id ON public.ingestion_runs IS 'So that a version can refer to a run of its own.'`,
  )
  await knex.raw(
    `COMMENT ON CONSTRAINT uq_studies_id_workspace_id ON public.studies IS 'So that documents can refer to a study of their own workspace.'`,
  )
  await knex.raw(
    `COMMENT ON CONSTRAINT fk_document_versions_last_run_id_id_ingestion_runs ON public.document_versions IS 'A run of this very version. The two tables refer to each other, so it is checked at the commit.'`,
  )
}

export async function down(knex: Knex): Promise<void> {
  await knex.raw(`DROP INDEX public.uq_ingestion_runs_running`)
  await knex.raw(`DROP INDEX public.ix_ingestion_runs_version_id_started_at`)
  await knex.raw(`DROP INDEX public.ix_document_versions_last_run_id_id`)
  await knex.raw(`ALTER TABLE public.ingestion_runs DROP CONSTRAINT fk_ingestion_runs_version_id_document_versions`)
  await knex.raw(`ALTER TABLE public.ingestion_runs DROP CONSTRAINT pk_ingestion_runs`)
  await knex.raw(
    `ALTER TABLE public.document_versions DROP CONSTRAINT fk_document_versions_last_run_id_id_ingestion_runs`,
  )
  await knex.raw(`ALTER TABLE public.ingestion_runs DROP CONSTRAINT uq_ingestion_runs_id_version_id`)
  // loses data: the values of public.ingestion_runs.version_id
  await knex.raw(`ALTER TABLE public.ingestion_runs DROP COLUMN version_id`)
  // loses data: the values of public.ingestion_runs.id
  await knex.raw(`ALTER TABLE public.ingestion_runs DROP COLUMN id`)
  // loses data: the rows of public.terminology
  await knex.raw(`DROP TABLE public.terminology`)
  // loses data: the rows of public.section_maps
  await knex.raw(`DROP TABLE public.section_maps`)
  // loses data: the rows of public.section_contracts
  await knex.raw(`DROP TABLE public.section_contracts`)
  // loses data: the rows of public.memberships
  await knex.raw(`DROP TABLE public.memberships`)
  // loses data: the rows of public.ingestion_runs
  await knex.raw(`DROP TABLE public.ingestion_runs`)
  // loses data: the rows of public.fact_evidence
  await knex.raw(`DROP TABLE public.fact_evidence`)
  // loses data: the rows of public.facts
  await knex.raw(`DROP TABLE public.facts`)
  // loses data: the rows of public.audit_log
  await knex.raw(`DROP TABLE public.audit_log`)
  // loses data: the rows of public.audit_issues
  await knex.raw(`DROP TABLE public.audit_issues`)
  // loses data: the rows of public.anchors
  await knex.raw(`DROP TABLE public.anchors`)
  await knex.raw(`ALTER TABLE public.document_versions DROP CONSTRAINT pk_document_versions`)
  // loses data: the values of public.document_versions.id
  await knex.raw(`ALTER TABLE public.document_versions DROP COLUMN id`)
  // loses data: the rows of public.document_versions
  await knex.raw(`DROP TABLE public.document_versions`)
  // loses data: the rows of public.users
  await knex.raw(`DROP TABLE public.users`)
  // loses data: the rows of public.documents
  await knex.raw(`DROP TABLE public.documents`)
  // loses data: the rows of public.studies
  await knex.raw(`DROP TABLE public.studies`)
  // loses data: the rows of public.workspaces
  await knex.raw(`DROP TABLE public.workspaces`)
  await knex.raw(`DROP FUNCTION public.touch()`)
  await knex.raw(`DROP FUNCTION public.refuse_change()`)
  await knex.raw(`DROP TYPE public.workspace_role`)
  await knex.raw(`DROP TYPE public.study_status`)
  await knex.raw(`DROP TYPE public.source_zone`)
  await knex.raw(`DROP TYPE public.section_mapper`)
  await knex.raw(`DROP TYPE public.section_map_status`)
  await knex.raw(`DROP TYPE public.ingestion_status`)
  await knex.raw(`DROP TYPE public.fact_status`)
  await knex.raw(`DROP TYPE public.fact_scope`)
  await knex.raw(`DROP TYPE public.evidence_role`)
  await knex.raw(`DROP TYPE public.document_type`)
  await knex.raw(`DROP TYPE public.document_lifecycle`)
  await knex.raw(`DROP TYPE public.document_language`)
  await knex.raw(`DROP TYPE public.citation_policy`)
  await knex.raw(`DROP TYPE public.audit_status`)
  await knex.raw(`DROP TYPE public.audit_severity`)
  await knex.raw(`DROP TYPE public.audit_category`)
  await knex.raw(`DROP TYPE public.anchor_kind`)
}
