import { expect } from 'chai'
import { migration } from '../run/project.ts'
import { commandProject, type CommandProject } from '../support/command.ts'

const BASE = `
  CREATE TABLE users (id bigint CONSTRAINT users_pkey PRIMARY KEY, email text NOT NULL);
  CREATE TABLE posts (id bigint CONSTRAINT posts_pkey PRIMARY KEY, user_id bigint)`

describe('pull --into models in CommonJS', () => {
  let project: CommandProject
  const commonJs = async (files: Readonly<Record<string, string>>, sql: string) => {
    project = await commandProject({
      'package.json': '{ "type": "commonjs" }',
      ...files,
      'migrations/20200101000000_base.ts': migration([BASE]),
      'migrations/20200102000000_by_hand.ts': migration([sql]),
    })
    return project.knexus('pull', '--into', '--from', 'migrations')
  }
  const nothingLeft = async () => {
    const { exit, all } = await project.knexus('generate', 'rest')
    expect(all).to.contain('Nothing to write: the models are what the migrations build.')
    expect(exit).to.equal(0)
  }
  afterEach(() => project.drop())

  const MORE = `
    CREATE TYPE mood AS ENUM ('sad', 'happy');
    CREATE TABLE tags (id bigint CONSTRAINT tags_pkey PRIMARY KEY, mood mood);
    ALTER TABLE users ADD born date, ADD mood mood, ADD colour colour; ALTER TABLE posts ADD title text`
  const COLOUR = "CREATE TYPE colour AS ENUM ('red');"

  it('edits those that export one by one', async () => {
    const { exit, all } = await commonJs(
      {
        'models/users.js': `'use strict';
const { bigInteger, enumType, table, text: words } = require('knexus');

exports.colour = enumType('colour', ['red']);
exports.users = table('users', { id: bigInteger().primary(), email: words().notNullable() });
`,
        'models/posts.js': `const knexus = require('knexus')
const posts = (module.exports.posts = knexus.table('posts', {
  id: knexus.bigInteger().primary(),
  user_id: knexus.bigInteger(), // who wrote it
}))
void posts
`,
      },
      COLOUR + MORE,
    )
    expect(exit, all).to.equal(0)
    expect(await project.list('models')).to.deep.equal(['posts.js', 'tags.js', 'types.js', 'users.js'])
    expect(await project.read('models/users.js')).to.equal(`'use strict';
const { bigInteger, enumType, table, text: words, date } = require('knexus');
const { mood } = require('./types.js');

const colour = exports.colour = enumType('colour', ['red']);
exports.users = table('users', { id: bigInteger().primary(), email: words().notNullable(), born: date(), mood: mood.column(), colour: colour.column() });
`)
    expect(await project.read('models/posts.js')).to.equal(`const knexus = require('knexus')
const { text } = require('knexus')
const posts = (module.exports.posts = knexus.table('posts', {
  id: knexus.bigInteger().primary(),
  user_id: knexus.bigInteger(), // who wrote it
  title: text(),
}))
void posts
`)
    expect(await project.read('models/tags.js')).to.equal(`const { bigInteger, table } = require('knexus')
const { mood } = require('./types.js')

exports.tags = table('tags', {
  id: bigInteger().primary(),
  mood: mood.column(),
})
`)
    await nothingLeft()
  })

  it('edits those that export one object, and adds new files to the index', async () => {
    const { exit, all } = await commonJs(
      {
        'models/index.js': `module.exports = { ...require('./users'), ...require('./posts') }\n`,
        'models/kinds.js': `const { enumType } = require('knexus')

const colour = enumType('colour', ['red'])

module.exports = {
  colour,
}
`,
        'models/users.js': `const { bigInteger, table, text } = require('knexus')

module.exports = {
  users: table('users', {
    id: bigInteger().primary(),
    email: text().notNullable(),
  }),
}
`,
        'models/posts.js': `const { bigInteger, table } = require('knexus')
const posts = table('posts', { id: bigInteger().primary(), user_id: bigInteger() })
module.exports = { posts }
`,
      },
      COLOUR + MORE,
    )
    expect(exit, all).to.equal(0)
    expect(await project.read('models/index.js')).to.equal(
      `module.exports = { ...require('./users'), ...require('./posts'), ...require('./tags') }\n`,
    )
    expect(await project.read('models/kinds.js')).to.equal(`const { enumType } = require('knexus')

const colour = enumType('colour', ['red'])

const mood = enumType('mood', ['sad', 'happy'])

module.exports = {
  colour,
  mood,
}
`)
    expect(await project.read('models/users.js')).to.equal(`const { bigInteger, table, text, date } = require('knexus')
const { colour, mood } = require('./kinds')

module.exports = {
  users: table('users', {
    id: bigInteger().primary(),
    email: text().notNullable(),
    born: date(),
    mood: mood.column(),
    colour: colour.column(),
  }),
}
`)
    await nothingLeft()
  })

  it('edits models in one object of a .cjs file', async () => {
    const { exit, all } = await commonJs(
      {
        'models/all.cjs': `const { bigInteger, table, text } = require('knexus')

module.exports = {
  users: table('users', { id: bigInteger().primary(), email: text().notNullable() }),
  posts: table('posts', { id: bigInteger().primary(), user_id: bigInteger() }),
}
`,
      },
      "CREATE TYPE mood AS ENUM ('sad'); ALTER TABLE users ADD mood mood",
    )
    expect(exit, all).to.equal(0)
    expect(await project.list('models')).to.deep.equal(['all.cjs', 'types.cjs'])
    expect(await project.read('models/types.cjs')).to.contain("exports.mood = enumType('mood', ['sad'])")
    await nothingLeft()
  })

  it('says what to paste where one cannot be edited', async () => {
    const { exit, all } = await commonJs(
      {
        'models/users.js': `const { bigInteger, enumType, table, text } = require('knexus')
const models = { colour: enumType('colour', ['red']), users: table('users', { id: bigInteger().primary(), email: text().notNullable() }) }
module.exports = models
`,
        'models/posts.js': `const { bigInteger, table } = require('knexus')
module.exports = { posts: table('posts', { id: bigInteger().primary(), user_id: bigInteger() }) }
`,
      },
      `${COLOUR} ALTER TABLE users ADD born date; ALTER TABLE posts ADD title text; CREATE TYPE mood AS ENUM ('sad')`,
    )
    expect(exit, all).to.equal(1)
    expect(all)
      .to.contain('what TABLE public.users lacks')
      .and.contain('born: date(),')
      .and.contain('models/users.js:1')
    expect(await project.read('models/posts.js')).to.contain('user_id: bigInteger(), title: text() })')
  })
})
