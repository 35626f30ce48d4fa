import type { Knex } from 'knex'

// Proved on PostgreSQL 18, embedded (PGlite): up reaches the models, down returns to the start, up again.
// Rows in 16 of 16 tables before, all still there after.

export async function up(knex: Knex): Promise<void> {
  await knex.raw(`SET LOCAL check_function_bodies = off`)
  await knex.raw(`CREATE TYPE public.source_format AS ENUM ('markdown', 'text', 'json')`)
  await knex.raw(`
CREATE FUNCTION public.access_of(token_sha256 text, kind text, subject uuid)
RETURNS TABLE(user_id uuid, workspace_id uuid, role text, workspaces uuid[])
LANGUAGE plpgsql STABLE SECURITY DEFINER
SET search_path TO 'public', 'pg_temp'
AS $$
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
    END AS id) w ON true
  LEFT JOIN memberships m ON m.user_id = u.id AND m.workspace_id = w.id
  WHERE t.token_sha256 = access_of.token_sha256 AND t.revoked_at IS NULL AND t.expires_at > now();
END
$$
  `)
  await knex.raw(`
CREATE FUNCTION public.applied_migrations()
RETURNS SETOF text
LANGUAGE plpgsql STABLE SECURITY DEFINER
SET search_path TO 'public', 'pg_temp'
AS $$
BEGIN
  RETURN QUERY SELECT m.name::text FROM knex_migrations m;
END
$$
  `)
  await knex.raw(`
CREATE FUNCTION public.claim_run(worker text, lease double precision)
RETURNS TABLE(run_id uuid, version_id uuid, workspace_id uuid, attempts integer)
LANGUAGE plpgsql SECURITY DEFINER
SET search_path TO 'public', 'pg_temp'
AS $$
#variable_conflict use_column
BEGIN
  RETURN QUERY
  UPDATE ingestion_runs r
  SET claimed_by = claim_run.worker, claimed_until = clock_timestamp() + make_interval(secs => claim_run.lease), attempts = r.attempts + 1
  FROM document_versions v JOIN documents d ON d.id = v.document_id
  WHERE v.id = r.version_id AND r.id = (
    SELECT w.id FROM ingestion_runs w
    WHERE w.status = 'running' AND (w.claimed_until IS NULL OR w.claimed_until < clock_timestamp())
    ORDER BY w.started_at LIMIT 1 FOR UPDATE SKIP LOCKED)
  RETURNING r.id, r.version_id, d.workspace_id, r.attempts;
END
$$
  `)
  await knex.raw(`
CREATE TABLE public.access_tokens (
  id uuid DEFAULT gen_random_uuid() NOT NULL,
  user_id uuid NOT NULL,
  name text NOT NULL,
  token_sha256 character varying(64) NOT NULL,
  expires_at timestamp with time zone NOT NULL,
  revoked_at timestamp with time zone,
  created_at timestamp with time zone DEFAULT now() NOT NULL,
  CONSTRAINT pk_access_tokens PRIMARY KEY (id),
  CONSTRAINT uq_access_tokens_token_sha256 UNIQUE (token_sha256),
  CONSTRAINT ck_access_tokens_name CHECK ((btrim(name) <> ''::text)),
  CONSTRAINT ck_access_tokens_token_sha256 CHECK (((token_sha256)::text ~ '^[0-9a-f]{64}$'::text))
)
  `)
  await knex.raw(`ALTER TABLE public.anchors ENABLE ROW LEVEL SECURITY`)
  await knex.raw(`ALTER TABLE public.audit_issues ENABLE ROW LEVEL SECURITY`)
  await knex.raw(`ALTER TABLE public.audit_log ENABLE ROW LEVEL SECURITY`)
  await knex.raw(`ALTER TABLE public.document_versions ENABLE ROW LEVEL SECURITY`)
  await knex.raw(`ALTER TABLE public.documents ENABLE ROW LEVEL SECURITY`)
  await knex.raw(`ALTER TABLE public.fact_evidence ENABLE ROW LEVEL SECURITY`)
  await knex.raw(`ALTER TABLE public.facts ENABLE ROW LEVEL SECURITY`)
  await knex.raw(`ALTER TABLE public.ingestion_runs ENABLE ROW LEVEL SECURITY`)
  await knex.raw(`ALTER TABLE public.memberships ENABLE ROW LEVEL SECURITY`)
  await knex.raw(`ALTER TABLE public.section_contracts ENABLE ROW LEVEL SECURITY`)
  await knex.raw(`ALTER TABLE public.section_maps ENABLE ROW LEVEL SECURITY`)
  await knex.raw(`ALTER TABLE public.studies ENABLE ROW LEVEL SECURITY`)
  await knex.raw(`ALTER TABLE public.terminology ENABLE ROW LEVEL SECURITY`)
  await knex.raw(`ALTER TABLE public.users ENABLE ROW LEVEL SECURITY`)
  await knex.raw(`
    CREATE TABLE public.version_contents (
      version_id uuid NOT NULL,
      format public.source_format NOT NULL,
      body text NOT NULL,
      CONSTRAINT pk_version_contents PRIMARY KEY (version_id)
    )
  `)
  await knex.raw(`ALTER TABLE public.version_contents ENABLE ROW LEVEL SECURITY`)
  await knex.raw(`ALTER TABLE public.workspaces ENABLE ROW LEVEL SECURITY`)
  await knex.raw(`ALTER TABLE public.ingestion_runs ADD COLUMN requested_by uuid`)
  await knex.raw(`ALTER TABLE public.ingestion_runs ADD COLUMN claimed_by text`)
  await knex.raw(`ALTER TABLE public.ingestion_runs ADD COLUMN claimed_until timestamp with time zone`)
  await knex.raw(`ALTER TABLE public.ingestion_runs ADD COLUMN attempts integer DEFAULT 0 NOT NULL`)
  await knex.raw(
    `ALTER TABLE public.access_tokens ADD CONSTRAINT fk_access_tokens_user_id_users FOREIGN KEY (user_id) REFERENCES public.users(id) ON DELETE CASCADE`,
  )
  await knex.raw(
    `ALTER TABLE public.ingestion_runs ADD CONSTRAINT ck_ingestion_runs_attempts CHECK ((attempts >= 0)) NOT VALID`,
  )
  await knex.raw(
    `ALTER TABLE public.version_contents ADD CONSTRAINT fk_version_contents_version_id_document_versions FOREIGN KEY (version_id) REFERENCES public.document_versions(id) ON DELETE CASCADE`,
  )
  await knex.raw(`CREATE INDEX ix_access_tokens_user_id ON public.access_tokens (user_id)`)
  await knex.raw(`
    CREATE POLICY within_document_versions ON public.anchors TO clinnexus_service USING ((EXISTS ( SELECT
       FROM public.document_versions o
      WHERE (o.id = anchors.version_id))))
  `)
  await knex.raw(`
    CREATE POLICY within_document_versions ON public.audit_issues TO clinnexus_service USING ((EXISTS ( SELECT
       FROM public.document_versions o
      WHERE (o.id = audit_issues.version_id))))
  `)
  await knex.raw(
    `CREATE POLICY of_workspace ON public.audit_log TO clinnexus_service USING ((workspace_id = ANY ((string_to_array(current_setting('clinnexus.workspaces'::text, true), ','::text))::uuid[])))`,
  )
  await knex.raw(`
    CREATE POLICY within_documents ON public.document_versions TO clinnexus_service USING ((EXISTS ( SELECT
       FROM public.documents o
      WHERE (o.id = document_versions.document_id))))
  `)
  await knex.raw(
    `CREATE POLICY of_workspace ON public.documents TO clinnexus_service USING ((workspace_id = ANY ((string_to_array(current_setting('clinnexus.workspaces'::text, true), ','::text))::uuid[])))`,
  )
  await knex.raw(`
    CREATE POLICY within_facts ON public.fact_evidence TO clinnexus_service USING ((EXISTS ( SELECT
       FROM public.facts o
      WHERE (o.id = fact_evidence.fact_id))))
  `)
  await knex.raw(`
    CREATE POLICY within_studies ON public.facts TO clinnexus_service USING ((EXISTS ( SELECT
       FROM public.studies o
      WHERE (o.id = facts.study_id))))
  `)
  await knex.raw(`
    CREATE POLICY within_document_versions ON public.ingestion_runs TO clinnexus_service USING ((EXISTS ( SELECT
       FROM public.document_versions o
      WHERE (o.id = ingestion_runs.version_id))))
  `)
  await knex.raw(
    `CREATE POLICY of_workspace ON public.memberships TO clinnexus_service USING ((workspace_id = ANY ((string_to_array(current_setting('clinnexus.workspaces'::text, true), ','::text))::uuid[])))`,
  )
  await knex.raw(
    `CREATE POLICY of_workspace ON public.section_contracts TO clinnexus_service USING ((workspace_id = ANY ((string_to_array(current_setting('clinnexus.workspaces'::text, true), ','::text))::uuid[])))`,
  )
  await knex.raw(`
    CREATE POLICY within_document_versions ON public.section_maps TO clinnexus_service USING ((EXISTS ( SELECT
       FROM public.document_versions o
      WHERE (o.id = section_maps.version_id))))
  `)
  await knex.raw(
    `CREATE POLICY of_workspace ON public.studies TO clinnexus_service USING ((workspace_id = ANY ((string_to_array(current_setting('clinnexus.workspaces'::text, true), ','::text))::uuid[])))`,
  )
  await knex.raw(`
    CREATE POLICY within_studies ON public.terminology TO clinnexus_service USING ((EXISTS ( SELECT
       FROM public.studies o
      WHERE (o.id = terminology.study_id))))
  `)
  await knex.raw(`
    CREATE POLICY fellow_members ON public.users TO clinnexus_service USING ((EXISTS ( SELECT
       FROM public.memberships m
      WHERE (m.user_id = users.id))))
  `)
  await knex.raw(`
    CREATE POLICY within_document_versions ON public.version_contents TO clinnexus_service USING ((EXISTS ( SELECT
       FROM public.document_versions o
      WHERE (o.id = version_contents.version_id))))
  `)
  await knex.raw(
    `CREATE POLICY of_workspace ON public.workspaces TO clinnexus_service USING ((id = ANY ((string_to_array(current_setting('clinnexus.workspaces'::text, true), ','::text))::uuid[])))`,
  )
  await knex.raw(
    `COMMENT ON TABLE public.access_tokens IS 'Only the hash of a token is kept. A token itself is shown once, to whoever makes it.'`,
  )
  await knex.raw(
    `COMMENT ON TABLE public.version_contents IS 'The text of a version as it was uploaded. It never changes: another text is another version.'`,
  )
  await knex.raw(
    `COMMENT ON COLUMN public.ingestion_runs.requested_by IS 'Who asked for it. No foreign key: the run outlives the user.'`,
  )
  await knex.raw(`COMMENT ON COLUMN public.ingestion_runs.claimed_by IS 'The worker that has it.'`)
  await knex.raw(
    `COMMENT ON COLUMN public.ingestion_runs.claimed_until IS 'When another worker may take it over; null while it waits for the first.'`,
  )
  await knex.raw(`REVOKE EXECUTE ON FUNCTION public.access_of(text, text, uuid) FROM PUBLIC`)
  await knex.raw(`GRANT EXECUTE ON FUNCTION public.access_of(text, text, uuid) TO clinnexus_service`)
  await knex.raw(`REVOKE EXECUTE ON FUNCTION public.applied_migrations() FROM PUBLIC`)
  await knex.raw(`GRANT EXECUTE ON FUNCTION public.applied_migrations() TO clinnexus_service`)
  await knex.raw(`REVOKE EXECUTE ON FUNCTION public.claim_run(text, double precision) FROM PUBLIC`)
  await knex.raw(`GRANT EXECUTE ON FUNCTION public.claim_run(text, double precision) TO clinnexus_service`)
  await knex.raw(`GRANT DELETE, INSERT, SELECT, UPDATE ON TABLE public.audit_issues TO clinnexus_service`)
  await knex.raw(`GRANT INSERT, SELECT ON TABLE public.audit_log TO clinnexus_service`)
  await knex.raw(`GRANT DELETE, INSERT, SELECT, UPDATE ON TABLE public.terminology TO clinnexus_service`)
  await knex.raw(`GRANT DELETE, INSERT, SELECT, UPDATE ON TABLE public.fact_evidence TO clinnexus_service`)
  await knex.raw(`GRANT DELETE, INSERT, SELECT, UPDATE ON TABLE public.facts TO clinnexus_service`)
  await knex.raw(`GRANT DELETE, INSERT, SELECT, UPDATE ON TABLE public.memberships TO clinnexus_service`)
  await knex.raw(`GRANT SELECT ON TABLE public.users TO clinnexus_service`)
  await knex.raw(`GRANT INSERT, SELECT, UPDATE ON TABLE public.workspaces TO clinnexus_service`)
  await knex.raw(`GRANT DELETE, INSERT, SELECT, UPDATE ON TABLE public.document_versions TO clinnexus_service`)
  await knex.raw(`GRANT DELETE, INSERT, SELECT, UPDATE ON TABLE public.documents TO clinnexus_service`)
  await knex.raw(`GRANT DELETE, INSERT, SELECT, UPDATE ON TABLE public.studies TO clinnexus_service`)
  await knex.raw(`GRANT INSERT, SELECT ON TABLE public.version_contents TO clinnexus_service`)
  await knex.raw(`GRANT DELETE, INSERT, SELECT, UPDATE ON TABLE public.anchors TO clinnexus_service`)
  await knex.raw(`GRANT INSERT, SELECT, UPDATE ON TABLE public.ingestion_runs TO clinnexus_service`)
  await knex.raw(`GRANT DELETE, INSERT, SELECT, UPDATE ON TABLE public.section_contracts TO clinnexus_service`)
  await knex.raw(`GRANT DELETE, INSERT, SELECT, UPDATE ON TABLE public.section_maps TO clinnexus_service`)
}

export async function down(knex: Knex): Promise<void> {
  await knex.raw(`REVOKE INSERT, SELECT, UPDATE ON TABLE public.workspaces FROM clinnexus_service`)
  await knex.raw(`REVOKE SELECT ON TABLE public.users FROM clinnexus_service`)
  await knex.raw(`REVOKE DELETE, INSERT, SELECT, UPDATE ON TABLE public.terminology FROM clinnexus_service`)
  await knex.raw(`REVOKE DELETE, INSERT, SELECT, UPDATE ON TABLE public.studies FROM clinnexus_service`)
  await knex.raw(`REVOKE DELETE, INSERT, SELECT, UPDATE ON TABLE public.section_maps FROM clinnexus_service`)
  await knex.raw(`REVOKE DELETE, INSERT, SELECT, UPDATE ON TABLE public.section_contracts FROM clinnexus_service`)
  await knex.raw(`REVOKE DELETE, INSERT, SELECT, UPDATE ON TABLE public.memberships FROM clinnexus_service`)
  await knex.raw(`REVOKE INSERT, SELECT, UPDATE ON TABLE public.ingestion_runs FROM clinnexus_service`)
  await knex.raw(`REVOKE DELETE, INSERT, SELECT, UPDATE ON TABLE public.facts FROM clinnexus_service`)
  await knex.raw(`REVOKE DELETE, INSERT, SELECT, UPDATE ON TABLE public.fact_evidence FROM clinnexus_service`)
  await knex.raw(`REVOKE DELETE, INSERT, SELECT, UPDATE ON TABLE public.documents FROM clinnexus_service`)
  await knex.raw(`REVOKE DELETE, INSERT, SELECT, UPDATE ON TABLE public.document_versions FROM clinnexus_service`)
  await knex.raw(`REVOKE INSERT, SELECT ON TABLE public.audit_log FROM clinnexus_service`)
  await knex.raw(`REVOKE DELETE, INSERT, SELECT, UPDATE ON TABLE public.audit_issues FROM clinnexus_service`)
  await knex.raw(`REVOKE DELETE, INSERT, SELECT, UPDATE ON TABLE public.anchors FROM clinnexus_service`)
  await knex.raw(`DROP POLICY of_workspace ON public.workspaces`)
  await knex.raw(`DROP POLICY fellow_members ON public.users`)
  await knex.raw(`DROP POLICY within_studies ON public.terminology`)
  await knex.raw(`DROP POLICY of_workspace ON public.studies`)
  await knex.raw(`DROP POLICY within_document_versions ON public.section_maps`)
  await knex.raw(`DROP POLICY of_workspace ON public.section_contracts`)
  await knex.raw(`DROP POLICY of_workspace ON public.memberships`)
  await knex.raw(`DROP POLICY within_document_versions ON public.ingestion_runs`)
  await knex.raw(`DROP POLICY within_studies ON public.facts`)
  await knex.raw(`DROP POLICY within_facts ON public.fact_evidence`)
  await knex.raw(`DROP POLICY of_workspace ON public.documents`)
  await knex.raw(`DROP POLICY within_documents ON public.document_versions`)
  await knex.raw(`DROP POLICY of_workspace ON public.audit_log`)
  await knex.raw(`DROP POLICY within_document_versions ON public.audit_issues`)
  await knex.raw(`DROP POLICY within_document_versions ON public.anchors`)
  await knex.raw(`ALTER TABLE public.ingestion_runs DROP CONSTRAINT ck_ingestion_runs_attempts`)
  // loses data: the values of public.ingestion_runs.attempts
  await knex.raw(`ALTER TABLE public.ingestion_runs DROP COLUMN attempts`)
  // loses data: the values of public.ingestion_runs.claimed_until
  await knex.raw(`ALTER TABLE public.ingestion_runs DROP COLUMN claimed_until`)
  // loses data: the values of public.ingestion_runs.claimed_by
  await knex.raw(`ALTER TABLE public.ingestion_runs DROP COLUMN claimed_by`)
  // loses data: the values of public.ingestion_runs.requested_by
  await knex.raw(`ALTER TABLE public.ingestion_runs DROP COLUMN requested_by`)
  // loses data: the rows of public.version_contents
  await knex.raw(`DROP TABLE public.version_contents`)
  // loses data: the rows of public.access_tokens
  await knex.raw(`DROP TABLE public.access_tokens`)
  await knex.raw(`DROP FUNCTION public.claim_run(text, double precision)`)
  await knex.raw(`DROP FUNCTION public.applied_migrations()`)
  await knex.raw(`DROP FUNCTION public.access_of(text, text, uuid)`)
  await knex.raw(`DROP TYPE public.source_format`)
  await knex.raw(`ALTER TABLE public.anchors DISABLE ROW LEVEL SECURITY`)
  await knex.raw(`ALTER TABLE public.audit_issues DISABLE ROW LEVEL SECURITY`)
  await knex.raw(`ALTER TABLE public.audit_log DISABLE ROW LEVEL SECURITY`)
  await knex.raw(`ALTER TABLE public.document_versions DISABLE ROW LEVEL SECURITY`)
  await knex.raw(`ALTER TABLE public.documents DISABLE ROW LEVEL SECURITY`)
  await knex.raw(`ALTER TABLE public.fact_evidence DISABLE ROW LEVEL SECURITY`)
  await knex.raw(`ALTER TABLE public.facts DISABLE ROW LEVEL SECURITY`)
  await knex.raw(`ALTER TABLE public.ingestion_runs DISABLE ROW LEVEL SECURITY`)
  await knex.raw(`ALTER TABLE public.memberships DISABLE ROW LEVEL SECURITY`)
  await knex.raw(`ALTER TABLE public.section_contracts DISABLE ROW LEVEL SECURITY`)
  await knex.raw(`ALTER TABLE public.section_maps DISABLE ROW LEVEL SECURITY`)
  await knex.raw(`ALTER TABLE public.studies DISABLE ROW LEVEL SECURITY`)
  await knex.raw(`ALTER TABLE public.terminology DISABLE ROW LEVEL SECURITY`)
  await knex.raw(`ALTER TABLE public.users DISABLE ROW LEVEL SECURITY`)
  await knex.raw(`ALTER TABLE public.workspaces DISABLE ROW LEVEL SECURITY`)
}
