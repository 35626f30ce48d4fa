/** A text as it stands in HTML or SVG, also between quotes. */
export function escapeHtml(text: string): string {
  return text.replaceAll(/[&<>"']/g, (sign) => `&#${sign.charCodeAt(0)};`)
}

/** Something wide, which scrolls in its own frame; `label` says to a reader of screens what it is. */
export function scroll(label: string, html: string): string {
  return `<div class="scroll" tabindex="0" role="region" aria-label="${label}">${html}</div>`
}

/** Items of HTML as a list; nothing where there is none. */
export function list(items: readonly string[]): string {
  return items.length === 0 ? '' : `<ul>${items.map((item) => `<li>${item}</li>`).join('')}</ul>`
}
