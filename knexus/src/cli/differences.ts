import type { Change } from '../change.ts'
import type { Cause } from '../drift/causes.ts'
import type { Agreement } from '../drift/index.ts'
import { sayBetween } from '../diff.ts'
import { changeAsData, sayChanges, type Telling } from '../tell/changes.ts'
import { screen } from './style.ts'

/** A title and the lines below it. */
export type Section = readonly [title: string, lines: readonly string[]]

/** What `check` found, as it tells a person and as data. */
export interface Differences {
  readonly models: Section
  readonly drift: readonly Section[]
  readonly data: { readonly models: unknown; readonly drift: unknown; readonly changes: unknown }
}

/** The differences between models, migrations and database: all of them, or as many as fit on a screen. */
export function sayDifferences(found: Agreement, all: boolean): Differences {
  const { models, drift, renamed, left } = found
  const told = { all, lines: all ? Infinity : screen() }
  return {
    models: [modelsTitle(models), sayChanges(models, told)],
    drift: driftSections(found, told),
    data: {
      models: models.map(sayBetween('is built by the migrations and not declared', 'is declared and not built')),
      drift: drift.map(sayBetween('is gone', 'was added')),
      changes: {
        models: models.map(changeAsData),
        drift: drift.map((change) => ({ ...changeAsData(change), cause: change.cause })),
        renamed,
        left: left.map(changeAsData),
      },
    },
  }
}

/** What no migration made, by where it comes from: each with its values before and after, and with what to type. */
function driftSections({ drift, renamed, left, pending, history, ran }: Agreement, told: Telling): Section[] {
  const those = (cause: Cause) =>
    sayChanges(
      drift.filter((change) => change.cause === cause),
      told,
    )
  const ready = left.length === 0
  const edited = history.filter((line) => line.endsWith(' is edited')).map((line) => line.replace(/ is edited$/, ''))
  return [
    [
      `Done by hand: ${ready ? 'all' : 'part of what'} pending migrations do is there already. ${
        ready
          ? `npx knexus stamp ${pending.at(-1) ?? 'head'} notes that they ran:`
          : 'npx knexus up would fail or do it again. Finish it and then npx knexus stamp head, or take it back ' +
            'and then npx knexus up:'
      }`,
      those('pending'),
    ],
    [
      'What is left of them (npx knexus generate rest --from db --dry-run prints the statements):',
      sayChanges(left, told),
    ],
    [
      'As the models declare, but by no migration: npx knexus generate NAME writes one, and npx knexus stamp ' +
        'NAME notes here that it ran:',
      those('declared'),
    ],
    [
      'Renamed by hand. To keep a new name, give it to the model, then npx knexus generate NAME with the option ' +
        'below, and npx knexus stamp NAME; to take it back, run the statement:',
      [
        ...those('renamed'),
        ...renamed.flatMap(({ old, given, evidence, back }) => [
          `${old} is now ${given} (${evidence.join(', ')})`,
          `  keep: --rename "${old}=${given}"`,
          `  take back: ${back}`,
        ]),
      ],
    ],
    [
      'Drift: the live database is not what its migrations built (+ only in the database, - gone from it, ~ ' +
        'differs there). To keep it, npx knexus pull --into --from db declares it in the models, then npx knexus ' +
        'generate NAME and npx knexus stamp NAME; to take it back, npx knexus diff ' +
        `--from db --to migrations${ran === undefined || pending.length === 0 ? '' : `@${ran}`} --sql prints the ` +
        `statements${edited.length > 0 ? `. Some of it may be what ${edited.join(' and ')} did before the edit` : ''}:`,
      those('by-hand'),
    ],
  ]
}

/** Only what the list below it holds is said: what would be dropped is named as such, with its way out. */
function modelsTitle(models: readonly Change[]): string {
  const signs = [
    models.some(({ before }) => !before) && '+ declared and not built',
    models.some(({ after }) => !after) && '- built and not declared',
    models.some(({ before, after }) => before && after) && '~ declared otherwise than built',
  ].filter(Boolean)
  const cure = models.some(({ after }) => !after)
    ? 'npx knexus pull --into --from migrations declares what is to stay; then npx knexus generate NAME writes ' +
      'the rest, and with --drop-undeclared also drops what hand-written migrations built'
    : 'npx knexus generate NAME writes it'
  return `The models are not what the migrations build (${signs.join(', ')}): ${cure}:`
}
