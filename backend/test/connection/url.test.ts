import { expect } from 'chai'
import { parseEnv } from '../../../db/connection/settings.ts'
import { fromUrl } from '../../../db/connection/url.ts'

describe('a database URL', () => {
  const passwords = [
    'plain',
    'a%b',
    '100%',
    'p@ss',
    'p@h/x',
    'a/b',
    '1/2',
    'a:b',
    'a#b',
    '1#b',
    'a?b',
    '1?b',
    '%@:/#',
    'b ü',
    '@',
    ':',
    '%zz%40',
    'x@y@z',
    'a\\b',
    "it's",
  ]

  for (const password of passwords) {
    it(`carries the password ${JSON.stringify(password)} as it is, and encoded`, () => {
      for (const written of [password, encodeURIComponent(password)]) {
        const config = fromUrl(
          `postgres://clin:${written}@db.example:6432/register?application_name=test`,
          'DATABASE_URL',
        )
        expect(config).to.include({
          host: 'db.example',
          port: 6432,
          database: 'register',
          user: 'clin',
          application_name: 'test',
        })
        expect(config.password).to.equal(written.includes('%zz') ? written : password)
      }
    })
  }

  it('takes port 5432, IPv6, a socket folder and no password', () => {
    expect(fromUrl('postgresql://clin@localhost/register', 'X')).to.include({
      host: 'localhost',
      port: 5432,
      password: '',
    })
    expect(fromUrl('postgres://clin:a@[::1]:6000/register', 'X')).to.include({ host: '::1', port: 6000 })
    expect(fromUrl('postgres://clin:a@/register?host=/var/run/postgresql', 'X')).to.include({
      host: '/var/run/postgresql',
      database: 'register',
    })
  })

  it('keeps an @ in its options', () => {
    expect(fromUrl('postgres://clin:a@localhost/register?application_name=me@home', 'X')).to.include({
      host: 'localhost',
      password: 'a',
      application_name: 'me@home',
    })
  })

  for (const [text, fault] of [
    ['mysql://a:secret@h/d', 'does not begin with postgres://'],
    ['postgres://localhost/d', 'has no user'],
    ['postgres://a:secret@localhost', 'has no database'],
    ['postgres://a:secret@/d', 'has no host'],
    ['postgres://a:secret@h:99999/d', 'cannot be read'],
  ] as const) {
    it(`says of a broken one that it ${fault}, without showing it`, () => {
      expect(() => fromUrl(text, 'DATABASE_URL'))
        .to.throw(`DATABASE_URL ${fault}`)
        .with.property('message')
        .that.does.not.contain('secret')
    })
  }
})

describe('a .env file', () => {
  it('lets # stand in a value, and begin a comment after a blank', () => {
    expect(
      parseEnv(`A=p#w\nB=p # comment\nC='p # w' # comment\n# D=1\nexport E="a#b"\nF=%@:/#\nG=it's#1\nH=\nI=a#b # c`),
    ).to.deep.equal({ A: 'p#w', B: 'p', C: 'p # w', E: 'a#b', F: '%@:/#', G: "it's#1", H: '', I: 'a#b' })
  })
})
