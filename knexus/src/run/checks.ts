/** One thing that was looked at. */
export interface Check {
  readonly name: string
  readonly state: 'ok' | 'warning' | 'failed'
  readonly says: string
  /** What to do about it; null when nothing needs doing. */
  readonly cure: string | null
}

export function ok(name: string, says: string): Check {
  return { name, state: 'ok', says, cure: null }
}

export function warning(name: string, says: string, cure: string): Check {
  return { name, state: 'warning', says, cure }
}

export function failed(name: string, says: string, cure: string): Check {
  return { name, state: 'failed', says, cure }
}
