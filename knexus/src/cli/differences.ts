import type { Change } from '../change.ts'
import type { Agreement } from '../drift/index.ts'
import { sayBetween } from '../prove/index.ts'
import { changeAsData, sayChanges } from '../tell/changes.ts'
import { screen } from './style.ts'

/** A title and the lines below it. */
export type Section = readonly [title: string, lines: readonly string[]]

/** What `check` found, as it tells a person and as data. */
export interface Differences {
  readonly models: Section
  readonly drift: Section
  readonly data: { readonly models: unknown; readonly drift: unknown; readonly changes: unknown }
}

/** The differences between models, migrations and database: all of them, or as many as fit on a screen. */
export function sayDifferences({ models, drift }: Agreement, all: boolean): Differences {
  const told = { all, lines: all ? Infinity : screen() }
  return {
    models: [modelsTitle(models), sayChanges(models, told)],
    drift: [
      'Drift: the live database is not what its migrations built (+ only in the database, - gone from it, ~ differs there):',
      sayChanges(drift, told),
    ],
    data: {
      models: models.map(sayBetween('is built by the migrations and not declared', 'is declared and not built')),
      drift: drift.map(sayBetween('is gone', 'was added')),
      changes: { models: models.map(changeAsData), drift: drift.map(changeAsData) },
    },
  }
}

/** Only what the list below it holds is said: what would be dropped is named as such, with its way out. */
function modelsTitle(models: readonly Change[]): string {
  const signs = [
    models.some(({ before }) => !before) && '+ declared and not built',
    models.some(({ after }) => !after) && '- built and not declared',
    models.some(({ before, after }) => before && after) && '~ declared otherwise than built',
  ].filter(Boolean)
  const cure = models.some(({ after }) => !after)
    ? 'npx knexus pull --into --from migrations declares what is to stay; then npx knexus generate NAME writes the rest, and with --drop-undeclared also drops what hand-written migrations built'
    : 'npx knexus generate NAME writes it'
  return `The models are not what the migrations build (${signs.join(', ')}): ${cure}:`
}
