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
    models: [modelsTitle(models), [...sayChanges(models, told), ...afterModels(models)]],
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
      `Done by hand: the database already has ${ready ? 'all' : 'part'} of what the pending migrations do. ${
        ready
          ? `npx knexus stamp ${pending.at(-1) ?? 'head'} records them as run:`
          : 'npx knexus up would fail or do it again. Either finish it and run npx knexus stamp head, or undo it ' +
            'and run npx knexus up:'
      }`,
      those('pending'),
    ],
    ['Still missing (npx knexus generate rest --from db --dry-run prints the statements):', sayChanges(left, told)],
    [
      'In the database as the models declare it, but in no migration: npx knexus generate NAME writes one, and ' +
        'npx knexus stamp NAME records it here as run:',
      those('declared'),
    ],
    [
      'Renamed by hand. To keep a new name, use it in the model, run npx knexus generate NAME with the option ' +
        'below, and then npx knexus stamp NAME. To undo it, run the statement:',
      [
        ...those('renamed'),
        ...renamed.flatMap(({ old, given, evidence, back }) => [
          `${old} is now ${given} (${evidence.join(', ')})`,
          `  keep: --rename "${old}=${given}"`,
          `  undo: ${back}`,
        ]),
      ],
    ],
    [
      'Drift: the live database is not what its migrations built (+ only in the database, - missing there, ~ ' +
        'different). To keep it, run npx knexus pull --into --from db, npx knexus generate NAME and ' +
        'npx knexus stamp NAME. To undo it, npx knexus diff ' +
        `--from db --to migrations${ran === undefined || pending.length === 0 ? '' : `@${ran}`} --sql prints the ` +
        `statements${edited.length > 0 ? `. Some of it may be what ${edited.join(' and ')} did before the edit` : ''}:`,
      those('by-hand'),
    ],
  ]
}

/** Explains only the signs that occur in the list below it. */
function modelsTitle(models: readonly Change[]): string {
  const signs = [
    models.some(({ before }) => !before) && '+ only in the models',
    models.some(({ after }) => !after) && '- only in the migrations',
    models.some(({ before, after }) => before && after) && '~ different',
  ].filter(Boolean)
  return `The models and the migrations differ (${signs.join(', ')}):`
}

/** What to type next. What would be dropped has its way out. */
function afterModels(models: readonly Change[]): string[] {
  if (models.length === 0) return []
  const write = 'Next: npx knexus generate NAME writes the migration.'
  if (models.every(({ after }) => after)) return [write]
  return [
    `${write} What hand-written migrations built (-) is kept, unless you add --drop-undeclared;`,
    'npx knexus pull --into --from migrations adds it to the models.',
  ]
}
