import type { Knex } from 'knex'
export async function up(knex: Knex): Promise<void> {
  await knex.raw(";CREATE TABLE t (id int PRIMARY KEY, c bigint)")
}
export async function down(): Promise<void> {}
