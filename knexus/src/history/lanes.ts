import { escapeHtml } from '../diagram/html-text.ts'
import { batchesOf, sayBatch, sayTime, type Batch, type EnvironmentHistory } from './places.ts'

const WIDTH = 1_000
const LANE = 56
const LEFT = 130
const RIGHT = 40
/** Above the lanes, for the days. */
const HEAD = 30
/** What marks need of the line before the next one may stand beside them. */
const APART = 26

/** How many batches a mark names to whoever points at it. */
const NAMED = 10

/** A mark on a lane: batches that lie too near to each other for the eye share one. */
interface Mark {
  readonly x: number
  readonly batches: readonly Batch[]
}

/**
 * A line of time with a lane for each environment and a mark for each batch: a disc for what ran, a ring for what was
 * undone, with the number of migrations in it. Undefined where no event has a time.
 */
export function lanesOf(environments: readonly EnvironmentHistory[]): string | undefined {
  const lanes = environments.map((one) => ({ ...one, batches: batchesOf(one.events).filter(({ at }) => at !== null) }))
  const times = lanes.flatMap(({ batches }) => batches.map(({ at }) => Date.parse(at!)))
  if (times.length === 0) return undefined
  const [first, last] = times.reduce(([a, b], time) => [Math.min(a, time), Math.max(b, time)], [Infinity, -Infinity])
  const place = (time: number) =>
    last === first ? (LEFT + WIDTH - RIGHT) / 2 : LEFT + APART + ((time - first) / (last - first)) * SPAN
  const height = HEAD + lanes.length * LANE
  const days = daysBetween(first, last).map(([time, name]) => day(place(time), name, height))
  const drawn = lanes.map(({ environment, batches }, at) =>
    lane(environment, marksOf(batches, place), HEAD + at * LANE + LANE / 2),
  )
  const size = `viewBox="0 0 ${WIDTH} ${height}" width="${WIDTH}" height="${height}"`
  return `<svg class="schema time" ${size} role="img" aria-label="Batches over time">
${days.join('')}
${drawn.join('\n')}
</svg>`
}

const SPAN = WIDTH - LEFT - RIGHT - APART

function marksOf(batches: readonly Batch[], place: (time: number) => number): Mark[] {
  const marks: { x: number; batches: Batch[] }[] = []
  for (const batch of batches) {
    const x = place(Date.parse(batch.at!))
    const last = marks.at(-1)
    if (last && x - last.x < APART) last.batches.push(batch)
    else marks.push({ x, batches: [batch] })
  }
  return marks
}

function lane(name: string, marks: readonly Mark[], y: number): string {
  const drawn = marks.map(({ x, batches }) => {
    const count = batches.reduce((sum, { events }) => sum + events.length, 0)
    const undone = batches.every(({ direction }) => direction === 'down')
    const told = batches.slice(0, NAMED).map((batch) => `${sayTime(batch.at)} ${sayBatch(batch)}`)
    const title = [...told, ...(batches.length > NAMED ? [`and ${batches.length - NAMED} more`] : [])].join('\n')
    return (
      `<g class="mark ${undone ? 'undone' : 'ran'}"><title>${escapeHtml(title)}</title>` +
      `<circle cx="${x.toFixed(1)}" cy="${y}" r="12"/>` +
      `<text x="${x.toFixed(1)}" y="${y + 4}" text-anchor="middle">${count}</text></g>`
    )
  })
  return `<text class="name" x="8" y="${y + 4}">${escapeHtml(short(name))}</text>
<line x1="${LEFT}" y1="${y}" x2="${WIDTH - 8}" y2="${y}"/>${drawn.join('')}`
}

function day(x: number, name: string, height: number): string {
  const at = x.toFixed(1)
  return (
    `<line class="day" x1="${at}" y1="${HEAD - 6}" x2="${at}" y2="${height}"/>` +
    `<text class="quiet" x="${at}" y="16" text-anchor="middle">${name}</text>`
  )
}

/** A few points of a span of time, with what people call them: the hour where all is on one day, else the day. */
function daysBetween(first: number, last: number): [time: number, name: string][] {
  const name = (time: number) => {
    const text = new Date(time).toISOString()
    return last - first < DAY ? text.slice(11, 16) : text.slice(0, 10)
  }
  const times = last === first ? [first] : [0, 1, 2, 3, 4].map((at) => first + ((last - first) * at) / 4)
  const named = times.map((time): [number, string] => [time, name(time)])
  return named.filter(([, text], at) => at === 0 || text !== named[at - 1]![1])
}

const DAY = 24 * 60 * 60 * 1_000

function short(name: string): string {
  return name.length > 16 ? `${name.slice(0, 15)}…` : name
}
