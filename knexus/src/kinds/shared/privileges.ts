import type { Statement } from '../../base/kind.ts'
import { quoteIdent } from '../../base/sql.ts'

/** What one role may do with one object. Both lists are sorted; what may be passed on is in both. */
export interface Privileges {
  /** As in GRANT: SELECT, EXECUTE, USAGE. */
  readonly privileges: readonly string[]
  /** Those that it may grant to others (WITH GRANT OPTION). */
  readonly grantable: readonly string[]
}

/** Writes GRANT or REVOKE around a list of privileges: `GRANT ${list} ON TABLE public.users TO app`. */
export interface Wording {
  grant(list: string): string
  revoke(list: string): string
}

/** Quotes the name of a role. PUBLIC and CURRENT_USER are written as they are. */
export function roleName(role: string): string {
  return role === 'PUBLIC' || role === 'CURRENT_USER' ? role : quoteIdent(role)
}

/** The statements that turn the privileges of a role into others, the option to pass them on aside. */
export function regrant(before: Privileges, after: Privileges, wording: Wording): Statement[] {
  return [
    ...written(without(before.privileges, after.privileges), (list) => wording.revoke(list)),
    ...written(without(after.privileges, [...before.privileges, ...after.grantable]), (list) => wording.grant(list)),
  ]
}

/** The statements that give or take the option to pass privileges on. */
export function regrantOption(before: Privileges, after: Privileges, wording: Wording): Statement[] {
  const taken = without(before.grantable, after.grantable).filter((privilege) => after.privileges.includes(privilege))
  return [
    ...written(taken, (list) => wording.revoke(`GRANT OPTION FOR ${list}`)),
    ...written(without(after.grantable, before.grantable), (list) => `${wording.grant(list)} WITH GRANT OPTION`),
  ]
}

function without(all: readonly string[], some: readonly string[]): string[] {
  return all.filter((privilege) => !some.includes(privilege))
}

function written(privileges: readonly string[], write: (list: string) => string): Statement[] {
  return privileges.length === 0 ? [] : [{ sql: write(privileges.join(', ')) }]
}
