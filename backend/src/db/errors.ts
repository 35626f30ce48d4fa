/** What PostgreSQL says about a statement it refused. */
export interface DatabaseFault {
  /** The SQLSTATE: five characters. */
  readonly state: string
  readonly constraint: string | undefined
  readonly column: string | undefined
}

/** The fault in anything thrown by a query, if PostgreSQL named one. */
export function faultOf(error: unknown): DatabaseFault | undefined {
  const state = stateOf(error)
  return state === undefined
    ? undefined
    : { state, constraint: text(error, 'constraint'), column: text(error, 'column') }
}

/** The SQLSTATE of anything thrown by a query. */
export function stateOf(error: unknown): string | undefined {
  const code = text(error, 'code')
  return code !== undefined && /^(?=.*\d)[0-9A-Z]{5}$/.test(code) ? code : undefined
}

/** Whether the database could not be reached, or sent us away, before it looked at the statement. */
export function isAway(error: unknown): boolean {
  const code = text(error, 'code') ?? ''
  return (
    /^(08|57P|53|3D|28)/.test(code) ||
    AWAY.has(code) ||
    (error instanceof Error &&
      /Timeout acquiring|query timeout|timeout expired|Connection terminated|connection error/i.test(error.message))
  )
}

const AWAY = new Set([
  'ECONNREFUSED',
  'ECONNRESET',
  'ENOTFOUND',
  'ETIMEDOUT',
  'EAI_AGAIN',
  'EHOSTUNREACH',
  'EPIPE',
  'ENOENT',
])

function text(error: unknown, key: string): string | undefined {
  if (!(error instanceof Error)) return undefined
  const value: unknown = Reflect.get(error, key)
  return typeof value === 'string' ? value : undefined
}
