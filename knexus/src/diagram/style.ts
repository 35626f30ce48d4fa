/** The colours and letters of a picture, in light and in dark. */
export const STYLE = `
svg.schema { font: 12px ui-monospace, SFMono-Regular, Menlo, Consolas, monospace; max-width: none; display: block }
svg.schema text { fill: var(--ink) }
svg.schema .box > rect { fill: var(--paper); stroke: var(--line); rx: 5px }
svg.schema .box > path { fill: var(--soft) }
svg.schema .box .name { font-weight: 700 }
svg.schema tspan { fill: var(--quiet); text-anchor: end }
svg.schema .key { font-weight: 700; fill: var(--key); text-anchor: start }
svg.schema .sign { text-anchor: start }
svg.schema .link { fill: none; stroke: var(--quiet); stroke-width: 1.2 }
svg.schema .link.read { stroke-dasharray: 4 3 }
svg.schema marker path { fill: var(--paper); stroke: var(--quiet); stroke-width: 1.2 }
svg.schema rect.area { fill: var(--area); stroke: var(--line); rx: 8px }
svg.schema text.area {
  font-weight: 700; fill: var(--quiet); stroke: var(--paper); stroke-width: .3em; stroke-linejoin: round; paint-order: stroke;
  pointer-events: none
}
svg.schema .added > rect { stroke: var(--added); stroke-width: 2 }
svg.schema text.added, svg.schema .added > .sign { fill: var(--added) }
svg.schema .dropped > rect { stroke: var(--dropped); stroke-width: 2 }
svg.schema text.dropped, svg.schema .dropped > .sign { fill: var(--dropped) }
svg.schema .altered > rect { stroke: var(--altered); stroke-width: 2 }
svg.schema text.altered, svg.schema .altered > .sign { fill: var(--altered) }
svg.schema .link.added { stroke: var(--added) } svg.schema .link.dropped { stroke: var(--dropped) }
`

/** The colours that the picture and the page around it share. */
export const COLOURS = `
:root {
  color-scheme: light dark; --ink: #1b1f24; --paper: #fff; --soft: #eef1f4; --area: #f7f8fa; --line: #c3cad2;
  --quiet: #57606a; --key: #0b5cad; --added: #17692c; --dropped: #b31d28; --altered: #7a4d00; --link: #0b5cad
}
@media (prefers-color-scheme: dark) {
  :root {
    --ink: #e6edf3; --paper: #15191f; --soft: #232a33; --area: #1b2027; --line: #45505c; --quiet: #a3adb8;
    --key: #79b8ff; --added: #6fd48a; --dropped: #ff9a94; --altered: #f0bd62; --link: #79b8ff
  }
}
`
