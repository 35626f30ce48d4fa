import { readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { expect } from 'chai'
import { z } from 'zod'
import {
  conflictSeverity,
  conflictStatus,
  documentLifecycle,
  documentType,
  factScope,
  factStatus,
  sourceZone,
  studyStatus,
  taskStatus,
  taskType,
} from '../../src/db/models/index.ts'
import { typescriptFiles } from '../../../knexus/test/support/source.ts'

/** What the page says in a language. */
async function wordsIn(language: 'en' | 'ru') {
  const read: unknown = await import(`../../src/page/words-${language}.js`)
  return z.record(z.string(), z.looseObject({ labels: z.record(z.string(), z.string()) })).parse(read)[language]!
}

describe('the words of the page', () => {
  it('are there for everything in both languages', async () => {
    const [en, ru] = [await wordsIn('en'), await wordsIn('ru')]
    const keys = (words: object) => Object.keys(words).toSorted()
    expect(keys(ru)).to.deep.equal(keys(en))
    const shown = [
      conflictSeverity,
      conflictStatus,
      documentLifecycle,
      documentType,
      factScope,
      factStatus,
      sourceZone,
      studyStatus,
      taskStatus,
      taskType,
    ].flatMap(({ labels }): readonly string[] => labels)
    expect(keys(ru.labels)).to.include.members(shown)
    expect(keys(ru.labels)).to.include.members(keys(en.labels))
  })

  it('are Russian for everything that the service refuses', async () => {
    const sources = typescriptFiles(fileURLToPath(new URL('../../src', import.meta.url)))
    const codes = sources.flatMap((file) =>
      [
        ...readFileSync(file, 'utf8').matchAll(
          /(?:new Refusal\(\s*'[a-z ]+',\s*|\bcode: |answer\(\d+, |\? )'([a-z]+(?:-[a-z]+)+|busy|internal)'/g,
        ),
      ].map(([, code]) => code!),
    )
    expect(codes, 'found').to.include.members([
      'last-admin',
      'in-use',
      'database-away',
      'too-many-requests',
      'internal',
    ])
    const ru = await wordsIn('ru')
    // The page asks for no route that is not there, and says by itself what a service that is not ready waits for.
    const aside = new Set(['route-not-found', 'not-ready'])
    const missing = codes.filter((code) => !(code in z.looseObject({}).parse(ru.refusals)) && !aside.has(code))
    expect(missing).to.deep.equal([])
  })
})
