import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect } from 'chai'

/** One case of a golden file: the statements that its plan ran. Without statements it did not run here, and keeps what the file says. */
export interface Section {
  readonly title: string
  readonly statements?: readonly string[] | undefined
}

const folder = join(import.meta.dirname, '../cases/golden')

/** Whether the page of a group has a case. */
export function isKnown(group: string, title: string): boolean {
  return knownOf(fileOf(group)).has(title)
}

/** Compares the plans of a group with the page that people review. UPDATE_GOLDEN=1 writes the page anew. */
export function expectGolden(group: string, sections: readonly Section[]): void {
  const file = fileOf(group)
  const known = knownOf(file)
  const pages = sections.map(
    ({ title, statements }) =>
      [title, statements ? statements.map((sql) => `${sql};`).join('\n') : known.get(title)] as const,
  )
  if (process.env.UPDATE_GOLDEN) {
    mkdirSync(folder, { recursive: true })
    writeFileSync(
      file,
      pages
        .filter(([, text]) => text !== undefined)
        .map(([title, text]) => `${HEAD}${title}\n${text}\n`)
        .join('\n'),
    )
    return
  }
  expect(Object.fromEntries(pages), `${file}: run with UPDATE_GOLDEN=1 and review the difference`).to.deep.equal(
    Object.fromEntries(pages.map(([title]) => [title, known.get(title)])),
  )
}

function fileOf(group: string): string {
  return join(folder, `${group.replaceAll(' ', '-')}.sql`)
}

function knownOf(file: string): ReadonlyMap<string, string> {
  return existsSync(file) ? parse(readFileSync(file, 'utf8')) : new Map()
}

const HEAD = '-- # '

function parse(page: string): Map<string, string> {
  return new Map(
    page
      .split(new RegExp(`^${HEAD}`, 'm'))
      .slice(1)
      .map((section) => {
        const end = section.indexOf('\n')
        return [section.slice(0, end), section.slice(end + 1).trim()]
      }),
  )
}
