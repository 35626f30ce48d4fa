import type { Sequence } from '../kinds/sequences.ts'
import type { SequenceOptions } from './drafts.ts'

/** A sequence with PostgreSQL's own numbers where none are given. */
export function sequenceObject(schema: string, name: string, options: SequenceOptions & { readonly type?: string; readonly ownedBy?: string }): Sequence {
  const type = options.type ?? 'bigint'
  const largest = LARGEST[type] ?? '9223372036854775807'
  const increment = String(options.increment ?? 1)
  const down = increment.startsWith('-')
  const min = String(options.min ?? (down ? SMALLEST[type] ?? '-9223372036854775808' : 1))
  const max = String(options.max ?? (down ? -1 : largest))
  return {
    kind: 'sequence', schema, name, type, increment, min, max, start: String(options.start ?? (down ? max : min)), cache: String(options.cache ?? 1),
    cycle: options.cycle ?? false, unlogged: false, ownedBy: options.ownedBy ?? null,
  }
}

const LARGEST: Readonly<Record<string, string>> = { smallint: '32767', integer: '2147483647' }
const SMALLEST: Readonly<Record<string, string>> = { smallint: '-32768', integer: '-2147483648' }
