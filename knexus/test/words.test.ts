import { readdirSync, readFileSync } from 'node:fs'
import { join, relative, resolve } from 'node:path'
import { expect } from 'chai'

const root = resolve(import.meta.dirname, '../..')

/** Phrases that a native engineer would not write, and what to write instead. They must not stand in messages, comments or pages. */
const PHRASES: readonly (readonly [phrase: RegExp, instead: string])[] = [
  [/\bis no (name|source|tenant|command|option|hazard|label|answer)\b/i, 'is not a valid ...'],
  [/\bnames no (hazard|label|host)\b|\b(is|are) no (text|object)\b/, 'is not ...'],
  [/\bexclude each other\b|\bsay two different things\b/i, 'cannot be used together'],
  [/\bgoes on there\b/i, 'continues there'],
  [/\bSee that\b/, 'Make sure that'],
  [/\bunasked\b/i, 'without confirmation'],
  [/\bis too much\b/i, 'unexpected'],
  [/\bwants? (one|the same) name\b/i, 'have the same name'],
  [/\bSay --/, 'Pass --'],
  [/\bcan be had\b/i, 'is available'],
  [/\bend at the wanted schema\b|\bLeft over\b/i, 'produce the target schema; remaining differences'],
  [/\bto run (up|down)\b/i, 'pending'],
  [/\bthat are there stay\b/i, 'existing ... are kept'],
  [/\bcould not tell\b/i, 'unknown'],
  [/\bin turn\b/i, 'one after the other, or both'],
  [/\banew\b/i, 'again'],
  [/\bshall\b/i, 'is to, must'],
  [/\bmeanwhile\b/i, 'in the meantime, while'],
  [/\bin vain\b/i, 'without finding it'],
  [/\bkitchen\b/i, 'context'],
  [/\bafresh\b/i, 'again'],
  [/\bfor ever\b/i, 'forever'],
  [/\bin (its|their) turn\b/i, 'itself, themselves'],
  [/\bwrites? over\b/i, 'overwrite'],
  [/\bsomebody has to\b/i, 'someone has to'],
  [/\bown accord\b/i, 'by default, itself'],
  [/\bceases? to\b/i, 'stops'],
  [/\b(key|way|form)s? of old\b/i, 'traditional'],
  [/\b(something|anything) else than\b/i, 'something other than'],
  [/\bmend(s|ed|ing)?\b/i, 'correct, fix, remove'],
  [/\bcalled like\b/i, 'has the name of'],
  [/\bstands? further back\b/i, 'at the end of'],
  [/\bread off\b/i, 'read from'],
  [/\b(was|were) had\b/i, 'was achieved, was available'],
  [/\*\*Held by/, '**Tests.**'],
  [/\bhalf way\b/i, 'half-way'],
  [/\bran (up|down) (as|in)\b/, 'Ran ... as batch, Undid ...'],
  [/\bdata may go\b/i, 'data may be lost'],
  [/\bWhich rows whom\b/i, 'a whole sentence'],
  [/\bamongst\b|\bwhilst\b|\bhenceforth\b|\bhereby\b/i, 'plain words'],
]

describe('the words of messages, comments and pages', () => {
  const files = [
    ...textsIn(join(root, 'knexus/src'), '.ts'),
    ...textsIn(join(root, 'backend/src'), '.ts'),
    ...textsIn(join(root, 'docs'), '.md'),
    ...['README.md', 'CHANGELOG.md', 'CONTRIBUTING.md', 'knexus/README.md'].map((file) => join(root, file)),
  ]
  for (const [phrase, instead] of PHRASES)
    it(`hold none of ${phrase.source}: ${instead}`, () => {
      const found = files.flatMap((file) =>
        readFileSync(file, 'utf8')
          .split('\n')
          .flatMap((line, at) => (phrase.test(line) ? [`${relative(root, file)}:${at + 1}: ${line.trim()}`] : [])),
      )
      expect(found).to.deep.equal([])
    })
})

function textsIn(folder: string, extension: string): string[] {
  return readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith(extension))
    .map((name) => join(folder, name))
}
