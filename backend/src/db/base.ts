import { declareWith, grant, naming, type Declaration, sql, timestamps, uuidKey } from 'knexus'

export { timestamps, uuidKey }

/** Tables and types of ClinNexus, in the namespace `public`. Every constraint and index gets its name from here. */
export const { table, enumType, fn } = declareWith({
  naming: naming({
    pk: 'pk_{table}',
    uq: 'uq_{table}_{columns}',
    ck: 'ck_{table}_{name}',
    fk: 'fk_{table}_{columns}_{references}',
    ix: 'ix_{table}_{columns}',
  }),
})

/** The role of the service. It owns nothing, and may only read and write the rows that a policy shows it. */
export const SERVICE = 'clinnexus_service'

/** When the row was made. */
export const createdAt = () => ({ created_at: timestamps().created_at })

/** The condition that a column holds more than blanks. */
export const notBlank = (column: string) => sql`btrim(${sql.name(column)}) <> ''`

/** The workspaces that the present transaction may see, as the session sets them. */
const WORKSPACES = sql`(string_to_array(current_setting('clinnexus.workspaces', true), ','))::uuid[]`

/** The policy of a table that names its workspace: `t.policy(...ofWorkspace())`. */
export const ofWorkspace = (column = 'workspace_id') =>
  ['of_workspace', { to: [SERVICE], using: sql`${sql.name(column)} = ANY (${WORKSPACES})` }] as const

/**
 * The policy of a table that belongs to another one, whose own policy then decides: `t.policy(...within('facts',
 * 'studies', 'study_id'))`.
 */
export const within = (own: string, other: string, column: string) =>
  [
    `within_${other}`,
    {
      to: [SERVICE],
      using: sql`EXISTS (SELECT FROM ${sql.name(other)} o WHERE o.id = ${sql.name(own)}.${sql.name(column)})`,
    },
  ] as const

/** Lets the service read and write the rows of a table, as far as its policies go. */
export const served = (on: Declaration, privileges: readonly string[] = ['SELECT', 'INSERT', 'UPDATE', 'DELETE']) =>
  grant(privileges, on, SERVICE)

/** Lets the service, and nobody else, call a function that runs with its owner's rights. */
export const servedFunction = (on: Declaration) => [grant([], on, 'PUBLIC'), grant(['EXECUTE'], on, SERVICE)] as const
