import { sql, text, uuid } from 'knexus'
import { notBlank, enumType, served, table, timestamps, uuidKey, within } from '../base.ts'
import { touched } from './functions.ts'

export const taskType = enumType('task_type', ['review_extraction', 'resolve_conflict', 'review_change'])
export const taskStatus = enumType('task_status', ['open', 'in_progress', 'done', 'cancelled'])

export const tasks = table(
  'tasks',
  {
    ...uuidKey(),
    study_id: uuid().notNullable().references('studies.id').onDelete('cascade'),
    type: taskType.column().notNullable(),
    status: taskStatus.column().notNullable().defaultTo('open'),
    title: text().notNullable().check(notBlank('title')),
    assigned_to: uuid().references('users.id').onDelete('set null').index(),
    fact_id: uuid().references('facts.id').onDelete('cascade').index(),
    conflict_id: uuid().references('conflicts.id').onDelete('cascade').index(),
    change_event_id: uuid().references('change_events.id').onDelete('cascade').index(),
    ...timestamps(),
  },
  (t) => [
    t.check(sql`num_nonnulls(fact_id, conflict_id, change_event_id) > 0`, 'subject'),
    t.index(['type', 'fact_id', 'conflict_id', 'change_event_id'], {
      unique: true,
      nullsNotDistinct: true,
      where: sql`status IN ('open', 'in_progress')`,
      name: 'uq_tasks_unfinished',
      comment: 'One unfinished task of a type about one thing.',
    }),
    t.index(['study_id', 'created_at'], { where: sql`status = 'open'`, name: 'ix_tasks_open' }),
    t.index(['study_id', { key: 'created_at', order: 'desc' }]),
    t.trigger(...touched('tasks')),
    t.comment('What a person is asked to look at. The oldest open one is claimed first.'),
    t.rowSecurity(),
    t.policy(...within('tasks', 'studies', 'study_id')),
  ],
)

export const taskGrants = served(tasks, ['SELECT', 'INSERT', 'UPDATE'])
