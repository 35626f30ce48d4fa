import { sql } from 'knexus'
import { fn } from '../base.ts'

/** Sets `updated_at`, so that it is right whoever writes: the service, a person with psql, an upsert. */
export const touch = fn('touch', {
  body: `
BEGIN
  NEW.updated_at := now();
  RETURN NEW;
END
`,
})

/** Refuses every change of a table whose rows are only added. */
export const refuseChange = fn('refuse_change', {
  body: `
BEGIN
  RAISE EXCEPTION 'rows of % are only added', TG_TABLE_NAME USING ERRCODE = 'check_violation';
END
`,
})

/**
 * The trigger of a table with `updated_at`: `t.trigger(...touched('studies'))`. A write that changes nothing leaves it
 * alone, except where a generated column keeps PostgreSQL from comparing the rows (`always`).
 */
export const touched = (table: string, { always = false }: { readonly always?: boolean } = {}) =>
  [
    `tr_${table}_touch`,
    {
      timing: 'before',
      events: ['update'],
      execute: touch,
      ...(!always && { when: sql`OLD.* IS DISTINCT FROM NEW.*` }),
    },
  ] as const

/** The trigger of a table whose rows are only added: `t.trigger(...addedOnly('audit_log'))`. */
export const addedOnly = (table: string) =>
  [
    `tr_${table}_added_only`,
    {
      timing: 'before',
      events: ['update', 'delete', 'truncate'],
      level: 'statement',
      execute: refuseChange,
    },
  ] as const
