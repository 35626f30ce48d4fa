import { counted } from '../base/counted.ts'
import type { Address } from '../base/kind.ts'
import { htmlDocument } from './document.ts'
import type { Box, Graph } from './graph.ts'
import { escapeHtml } from './html-text.ts'
import { SCRIPT } from './page-script.ts'
import { PAGE_STYLE } from './page-style.ts'
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
      : `<details${byGroup.size < 12 ? ' open' : ''}>
<summary>${escapeHtml(name)} <small>${members.length}</small></summary>${list(members)}</details>`,
  )
  return htmlDocument(
    title,
    PAGE_STYLE,
    `<header>
<h1>${escapeHtml(title)}</h1>
<p>${counted(boxes.length, 'table')}, ${counted(links.length, 'reference')}.
P primary key, F foreign key, U unique, ? may be null.</p>
</header>
<nav aria-label="Tables">
<label for="find">Find a table or column</label>
<input id="find" type="search" autocomplete="off">
<p id="found" role="status"></p>
${lists.join('\n')}
</nav>
<main>
<div class="tools">
<button type="button" id="in" aria-label="Zoom in">+</button>
<button type="button" id="out" aria-label="Zoom out">−</button>
<button type="button" id="all">Whole picture</button>
</div>
<div id="view" tabindex="0" role="region" aria-label="Picture">
${svg}
</div>
</main>
<script>${SCRIPT}</script>`,
  )
}

function list(boxes: readonly Box[]): string {
  const items = [...boxes]
    .sort((a, b) => (titleOf(a) < titleOf(b) ? -1 : 1))
    .map((box) => {
      const place = `href="#schema:${escapeHtml(encodeURIComponent(box.address))}"`
      return `<li><a ${place}>${escapeHtml(titleOf(box))}</a></li>`
    })
  return `<ul>${items.join('')}</ul>`
}
