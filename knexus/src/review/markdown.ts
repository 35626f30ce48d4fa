/** A part that is folded. The summary stands in HTML, where Markdown is not read. */
export function folded(summary: string, body: string): string {
  const text = summary.replaceAll(/\s+/g, ' ').replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;')
  return `<details><summary>${text.replaceAll('@', '@\u200b')}</summary>\n\n${body}\n\n</details>`
}

/** A block of code, in a fence that is longer than any in it. */
export function fenced(language: string, text: string): string {
  const fence = ticksAround(text, 3)
  return `${fence}${language}\n${text}\n${fence}`
}

/** Code in a line, between more backticks than stand together in it. */
export function code(text: string): string {
  const clean = text.replaceAll(/\s+/g, ' ')
  const ticks = ticksAround(clean, 1)
  return clean.includes('`') ? `${ticks} ${clean} ${ticks}` : `${ticks}${clean}${ticks}`
}

/** Text that Markdown takes as it is, but for its code: no mark-up, no mention of anybody. */
export function plain(text: string): string {
  return text
    .replaceAll(/\s+/g, ' ')
    .split(/(`[^`]+`)/)
    .map((part, at) => (at % 2 === 1 ? code(part.slice(1, -1)) : literal(part)))
    .join('')
}

function literal(text: string): string {
  return text.replaceAll(/[\\`*_[\]<>|~#@&]/g, (sign) => (sign === '@' ? '@\u200b' : `\\${sign}`))
}

function ticksAround(text: string, least: number): string {
  const longest = Math.max(least - 1, ...[...text.matchAll(/`+/g)].map(([ticks]) => ticks.length))
  return '`'.repeat(longest + 1)
}
