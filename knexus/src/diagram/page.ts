import { counted } from '../base/counted.ts'
import type { Address } from '../base/kind.ts'
import type { Box, Graph } from './graph.ts'
import { escapeHtml } from './html-text.ts'
import { SCRIPT } from './page-script.ts'
import { COLOURS, STYLE } from './style.ts'
import { titleOf } from './svg.ts'

export interface Page {
  readonly title: string
  /** The area of each table, where there are areas. */
  readonly groups: ReadonlyMap<Address, string> | undefined
}

/** The picture in a page of its own, which needs no network: a list to search in, a picture to zoom and to move. */
export function pageOf({ boxes, links }: Graph, svg: string, { title, groups }: Page): string {
  const byGroup = new Map<string, Box[]>()
  for (const box of boxes) {
    const name = groups?.get(box.address) ?? ''
    byGroup.set(name, [...(byGroup.get(name) ?? []), box])
  }
  const sorted = [...byGroup].sort((a, b) => b[1].length - a[1].length)
  const lists = sorted.map(([name, members]) =>
    name === ''
      ? list(members)
      : `<details${byGroup.size < 12 ? ' open' : ''}><summary>${escapeHtml(name)} <small>${members.length}</small></summary>${list(members)}</details>`,
  )
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${escapeHtml(title)}</title>
<style>${COLOURS}${STYLE}${PAGE_STYLE}</style>
</head>
<body>
<header>
<h1>${escapeHtml(title)}</h1>
<p>${counted(boxes.length, 'table')}, ${counted(links.length, 'reference')}. P primary key, F foreign key, U unique, ? may be null.</p>
</header>
<nav aria-label="Tables">
<label for="find">Find a table or column</label>
<input id="find" type="search" autocomplete="off">
<p id="found" role="status"></p>
${lists.join('\n')}
</nav>
<main>
<div class="tools"><button type="button" id="in" aria-label="Zoom in">+</button><button type="button" id="out" aria-label="Zoom out">−</button><button type="button" id="all">Whole picture</button></div>
<div id="view" tabindex="0" role="region" aria-label="Picture">
${svg}
</div>
</main>
<script>${SCRIPT}</script>
</body>
</html>
`
}

function list(boxes: readonly Box[]): string {
  const items = [...boxes]
    .sort((a, b) => (titleOf(a) < titleOf(b) ? -1 : 1))
    .map(
      (box) =>
        `<li data-words="${escapeHtml([titleOf(box), ...box.rows.map(({ name }) => name)].join(' ').toLowerCase())}"><a href="#schema:${escapeHtml(encodeURIComponent(box.address))}" data-box="${escapeHtml(box.address)}">${escapeHtml(titleOf(box))}</a></li>`,
    )
  return `<ul>${items.join('')}</ul>`
}

const PAGE_STYLE = `
* { box-sizing: border-box }
body { margin: 0; font: 15px/1.45 system-ui, sans-serif; color: var(--ink); background: var(--paper); display: grid; grid: auto minmax(0, 1fr) / minmax(13rem, 18rem) minmax(0, 1fr); height: 100vh; height: 100dvh }
header { grid-column: 1 / -1; padding: .6rem 1rem; border-bottom: 1px solid var(--line) }
h1 { font-size: 1.15rem; margin: 0; overflow-wrap: anywhere } header p { margin: 0; color: var(--quiet) }
nav { overflow: auto; padding: .6rem 1rem; border-right: 1px solid var(--line) }
nav label { display: block; font-weight: 600 } nav input { width: 100%; font: inherit; padding: .35rem .5rem; color: inherit; background: var(--soft); border: 1px solid var(--quiet); border-radius: 4px }
nav ul { list-style: none; margin: 0 0 .5rem; padding: 0 } nav li { overflow-wrap: anywhere } nav summary { cursor: pointer; font-weight: 600 } nav small { color: var(--quiet) }
a { color: var(--link); display: inline-block; padding: .15rem 0; min-height: 24px } a[aria-current] { font-weight: 700 }
#found { margin: .2rem 0; color: var(--quiet); min-height: 1.4em }
main { position: relative; min-width: 0; min-height: 0 }
#view { width: 100%; height: 100%; overflow: auto } #view.live { overflow: hidden; cursor: grab; touch-action: none } #view.live:active { cursor: grabbing }
#view.live svg { transform-origin: 0 0 } #view:focus-visible, a:focus-visible, button:focus-visible { outline: 2px solid var(--link); outline-offset: -2px }
.tools { position: absolute; right: .6rem; top: .6rem; z-index: 1; display: flex; gap: .3rem } .tools button { font: inherit; min-width: 2.2rem; min-height: 2.2rem; color: inherit; background: var(--soft); border: 1px solid var(--quiet); border-radius: 4px; cursor: pointer }
svg.far .row { display: none } svg.far .area > text { font-size: calc(12px * max(1, min(var(--far, 1), var(--most, 1)))) } svg .link.far { opacity: .25 }
svg.picked .box:not(.near), svg.picked .link:not(.near) { opacity: .15 } svg.picked .link.near { stroke: var(--key); opacity: 1; stroke-width: 2 } svg .box.selected > rect { stroke: var(--key); stroke-width: 3 }
@media (max-width: 640px) { body { grid: auto 38vh minmax(0, 1fr) / minmax(0, 1fr) } nav { border-right: 0; border-bottom: 1px solid var(--line) } }
@media print { body { display: block; height: auto } nav, .tools { display: none } #view { overflow: visible !important } #view svg { transform: none !important; width: 100%; height: auto } svg.far .row { display: inline } }
`
