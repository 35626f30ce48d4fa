import { createHash } from 'node:crypto'
import type { Anchor, Chunk } from '../db/models/index.ts'

/** A piece of a document, before it is in the database. */
export interface Block {
  readonly kind: Anchor['kind']
  readonly body: string
  /** The headings above it: `2 Design / 2.1 Dosing`. */
  readonly section: string
}

/**
 * Cuts a text into blocks: headings, paragraphs, list items, table cells and footnotes. The same text gives the same
 * blocks.
 * `json` is an array of `{ kind, text, section? }`.
 * @throws SyntaxError when JSON is not that
 */
export function blocksOf(format: 'markdown' | 'text' | 'json', text: string): Block[] {
  if (format === 'json') return fromJson(text)
  return format === 'markdown' ? fromMarkdown(text) : fromText(text)
}

function fromText(text: string): Block[] {
  return paragraphs(text).map((body) => ({ kind: 'p', body, section: '' }))
}

function fromMarkdown(text: string): Block[] {
  const path: string[] = []
  return paragraphs(text.replaceAll(/^(#{1,6} .*)$/gm, '\n$1\n')).flatMap((part): Block[] => {
    const heading = /^(#{1,6}) +(.+?) *#*$/.exec(part)
    if (heading) {
      const [, marks = '', title = ''] = heading
      path.splice(marks.length - 1, path.length, title)
      return [{ kind: 'hdr', body: title, section: sectionOf(path) }]
    }
    const section = sectionOf(path)
    const lines = part.split('\n')
    if (lines.every((line) => line.startsWith('|')))
      return lines
        .filter((line) => !/^\|[\s|:-]+$/.test(line))
        .flatMap((line) => line.split('|').map((cell) => cell.trim()))
        .filter((cell) => cell !== '')
        .map((body) => ({ kind: 'cell', body, section }))
    if (LIST.test(part))
      return part
        .split(/\n(?=\s*(?:[-*+]|\d+[.)])\s)/)
        .map((item) => ({ kind: 'li', body: oneLine(item.replace(LIST, '')), section }))
    const note = /^\[\^[^\]]+\]:\s*(.+)$/s.exec(part)
    return [note ? { kind: 'fn', body: oneLine(note[1] ?? ''), section } : { kind: 'p', body: oneLine(part), section }]
  })
}

const LIST = /^\s*(?:[-*+]|\d+[.)])\s+/

function fromJson(text: string): Block[] {
  const read: unknown = JSON.parse(text)
  if (!Array.isArray(read)) throw new SyntaxError('the content is not an array of blocks')
  return read.map((item: unknown, at) => {
    const block: Partial<Record<string, unknown>> = typeof item === 'object' && item !== null ? { ...item } : {}
    const kind = KINDS.find((one) => one === (block.kind ?? 'p'))
    if (kind === undefined || typeof block.text !== 'string' || block.text.trim() === '')
      throw new SyntaxError(`block ${at} is not { kind, text }`)
    return {
      kind,
      body: block.text.replaceAll('\0', ' '),
      section: typeof block.section === 'string' ? block.section.replaceAll('\0', ' ') : '',
    }
  })
}

const KINDS: readonly Block['kind'][] = ['p', 'cell', 'fn', 'hdr', 'li', 'tbl']

function paragraphs(text: string): string[] {
  return text
    .replaceAll(/\r\n?/g, '\n')
    .split(/\n\s*\n/)
    .map((part) => part.trim())
    .filter((part) => part !== '')
}

function oneLine(text: string): string {
  return text.replaceAll(/\s+/g, ' ').trim()
}

function sectionOf(path: readonly string[]): string {
  return path.filter(Boolean).join(' / ')
}

/**
 * An anchor's key: kind, which of its equals it is, and the first 16 digits of the hash of its text. Text that moves
 * keeps its key.
 */
export function keysOf(blocks: readonly Block[]): { readonly key: string; readonly sha256: string }[] {
  const seen = new Map<string, number>()
  return blocks.map(({ kind, body }) => {
    const sha256 = createHash('sha256').update(body).digest('hex')
    const same = `${kind}:${sha256}`
    const index = seen.get(same) ?? 0
    seen.set(same, index + 1)
    return { key: `${kind}:${index}:${sha256.slice(0, 16)}`, sha256 }
  })
}

/** Russian or English by its letters; mixed when neither is nine tenths of them. */
export function languageOf(text: string): Anchor['language'] {
  const cyrillic = text.match(/\p{Script=Cyrillic}/gu)?.length ?? 0
  const latin = text.match(/\p{Script=Latin}/gu)?.length ?? 0
  const share = cyrillic / (cyrillic + latin)
  if (Number.isNaN(share)) return 'unknown'
  return share > 0.9 ? 'ru' : share < 0.1 ? 'en' : 'mixed'
}

/** The part of a protocol that a heading speaks of, by words of both languages. */
export function zoneOf(section: string): Anchor['zone'] {
  const lower = section.toLowerCase()
  return ZONES.find(([, words]) => words.test(lower))?.[0] ?? 'unknown'
}

const ZONES: readonly (readonly [Anchor['zone'], RegExp])[] = [
  ['statistics', /statistic|sample size|статистич|размер выборки/],
  ['safety', /safety|adverse|безопасност|нежелательн/],
  ['endpoints', /endpoint|objective|outcome|конечн\S* точк|цел[ьи]|задач/],
  ['population', /population|eligib|inclusion|exclusion|популяц|критери/],
  ['ip', /dos(e|ing|age)|investigational product|study drug|treatment|доз|препарат|лечени/],
  ['procedures', /procedure|schedule|visit|процедур|визит/],
  ['design', /design|дизайн/],
  ['data_management', /data management|case report|управлени\S* данн/],
  ['ethics', /ethic|consent|этич|согласи/],
  ['admin', /administrat|monitoring|административ|мониторинг/],
  ['appendix', /appendi|приложени/],
  ['overview', /overview|synopsis|introduction|background|введени|синопсис|обзор/],
]

/** What `chunksOf` gathers. */
export type Piece = Pick<Chunk, 'section_path' | 'body' | 'zone' | 'language' | 'anchor_keys'>

/**
 * Joins neighbouring blocks of one section to pieces of up to about 450 tokens, counted as words. A longer block is
 * cut.
 */
export function chunksOf(blocks: readonly Block[], keys: readonly { readonly key: string }[]): Piece[] {
  const pieces: { section: string; words: string[]; keys: string[] }[] = []
  blocks.forEach(({ body, section }, at) => {
    const words = body.split(/\s+/)
    for (let from = 0; from < words.length; from += LONGEST) {
      const part = words.slice(from, from + LONGEST)
      const last = pieces.at(-1)
      const fits = last?.section === section && last.words.length + part.length <= LONGEST
      const piece = fits && last ? last : { section, words: [], keys: [] }
      if (!fits) pieces.push(piece)
      piece.words.push(...part)
      piece.keys.push(keys[at]?.key ?? '')
    }
  })
  return pieces.map((piece) => {
    const body = piece.words.join(' ')
    return {
      section_path: piece.section,
      body,
      zone: zoneOf(piece.section),
      language: languageOf(body),
      anchor_keys: [...new Set(piece.keys)],
    }
  })
}

const LONGEST = 450
