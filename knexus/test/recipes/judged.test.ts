import { basename } from 'node:path'
import { expect } from 'chai'
import { lint } from '../../src/lint.ts'
import { up } from '../../src/run/runner.ts'
import { verify } from '../../src/verify/index.ts'
import { changedProject, type ChangedProject } from '../support/change.ts'
import { lacking, leaveOut, tooNew } from '../support/leave-out.ts'
import { sampled } from '../support/sample.ts'
import { BESIDE } from './beside.ts'
import { RECIPES } from './in-use.ts'

const ALL = { allow: ['data-loss', 'removed-label'] }

const chosen = <T>(cases: Readonly<Record<string, T>>) => sampled('RECIPES_SAMPLE', 1, Object.entries(cases))

describe('the files that recipes write', function () {
  this.timeout('2m')
  for (const [what, { since, before, both = '', from, to, finds = [] }] of chosen(RECIPES)) {
    it(`pass lint and verify: ${what}`, async function () {
      leaveOut(this, lacking(since) ?? tooNew(before))
      const made = await changedProject(import.meta.dirname, `${both};${from}`, `${both};${to}`, ALL)
      try {
        expect(made.generated.files).not.to.deep.equal([])
        await judges(made, finds)
      } finally {
        await made.close()
      }
    })
  }

  for (const [what, { both = '', from, to, rows, written, maps = [], fill = [], finds = [], random = [] }] of chosen(
    BESIDE,
  )) {
    it(`rewrite nothing, pass lint and verify, and keep what is written in the meantime: ${what}`, async () => {
      const change = [import.meta.dirname, `${both};${from}`, `${both};${to}`] as const
      const [ours, plain] = [
        await changedProject(...change, { ...(maps.length > 0 ? { maps } : ALL), fill }),
        await changedProject(...change, { ...ALL, maps, fill, plain: true }),
      ]
      try {
        const texts = ours.generated.files.map(({ source }) => source.split('function down')[0])
        expect(texts.join('\n')).not.to.match(/rewrites|reads all/)
        expect(texts).to.have.length.greaterThan(plain.generated.files.length)
        await judges(ours, finds)
        const [reached, wanted] = [await filled(ours, rows, written), await filled(plain, rows, written)]
        for (const column of random) {
          const values = reached.map((row) => row[column])
          expect(values).not.to.include(null)
          expect(new Set(values).size).to.equal(values.length)
          for (const row of [...reached, ...wanted]) delete row[column]
        }
        expect(reached).to.deep.equal(wanted)
      } finally {
        await ours.close()
        await plain.close()
      }
    })
  }
})

async function judges({ project, shadow, generated }: ChangedProject, finds: readonly string[]): Promise<void> {
  const names = generated.files.map(({ path }) => basename(path))
  const linted = await lint(project, shadow, names)
  const verified = await verify(project, shadow, names)
  const found = [...linted.flatMap(({ findings }) => findings), ...verified.flatMap(({ findings }) => findings)].filter(
    ({ allowed, severity }) => allowed === undefined && severity !== 'note',
  )
  expect(found.map(({ rule }) => rule)).to.deep.equal(finds, JSON.stringify(found, undefined, 2))
}

/** Runs the files one by one on rows, with others written after the first one. Answers with all rows at the end. */
async function filled(
  { project, live, generated, first }: ChangedProject,
  rows: string,
  written: string,
): Promise<Record<string, unknown>[]> {
  const client = await live.connect()
  await up(project.config, { to: first })
  await client.query(rows)
  for (const [at, { path }] of generated.files.entries()) {
    await up(project.config, { to: basename(path) })
    if (at === 0) await client.query(written)
  }
  const { rows: found } = await client.query<{ row: Record<string, unknown> }>(
    'SELECT to_jsonb(t) AS row FROM t ORDER BY id',
  )
  return found.map(({ row }) => row)
}
