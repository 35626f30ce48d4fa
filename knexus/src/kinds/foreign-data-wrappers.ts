import { addresses } from '../base/address.ts'
import { changedOptions, foreignOptions, type ForeignOptions } from './shared/foreign-options.ts'
import { defineKind, type Statement } from '../base/kind.ts'
import { clause, quoteIdent, optionsOf } from '../base/sql.ts'

/** A foreign-data wrapper that belongs to no extension. Source: `pg_foreign_data_wrapper`. */
export interface ForeignDataWrapper {
  readonly kind: 'foreign data wrapper'
  readonly name: string
  /** The handler function, as a quoted path: `public.my_handler`; null for none. */
  readonly handler: string | null
  /** The validator function, as a quoted path; null for none. */
  readonly validator: string | null
  readonly options: ForeignOptions
}

export const foreignDataWrapperKind = defineKind<ForeignDataWrapper, 'name'>({
  kind: 'foreign data wrapper',
  class: 'pg_foreign_data_wrapper',

  catalog: () => `
    SELECT w.oid, w.fdwname AS name, NULLIF(w.fdwhandler, 0)::regproc AS handler, NULLIF(w.fdwvalidator, 0)::regproc AS validator,
           ${optionsOf('w.fdwoptions')} AS options
    FROM pg_foreign_data_wrapper w
    ORDER BY w.oid`,

  address,

  create: (wrapper) => [
    {
      sql: clause(
        'CREATE',
        address(wrapper),
        wrapper.handler !== null && `HANDLER ${wrapper.handler}`,
        wrapper.validator !== null && `VALIDATOR ${wrapper.validator}`,
        foreignOptions(wrapper.options),
      ),
    },
  ],
  drop: (wrapper) => [{ sql: `DROP ${address(wrapper)}` }],
  rename: (after, before) => alter(before, `RENAME TO ${quoteIdent(after.name)}`),

  alter: {
    handler: (after) => alter(after, after.handler === null ? 'NO HANDLER' : `HANDLER ${after.handler}`),
    validator: (after) => alter(after, after.validator === null ? 'NO VALIDATOR' : `VALIDATOR ${after.validator}`),
    options: (after, before) => alter(after, changedOptions(before.options, after.options)),
  },
})

function address(wrapper: ForeignDataWrapper): string {
  return addresses.wrapper(wrapper.name)
}

function alter(wrapper: ForeignDataWrapper, action: string | false): Statement[] {
  return action === false ? [] : [{ sql: `ALTER ${address(wrapper)} ${action}` }]
}
