/** How the page around a picture looks: on a screen, on a phone and on paper. */
export const PAGE_STYLE = `
* { box-sizing: border-box }
body {
  margin: 0; font: 15px/1.45 system-ui, sans-serif; color: var(--ink); background: var(--paper); display: grid;
  grid: auto minmax(0, 1fr) / minmax(13rem, 18rem) minmax(0, 1fr); height: 100vh; height: 100dvh
}
header { grid-column: 1 / -1; padding: .6rem 1rem; border-bottom: 1px solid var(--line) }
h1 { font-size: 1.15rem; margin: 0; overflow-wrap: anywhere } header p { margin: 0; color: var(--quiet) }
nav { overflow: auto; padding: .6rem 1rem; border-right: 1px solid var(--line) }
nav label { display: block; font-weight: 600 }
nav input {
  width: 100%; font: inherit; padding: .35rem .5rem; color: inherit; background: var(--soft);
  border: 1px solid var(--quiet); border-radius: 4px
}
nav ul { list-style: none; margin: 0 0 .5rem; padding: 0 }
nav li { overflow-wrap: anywhere }
nav summary { cursor: pointer; font-weight: 600 }
nav small { color: var(--quiet) }
a { color: var(--link); display: inline-block; padding: .15rem 0; min-height: 24px } a[aria-current] { font-weight: 700 }
#found { margin: .2rem 0; color: var(--quiet); min-height: 1.4em }
main { position: relative; min-width: 0; min-height: 0 }
#view { width: 100%; height: 100%; overflow: auto }
#view.live { overflow: hidden; cursor: grab; touch-action: none }
#view.live:active { cursor: grabbing }
#view.live svg { transform-origin: 0 0 }
#view:focus-visible, a:focus-visible, button:focus-visible { outline: 2px solid var(--link); outline-offset: -2px }
.tools { position: absolute; right: .6rem; top: .6rem; z-index: 1; display: flex; gap: .3rem }
.tools button {
  font: inherit; min-width: 2.2rem; min-height: 2.2rem; color: inherit; background: var(--soft);
  border: 1px solid var(--quiet); border-radius: 4px; cursor: pointer
}
svg.far .row { display: none }
svg.far text.area { font-size: calc(12px * max(1, min(var(--far, 1), var(--most, 1)))) }
svg .link.far { opacity: .25 }
svg.picked .box:not(.near), svg.picked .link:not(.near) { opacity: .15 }
svg.picked .link.near { stroke: var(--key); opacity: 1; stroke-width: 2 }
svg .box.selected > rect { stroke: var(--key); stroke-width: 3 }
@media (max-width: 640px) {
  body { grid: auto 38vh minmax(0, 1fr) / minmax(0, 1fr) }
  nav { border-right: 0; border-bottom: 1px solid var(--line) }
}
@media print {
  body { display: block; height: auto }
  nav, .tools { display: none }
  #view { overflow: visible !important }
  #view svg { transform: none !important; width: 100%; height: auto }
  svg.far .row { display: inline }
}
`
