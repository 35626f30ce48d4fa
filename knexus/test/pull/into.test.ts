import { expect } from 'chai'
import { migration } from '../run/project.ts'
import { commandProject, knexfile, type CommandProject } from '../support/command.ts'

const BASE = `
  CREATE TABLE users (id bigint CONSTRAINT users_pkey PRIMARY KEY, email text NOT NULL);
  CREATE TABLE posts (id bigint CONSTRAINT posts_pkey PRIMARY KEY, user_id bigint)`

const USERS = `// Who may log in.
import { bigInteger, table, text } from 'knexus'

export const users = table('users', {
  id: bigInteger().primary(),   // as the old system numbered them
  email: text().notNullable() // no comma behind the last one
})
`

const POSTS = `import { bigInteger as big, table } from "knexus";
export const posts = table('posts', { id: big().primary(), user_id: big() });
`

const INDEX = `export * from './users.ts'
export * from './posts.ts'
`

describe('pull --into', () => {
  let project: CommandProject
  const begin = async (sql: string, files: Readonly<Record<string, string>> = {}) => {
    project = await commandProject({
      'models/users.ts': USERS,
      'models/posts.ts': POSTS,
      'models/index.ts': INDEX,
      ...files,
      'migrations/20200101000000_base.ts': migration([BASE]),
      'migrations/20200102000000_by_hand.ts': migration([sql]),
    })
  }
  const into = async () => {
    const ended = await project.knexus('pull', '--into', '--from', 'migrations')
    return { ...ended, users: await project.read('models/users.ts'), posts: await project.read('models/posts.ts') }
  }
  const nothingLeft = async () => {
    const { exit, all } = await project.knexus('generate', 'rest')
    expect(all).to.contain('Nothing to write: the models are what the migrations build.')
    expect(exit).to.equal(0)
  }
  afterEach(() => project.drop())

  it('puts columns, indexes and constraints into the tables that are there, and keeps every letter of the rest', async () => {
    await begin(`
      ALTER TABLE users ADD nick text CONSTRAINT users_nick_unique UNIQUE, ADD born date;
      CREATE INDEX users_born_index ON users (born);
      CREATE INDEX by_mail ON users (lower(email));
      ALTER TABLE posts ADD FOREIGN KEY (user_id) REFERENCES users (id) ON DELETE CASCADE;
      ALTER TABLE posts ADD title text DEFAULT 'none', ADD CONSTRAINT titled CHECK (title <> '')`)
    const { all, exit, users, posts } = await into()
    expect(exit, all).to.equal(0)
    expect(users).to.equal(`// Who may log in.
import { bigInteger, table, text, date, sql } from 'knexus'

export const users = table('users', {
  id: bigInteger().primary(),   // as the old system numbered them
  email: text().notNullable(), // no comma behind the last one
  nick: text().unique(),
  born: date().index(),
}, (t) => [
  t.index([sql\`lower(email)\`], { name: 'by_mail' }),
])
`)
    expect(posts).to.contain('{ id: big().primary(), user_id: big(), title: text().defaultTo(')
    expect(posts).to.contain("t.foreign('user_id').references('users', ['id']).onDelete('cascade')")
    expect(all).to.contain('declared COLUMN public.users.nick in models/users.ts')
    await nothingLeft()
  })

  it('writes what is new as a whole into files of their own, and has them exported again', async () => {
    await begin(`
      CREATE TYPE mood AS ENUM ('sad', 'happy');
      ALTER TABLE users ADD mood mood NOT NULL DEFAULT 'happy';
      CREATE TABLE tags (id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY, post_id bigint REFERENCES posts, label text UNIQUE);
      COMMENT ON TABLE tags IS 'words';
      CREATE FUNCTION touch() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RETURN NEW; END';
      CREATE TRIGGER users_touch BEFORE UPDATE ON users FOR EACH ROW EXECUTE FUNCTION touch();
      ALTER TABLE users ENABLE ROW LEVEL SECURITY;
      CREATE VIEW happy AS SELECT id, mood FROM users WHERE mood = 'happy';
      COMMENT ON COLUMN users.email IS 'where to write';
      ALTER TABLE posts ALTER user_id SET DEFAULT 1`)
    const { all, exit, users } = await into()
    expect(exit, all).to.equal(0)
    expect(await project.list('models')).to.deep.equal([
      'functions.ts',
      'index.ts',
      'posts.ts',
      'tags.ts',
      'types.ts',
      'users.ts',
      'views.ts',
    ])
    expect(await project.read('models/index.ts')).to.equal(`export * from './users.ts'
export * from './posts.ts'
export * from './types.ts'
export * from './functions.ts'
export * from './tags.ts'
export * from './views.ts'
`)
    expect(users)
      .to.contain("import { mood } from './types.ts'")
      .and.contain("mood: mood.column().notNullable().defaultTo('happy')")
      .and.contain("t.trigger('users_touch', {")
    expect(await project.read('models/tags.ts')).to.contain("t.comment('words')")
    const { exit: left, all: told } = await project.knexus('check')
    expect(told).to.contain('~ table users, row security: true -> false')
    expect(left).to.equal(1)
  })

  it('follows a naming convention, a namespace of its own and whatever the parts are written as', async () => {
    await begin(
      `CREATE SCHEMA app;
       CREATE TABLE app.notes (id bigint CONSTRAINT pk_notes PRIMARY KEY);
       CREATE TABLE app.other (id bigint CONSTRAINT pk_other PRIMARY KEY);
       CREATE TABLE app.fresh (id bigint CONSTRAINT pk_fresh PRIMARY KEY);
       CREATE TABLE extra (id bigint CONSTRAINT pk_extra PRIMARY KEY);
       ALTER TABLE app.notes ADD a text, ADD b text;
       CREATE INDEX ix_notes_a ON app.notes (a);
       CREATE INDEX ix_other_id ON app.other (id)`,
      {
        'knexfile.mjs': knexfile("knexus: { schemas: ['public', 'app'] }"),
        'models/base.ts': `import { declareWith, naming } from 'knexus'
const convention = naming({ pk: 'pk_{table}', ix: 'ix_{table}_{columns}' })
export const { table } = declareWith({ naming: convention })
export const app = declareWith({ schema: 'app', naming: convention })
`,
        'models/app.ts': `import { bigInteger, namespace, text } from 'knexus'
import { app } from './base.ts'

const made = { made: text() }
void made

export const space = namespace('app')
const notes = app.table('notes', { id: bigInteger().primary() }, (table) => {
  const none = table.index
  void none
  return []
})
export { notes as appNotes }
export const other = app.table(
  'other',
  {
    id: bigInteger().primary(),
  },
  () => [],
)
`,
      },
    )
    const { all, exit } = await into()
    expect(exit, all).to.equal(0)
    const app = await project.read('models/app.ts')
    expect(app).to.contain(
      "app.table('notes', { id: bigInteger().primary(), a: text().index(), b: text() }, (table) => {",
    )
    expect(app).to.contain("(t) => [\n    t.index(['id']),\n  ],\n)")
    expect(app).to.contain("export const fresh = app.table('fresh', {").and.not.contain('pk_')
    expect(await project.read('models/extra.ts')).to.contain("primary({ name: 'pk_extra' })")
    await nothingLeft()
  })

  it('names the place of what it cannot put in safely, prints it, and declares the rest', async () => {
    await begin(
      `ALTER TABLE users ADD nick text; CREATE INDEX nicks ON users (nick);
       CREATE VIEW nick_names AS SELECT nick FROM users;
       ALTER TABLE posts ADD nick text`,
      {
        'models/users.ts': `import { bigInteger, table, text } from 'knexus'

const columns = { id: bigInteger().primary(), email: text().notNullable() }
export const users = table('users', columns)
`,
      },
    )
    const { all, exit, users, posts } = await into()
    expect(exit, all).to.equal(1)
    expect(all)
      .to.contain(
        "no call of table('users', { ... }) whose columns are written out there exports it (models/users.ts:4)",
      )
      .and.contain("nick: text().index({ name: 'nicks' }),")
      .and.contain('declared COLUMN public.posts.nick in models/posts.ts')
      .and.not.contain('declared VIEW')
    expect(users).not.to.contain('nick')
    expect(posts).to.contain('nick: text()')
    const again = await project.knexus('generate', 'rest')
    expect(again.err).to.contain('npx knexus pull --into --from migrations')
  })

  it('keeps to one file where the models are one, in an order that can be loaded', async () => {
    project = await commandProject({
      'knexfile.mjs': knexfile("knexus: { models: './models.ts' }"),
      'models.ts': USERS,
      'migrations/20200101000000_base.ts': migration([
        `CREATE TABLE users (id bigint CONSTRAINT users_pkey PRIMARY KEY, email text NOT NULL);
         CREATE TYPE mood AS ENUM ('sad'); ALTER TABLE users ADD mood mood, ADD text text; CREATE TABLE tags (mood mood)`,
      ]),
    })
    const { all, exit } = await project.knexus('pull', '--into', '--from', 'migrations')
    expect(exit, all).to.equal(0)
    const text = await project.read('models.ts')
    expect(text.indexOf('export const mood =')).to.be.within(1, text.indexOf('export const users ='))
    expect(text.indexOf('export const tags =')).to.be.above(text.indexOf('export const users ='))
    await nothingLeft()
  })

  it('leaves every file as it was where the models cannot be built then', async () => {
    await begin('CREATE TABLE tags (id bigint)', {
      'models/index.ts': `${INDEX}if ((await import('node:fs')).readdirSync(new URL('.', import.meta.url)).length > 3) throw new Error('no tags')\n`,
    })
    const { all, exit, users } = await into()
    expect(exit, all).to.equal(2)
    expect(all).to.contain('no tags').and.contain('All files are as they were.')
    expect(users).to.equal(USERS)
    expect(await project.list('models')).to.deep.equal(['index.ts', 'posts.ts', 'users.ts'])
  })
})
