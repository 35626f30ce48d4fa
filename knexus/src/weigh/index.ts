import { counted } from '../base/counted.ts'
import type { Receipt } from '../base/kind.ts'
import { rules } from '../rules/index.ts'
import type { Finding, RuleSettings } from '../rules/judge.ts'
import type { Severity } from '../rules/shared/rule.ts'
import { lostBy, workOf, type Work } from '../rules/shared/work.ts'
import { isAtLeast, type LockMode } from '../trace/measure.ts'
import type { TracedStatement } from '../trace/statement.ts'
import type { Pace } from './pace.ts'
import type { Sizes, TableSize } from './sizes.ts'

/** What findings are weighed by: how large the tables of a live database are, and how fast a server works on them. */
export interface Scale {
  readonly sizes: Sizes
  readonly pace: Pace
}

/** Below so many seconds a wait is a note, below the second number a warning, else an error. */
export const MOMENT = 0.2
export const LONG = 2

/**
 * Weighs a finding about work on all rows, or about rows that go, by the size of their tables: it becomes a note, a
 * warning or an error, unless the project gave it a severity, and says the size and the time. One about tables that
 * the scale does not hold stays as it is.
 */
export function weighed(
  finding: Finding,
  traced: TracedStatement | undefined,
  scale: Scale,
  settings: RuleSettings = {},
): Finding {
  const weighs = rules.find(({ name }) => name === finding.rule)?.weighs
  if (weighs === undefined || traced === undefined) return finding
  const found =
    weighs === 'rows' ? weighRows(lostBy(traced), scale, finding.severity) : weighWork(workOf(traced), scale, traced)
  if (!found) return finding
  return {
    ...finding,
    severity: settings[finding.rule] === undefined ? found.severity : finding.severity,
    message: `${finding.message} (${found.says})`,
  }
}

/** What a receipt means for tables of that size: nothing where it keeps nobody waiting. */
export function weighedReceipt({ locks, rewrites, reads }: Receipt, { sizes, pace }: Scale): string | undefined {
  const works = Object.entries(locks).flatMap(([table, mode]): Work[] => {
    if (!isAtLeast(mode as LockMode, 'SHARE')) return []
    if (rewrites.includes(table)) return [{ table, does: 'rewrites' }]
    return reads.includes(table) ? [{ table, does: 'reads' }] : []
  })
  const known = sized(works, sizes)
  return known.length === 0
    ? undefined
    : sayWork(
        known,
        sizes,
        known.reduce((sum, one) => sum + seconds(one, pace), 0),
        false,
      )
}

interface Weight {
  readonly severity: Severity
  readonly says: string
}

interface Known extends Work {
  readonly size: TableSize
}

function weighRows(tables: readonly string[], { sizes }: Scale, severity: Severity): Weight | undefined {
  const known = tables.flatMap((table) => sizes.tables[table] ?? [])
  if (known.length === 0) return undefined
  const isEmpty = known.every(({ rows, bytes }) => rows === 0 && bytes < EMPTY)
  return { severity: isEmpty ? 'note' : severity, says: saySize(known, sizes) }
}

/** The most that a table without rows takes, in bytes: a page, for what is stored out of line. */
const EMPTY = 8193

function weighWork(works: readonly Work[], { sizes, pace }: Scale, { locks, ms }: TracedStatement): Weight | undefined {
  const known = sized(works, sizes)
  if (known.length === 0) return undefined
  const isMeasured = known.every(({ rows, size }) => rows !== undefined && size.rows <= rows)
  const takes = isMeasured ? ms / 1000 : known.reduce((sum, one) => sum + seconds(one, pace), 0)
  const blocksReads = locks.some(({ mode }) => mode === 'ACCESS EXCLUSIVE')
  const isQuiet = !blocksReads && writes(known) * takes < 1
  const severity = takes < MOMENT ? 'note' : takes < LONG || isQuiet ? 'warning' : 'error'
  return { severity, says: sayWork(known, sizes, takes, isMeasured) }
}

function sized(works: readonly Work[], { tables }: Sizes): Known[] {
  return works.flatMap((work) => (tables[work.table] ? [{ ...work, size: tables[work.table]! }] : []))
}

function seconds({ does, size: { bytes, indexBytes } }: Known, pace: Pace): number {
  if (does === 'rebuilds') return indexBytes / pace.rebuilds
  return does === 'rewrites' ? bytes / pace.rewrites + indexBytes / pace.rebuilds : bytes / pace[does]
}

const writes = (known: readonly Known[]) => known.reduce((sum, { size }) => sum + size.writesPerSecond, 0)

function sayWork(known: readonly Known[], sizes: Sizes, takes: number, isMeasured: boolean): string {
  const waiting = Math.round(writes(known) * takes)
  return [
    saySize(
      known.map(({ size }) => size),
      sizes,
    ),
    `${sayDuration(takes)}, ${isMeasured ? 'measured on the shadow' : 'extrapolated from the pace of the shadow'}`,
    ...(waiting > 0 ? [`some ${waiting.toLocaleString('en')} writes wait`] : []),
  ].join('; ')
}

/** `50,000,000 rows, 12 GB on 2026-11-28`. */
function saySize(all: readonly TableSize[], { taken }: Sizes): string {
  const sum = (key: keyof TableSize) => all.reduce((total, one) => total + one[key], 0)
  const count = Math.round(sum('rows'))
  return (
    `${count.toLocaleString('en')} row${count === 1 ? '' : 's'}, ${sayBytes(sum('bytes') + sum('indexBytes'))} on ` +
    taken.slice(0, 10)
  )
}

export function sayBytes(bytes: number): string {
  const at = Math.min(Math.floor(Math.log10(Math.max(bytes, 1)) / 3), 4)
  return `${Number((bytes / 1000 ** at).toPrecision(2)).toLocaleString('en')} ${['bytes', 'kB', 'MB', 'GB', 'TB'][at]}`
}

function sayDuration(takes: number): string {
  if (takes < 1) return 'less than a second'
  if (takes < 90) return `about ${counted(Math.round(takes), 'second')}`
  return takes < 5400
    ? `about ${counted(Math.round(takes / 60), 'minute')}`
    : `about ${counted(Math.round(takes / 3600), 'hour')}`
}
