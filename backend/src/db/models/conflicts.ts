import { sql, text, uuid } from 'knexus'
import { createdAt, enumType, served, table, timestamps, uuidKey, within } from '../base.ts'
import { factScope } from './facts.ts'
import { touched } from './functions.ts'

export const conflictSeverity = enumType('conflict_severity', ['low', 'medium', 'high', 'critical'])
export const conflictStatus = enumType('conflict_status', [
  'open',
  'investigating',
  'resolved',
  'accepted_risk',
  'suppressed',
])

export const conflicts = table(
  'conflicts',
  {
    ...uuidKey(),
    study_id: uuid().notNullable().references('studies.id').onDelete('cascade'),
    type: text().notNullable(),
    key: text().notNullable(),
    scope: factScope.column().notNullable().defaultTo('global'),
    scope_ref: text(),
    severity: conflictSeverity.column().notNullable().defaultTo('medium'),
    status: conflictStatus.column().notNullable().defaultTo('open'),
    owner_id: uuid().references('users.id').onDelete('set null').index(),
    because: text().comment('Why it is settled.'),
    ...timestamps(),
  },
  (t) => [
    t.index(['study_id', 'type', 'key', 'scope', 'scope_ref'], {
      unique: true,
      nullsNotDistinct: true,
      where: sql`status IN ('open', 'investigating')`,
      name: 'uq_conflicts_unsettled',
      comment: 'One unsettled conflict about one thing.',
    }),
    t.check(sql`(scope = 'global') = (scope_ref IS NULL)`, 'scope'),
    t.check(sql`status IN ('open', 'investigating') OR (because IS NOT NULL AND btrim(because) <> '')`, 'because'),
    t.index(['study_id', { key: 'created_at', order: 'desc' }]),
    t.trigger(...touched('conflicts')),
    t.comment('Facts of a study that say different things of the same.'),
    t.rowSecurity(),
    t.policy(...within('conflicts', 'studies', 'study_id')),
  ],
)

export const conflictItems = table(
  'conflict_items',
  {
    conflict_id: uuid().notNullable().references('conflicts.id').onDelete('cascade'),
    left_fact_id: uuid().notNullable().references('facts.id').deferrable('deferred').index(),
    right_fact_id: uuid().notNullable().references('facts.id').deferrable('deferred').index(),
    ...createdAt(),
  },
  (t) => [
    t.primary(['conflict_id', 'left_fact_id', 'right_fact_id']),
    t.check(sql`left_fact_id < right_fact_id`, 'sides'),
    t.comment(
      'Two sides, the smaller id first, so that no pair is there twice. A fact with a side in a conflict stays; it is checked at the commit, when a deleted study has taken both along.',
    ),
    t.rowSecurity(),
    t.policy(...within('conflict_items', 'conflicts', 'conflict_id')),
  ],
)

export const conflictGrants = [
  served(conflicts, ['SELECT', 'INSERT', 'UPDATE']),
  served(conflictItems, ['SELECT', 'INSERT']),
]
