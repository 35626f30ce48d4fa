/** How the page looks, beside the picture: on a screen, on a phone and on paper. */
export const PAGE_STYLE = `
* { box-sizing: border-box }
body { margin: 0; font: 16px/1.5 system-ui, sans-serif; color: var(--ink); background: var(--paper) }
main { max-width: 80rem; margin: 0 auto; padding: 1rem }
h1 { font-size: 1.5rem; line-height: 1.25; overflow-wrap: anywhere }
h2 { font-size: 1.2rem; margin: 2rem 0 .5rem; overflow-wrap: anywhere; border-bottom: 1px solid var(--line) }
h3 { font-size: 1rem; margin: 1rem 0 .3rem }
.verdict {
  border: 1px solid var(--line); border-left: 6px solid var(--quiet); border-radius: 4px; padding: .5rem 1rem;
  background: var(--area)
}
.verdict p { margin: .2rem 0; font-size: 1.1rem }
.verdict.good { border-left-color: var(--added) }
.verdict.warned { border-left-color: var(--altered) }
.verdict.stopped { border-left-color: var(--dropped) }
ul { margin: .3rem 0; padding-left: 1.2rem } td ul { padding: 0; margin: 0; list-style: none } li { overflow-wrap: anywhere }
.findings { list-style: none; padding: 0 }
.findings li { border-left: 4px solid var(--quiet); padding: .2rem .6rem; margin: .4rem 0 }
.findings .error { border-color: var(--dropped) }
.findings .warning { border-color: var(--altered) }
.findings .error strong, .failed strong { color: var(--dropped) } .findings .warning strong { color: var(--altered) }
pre, code { font: 13px/1.45 ui-monospace, SFMono-Regular, Menlo, Consolas, monospace }
pre { margin: 0; white-space: pre-wrap; overflow-wrap: anywhere }
pre.diff {
  background: var(--area); border: 1px solid var(--line); border-radius: 4px; padding: .6rem; max-height: 36rem;
  overflow: auto
}
.added { color: var(--added) }
.dropped { color: var(--dropped) }
.altered { color: var(--altered) }
.quiet { color: var(--quiet) }
.scroll { overflow: auto; border: 1px solid var(--line); border-radius: 4px } .scroll svg { margin: .5rem }
.sides { display: grid; gap: 1rem; grid-template-columns: repeat(auto-fit, minmax(min(100%, 26rem), 1fr)) }
figure { margin: 0; min-width: 0 }
figcaption { font-weight: 600 }
figure .scroll { max-height: 40rem }
table { border-collapse: collapse; width: 100%; min-width: 40rem }
th, td { text-align: left; vertical-align: top; padding: .4rem .6rem; border-bottom: 1px solid var(--line) }
th { background: var(--area) }
td:first-child { width: 45% }
tr.heavy td:first-child { box-shadow: inset 4px 0 var(--dropped) }
:focus-visible { outline: 2px solid var(--link); outline-offset: 2px }
summary { cursor: pointer }
footer { margin-top: 2rem; color: var(--quiet) }
@media print {
  :root { color-scheme: light }
  main { max-width: none; padding: 0 }
  .scroll, pre.diff { overflow: visible; max-height: none !important; border: 0 }
  .scroll svg { max-width: 100%; height: auto }
  table { min-width: 0 }
  .findings details::details-content { content-visibility: visible; block-size: auto }
  details:not([open]) > summary::after { content: ' (folded: open it before you print)' }
  .findings details > summary::after { content: none !important }
  tr, figure { break-inside: avoid }
  h2, h3 { break-after: avoid }
}
`
