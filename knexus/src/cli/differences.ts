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
  const undo = ran === undefined || pending.length === 0 ? 'migrations' : `migrations@${ran}`
  return [
    section(
      `Done by hand: the database already has ${ready ? 'all' : 'part'} of what the pending migrations do:`,
      those('pending'),
      ready
        ? ['To record them as run:', `  npx knexus stamp ${pending.at(-1) ?? 'head'}`]
        : [
            'npx knexus up would fail, or do this part a second time. Either',
            '  finish the rest by hand, then run npx knexus stamp head',
            '  or undo this part by hand, then run npx knexus up',
          ],
    ),
    section('Still missing:', sayChanges(left, told), [
      'To print the statements:',
      '  npx knexus generate rest --from db --dry-run',
    ]),
    section('In the database as the models declare it, but in no migration:', those('declared'), [
      'To write the migration, and record it here as run:',
      '  npx knexus generate NAME',
      '  npx knexus stamp NAME',
    ]),
    section(
      'Renamed by hand:',
      those('renamed'),
      renamed.flatMap(({ old, given, evidence, back }) => [
        `${old} is now ${given} (${evidence.join(', ')})`,
        '  To keep the new name, use it in the model, and run',
        `    npx knexus generate NAME --rename "${old}=${given}"`,
        '    npx knexus stamp NAME',
        '  To undo it, run',
        `    ${back}`,
      ]),
    ),
    section(
      'Drift: the live database is not what its migrations built (+ only in the database, - missing there, ~ different):',
      those('by-hand'),
      [
        ...(edited.length > 0 ? [`Some of it may be what ${edited.join(' and ')} did before the edit.`] : []),
        'To keep it:',
        '  npx knexus pull --into --from db',
        '  npx knexus generate NAME',
        '  npx knexus stamp NAME',
        'To undo it, run the statements that this prints:',
        `  npx knexus diff --from db --to ${undo} --sql`,
      ],
    ),
  ]
}

/** Differences, and below them what to do; nothing where there are none. */
function section(title: string, differences: readonly string[], next: readonly string[]): Section {
  return [title, differences.length > 0 ? [...differences, ...next] : []]
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
    `${write} It keeps what hand-written migrations built, unless you add --drop-undeclared.`,
    'To keep what only the migrations have (-), add it to the models: npx knexus pull --into --from migrations',
  ]
}
