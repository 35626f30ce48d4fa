import { counted } from '../base/counted.ts'
import { htmlDocument } from '../diagram/document.ts'
import { escapeHtml, list, scroll } from '../diagram/html-text.ts'
import { sayChanges } from '../tell/changes.ts'
import type { Review } from './index.ts'
import { migration, type Detail } from './page-migration.ts'
import { neighbourhoodOf, picturesOf } from './picture.ts'
import { PAGE_STYLE } from './page-style.ts'
import type { Status } from './verdict.ts'

/** What a page may weigh, in bytes. */
const MOST_BYTES = 1_000_000

/** Tried one after the other, until the page is light enough. */
const DETAILS: readonly Detail[] = [
  { lines: 2_000, tables: 60, sql: 20_000, patch: 200_000 },
  { lines: 500, tables: 40, sql: 2_000, patch: 50_000 },
  { lines: 200, tables: 20, sql: 300, patch: 10_000 },
  { lines: 100, tables: 0, sql: 80, patch: 2_000 },
]

/**
 * A review as one page that stands alone: no network, no script, light and dark, on a phone and on paper. It weighs
 * less than a megabyte.
 */
export function reviewPage(review: Review): string {
  const pages = DETAILS.map((detail) => () => page(review, detail))
  for (const make of pages) {
    const html = make()
    if (Buffer.byteLength(html) <= MOST_BYTES) return html
  }
  return page({ ...review, files: review.files.slice(0, 50), models: '' }, DETAILS.at(-1)!)
}

function page(review: Review, detail: Detail): string {
  const { verdict, files, base, server } = review
  const title = `Review of ${base === null ? counted(files.length, 'migration') : `what is new since ${base}`}`
  return htmlDocument(
    title,
    PAGE_STYLE,
    `<main>
<h1>${escapeHtml(title)}</h1>
<div class="verdict ${verdict.status}"><p><strong>${WORDS[verdict.status]}</strong> ${escapeHtml(verdict.line)}</p>
${list(verdict.facts.map(escapeHtml))}</div>
${changes(review, detail)}
${pictures(review, detail)}
${files.map((file, at) => migration(file, at, detail)).join('\n')}
${undone(review, detail)}
${models(review, detail)}
<footer><p>Measured on ${escapeHtml(server)}, on tables that hold a few made-up rows: locks, rewrites and scans are
what PostgreSQL reported, times are not those of your data.</p></footer>
</main>`,
  )
}

const WORDS: Readonly<Record<Status, string>> = {
  empty: 'Nothing to review.',
  good: 'Good.',
  warned: 'Look closer.',
  stopped: 'Stop.',
}

function changes({ changes: all, renamed, dependents }: Review, { lines }: Detail): string {
  if (all.length + renamed.length === 0) return ''
  const told = [...renamed.map(({ from, to }) => `> ${from} is renamed: ${to}`), ...sayChanges(all, { all: true })]
  const users = [...dependents].slice(0, 100).map(
    ([address, list]) =>
      `<code>${escapeHtml(address)}</code>: ${list
        .slice(0, 20)
        .map((one) => `<code>${escapeHtml(one)}</code>`)
        .join(', ')}${list.length > 20 ? ` and ${list.length - 20} more` : ''}`,
  )
  return `<section><h2>What changes</h2>
${diffOf(told, lines, 'What changes')}
${users.length > 0 ? `<h3>What uses the objects that change</h3>${list(users)}` : ''}</section>`
}

function pictures(review: Review, { tables }: Detail): string {
  if (tables === 0 || review.changes.length + review.renamed.length === 0) return ''
  const around = neighbourhoodOf(review, tables)
  if (around.hidden > tables)
    return `<section><h2>Where it changes</h2>
<p>In too many tables to draw here. <code>npx knexus diagram --out schema.html</code> draws them all.</p></section>`
  const { before, after } = picturesOf(around)
  if (before === undefined && after === undefined) return ''
  const figure = (name: string, svg: string | undefined) =>
    svg === undefined ? '' : `<figure><figcaption>${name}</figcaption>${scroll(`Picture: ${name}`, svg)}</figure>`
  const hidden = around.hidden > 0 ? ` ${counted(around.hidden, 'more table')} not shown.` : ''
  return `<section><h2>Where it changes</h2>
<p class="quiet">+ added, − dropped, ~ altered. P primary key, F foreign key, U unique, ? may be null.${hidden}</p>
<div class="sides">${figure('Before', before)}${figure('After', after)}</div></section>`
}

function undone({ undone: all }: Review, { lines }: Detail): string {
  if (!all?.length) return ''
  return `<section><h2>What the migrations do not build yet</h2>
<p><code>npx knexus generate NAME</code> writes it: the models declare it otherwise.</p>
${diffOf(sayChanges(all, { all: true }), lines, 'What is not built yet')}</section>`
}

/** A patch of more lines than this is folded. */
const MUCH = 400

function models({ models: patch }: Review, { patch: most }: Detail): string {
  if (patch === '') return ''
  const shown = patch.length > most ? `${patch.slice(0, most)}\n…` : patch
  const diff = diffOf(shown.trimEnd().split('\n'), Infinity, 'The models')
  const open = patch.split('\n').length > MUCH ? '' : ' open'
  return `<section><h2>The models</h2>
<details${open}><summary>The difference in the files</summary>${diff}</details></section>`
}

/** Lines with their signs, in colour. */
function diffOf(lines: readonly string[], most: number, label: string): string {
  const told = lines.slice(0, most).map((text) => {
    const sign = /^\s*([-+~>])/.exec(text)?.[1]
    const name = sign === undefined || /^(?:\+\+\+|---) /.test(text) ? undefined : SIGNS[sign]
    return name === undefined ? escapeHtml(text) : `<span class="${name}">${escapeHtml(text)}</span>`
  })
  const rest = lines.length > most ? `\n… and ${lines.length - most} more lines` : ''
  return `<pre class="diff" tabindex="0" role="region" aria-label="${label}">${told.join('\n')}${rest}</pre>`
}

const SIGNS: Readonly<Record<string, string>> = { '+': 'added', '-': 'dropped', '~': 'altered', '>': 'altered' }
