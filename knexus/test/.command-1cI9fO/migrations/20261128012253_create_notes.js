// Proved on PostgreSQL 15, a scratch database on 127.0.0.1:33197: up reaches the models, down returns to the start, up again.

export async function up(knex) {
  await knex.raw(`
    CREATE TABLE public.notes (
      id integer NOT NULL,
      body text,
      size double precision,
      CONSTRAINT notes_pkey PRIMARY KEY (id)
    )
  `)
}

export async function down(knex) {
  // loses data: the rows of public.notes
  await knex.raw(`DROP TABLE public.notes`)
}
