import { escapeHtml } from './html-text.ts'
import { COLOURS, STYLE } from './style.ts'

/** A page that stands alone, in the colours of the pictures: `style` is its own, `body` is HTML. */
export function htmlDocument(title: string, style: string, body: string): string {
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${escapeHtml(title)}</title>
<style>${COLOURS}${STYLE}${style}</style>
</head>
<body>
${body}
</body>
</html>
`
}
