import { expect } from 'chai'
import { introspect } from '../../src/introspect/index.ts'
import { rehearseScript } from '../../src/prove/script.ts'
import { openShadow, type Shadow } from '../../src/shadow/index.ts'
import { database, serverUrl } from '../support/server.ts'

describe('the losses of a script', function () {
  this.timeout('2m')
  let shadow: Shadow

  before(async () => {
    shadow = await openShadow({ server: serverUrl() })
  })
  after(() => shadow.close())

  const read = async (sql: string) => introspect(await (await database(sql)).connect())
  const lossesOf = async (from: string, to: string) =>
    (await rehearseScript(shadow, await read(from), await read(to), {})).losses

  it('are those of its statements and those that were measured', async () => {
    expect(
      await lossesOf(
        'CREATE TABLE l (id int PRIMARY KEY, n numeric(10,4), nm text, addr inet, gone int)',
        'CREATE TABLE l (id int PRIMARY KEY, n numeric(6,1), nm name, addr cidr)',
      ),
    ).to.deep.equal([
      'the values of public.l.gone',
      'the values of public.l.n (fractions, negative numbers)',
      'the values of public.l.nm (long texts, blanks past the limit, texts of more than 63 bytes)',
      'the values of public.l.addr (host bits)',
    ])
  })

  it('are none where a generated column gets another expression, or the values come back', async () => {
    expect(
      await lossesOf(
        'CREATE TABLE t (id serial, a int, g int GENERATED ALWAYS AS (a + 1) STORED, at timestamp)',
        'CREATE TABLE t (id int GENERATED ALWAYS AS IDENTITY, a bigint, g int GENERATED ALWAYS AS (a + 2) STORED, at timestamptz)',
      ),
    ).to.deep.equal([])
  })

  it('are not taken for none where only NaN and the like were compared', async () => {
    const table = (scale: number) =>
      `CREATE TABLE t (n numeric(12,${scale}) CHECK (n > 1e20), d numeric(12,${scale}) CHECK (d > 1), a numeric(12,${scale})[] CHECK (cardinality(a) = 0))`
    const { losses, doubts } = await rehearseScript(shadow, await read(table(4)), await read(table(2)), {})
    expect(losses).to.deep.equal(['the values of public.t.d (fractions)'])
    expect(doubts).to.deep.equal([
      'No real value was compared, for want of one that it takes: public.t.n (only NaN); public.t.a (only empty arrays).',
    ])
  })

  it('are measured on labels, where a text becomes an enum, and every statement that can fail is named', async () => {
    const table = (type: string) =>
      `CREATE TYPE mood AS ENUM ('up', 'down'); CREATE DOMAIN temper AS mood; CREATE TABLE t (id int PRIMARY KEY, m ${type} NOT NULL DEFAULT 'up', n ${type} NOT NULL, d ${type.replace('mood', 'temper')}, a ${type}[])`
    const { losses, doubts } = await rehearseScript(shadow, await read(table('text')), await read(table('mood')), {})
    expect(losses).to.deep.equal([])
    expect(doubts.filter((doubt) => /every made-up row|Not compared/.test(doubt))).to.deep.equal([])
    for (const column of ['m', 'n', 'd', 'a'])
      expect(doubts.join('\n')).to.match(
        new RegExp(`can fail on existing rows: ALTER TABLE public.t ALTER COLUMN ${column} TYPE`),
      )
  })

  // A loss does not hide behind another part of the change that refuses rows.
  const base =
    'CREATE TABLE p (id int PRIMARY KEY); CREATE TABLE t (id serial, n numeric(10,4), s text NOT NULL, b bool NOT NULL, p int NOT NULL)'
  const then = (more: string) => `${base.replace('numeric(10,4)', 'numeric(10,2)')}; ${more}`
  for (const [what, more] of [
    ['a check of labels', `ALTER TABLE t ADD CHECK (s IN ('new', 'paid'))`],
    ['a check of a number', 'ALTER TABLE t ADD CHECK (p > 100)'],
    ['a foreign key', 'ALTER TABLE t ADD FOREIGN KEY (p) REFERENCES p'],
    ['both', `ALTER TABLE t ADD CHECK (s IN ('new', 'paid')), ADD FOREIGN KEY (p) REFERENCES p`],
  ] as const)
    it(`are measured beside ${what} that comes with the same change`, async () => {
      expect(await lossesOf(base, then(more))).to.deep.equal(['the values of public.t.n (fractions)'])
    })

  for (const [what, more] of [
    ['a unique key that few rows pass', 'ALTER TABLE t ADD UNIQUE (b)'],
    ['a check that no constant passes', 'ALTER TABLE t ADD CHECK (length(s) * p = 6)'],
  ] as const)
    it(`are measured, or said to be not compared, beside ${what}`, async () => {
      const { losses, doubts } = await rehearseScript(shadow, await read(base), await read(then(more)), {})
      expect([...losses, ...doubts].join('\n')).to.match(
        /values of public\.t\.n \(fractions\)|Not compared.*public\.t\.n \(.*fractions/,
      )
      expect(doubts.join('\n')).not.to.match(/not fit: public\.t\.n/)
    })

  it('are measured beside a check of the column itself, which only some fractions pass', async () => {
    expect(await lossesOf(base, then('ALTER TABLE t ADD CHECK (n > 2)'))).to.deep.equal([
      'the values of public.t.n (fractions)',
    ])
  })

  it('are said to be not compared where a check takes none of the values that would show them', async () => {
    const from = 'CREATE TABLE t (id serial, q text)'
    const to = `CREATE TABLE t (id serial, q varchar(8) CHECK (q LIKE 'a%'))`
    const { losses, doubts } = await rehearseScript(shadow, await read(from), await read(to), {})
    expect([...losses, ...doubts].join('\n')).to.match(
      /(Not compared|values of).*public\.t\.q \(.*blanks past the limit/,
    )
    expect(doubts.join('\n')).not.to.match(/not fit: .*blanks past the limit/)
  })

  for (const action of ['CASCADE', 'SET NULL'])
    it(`are measured, or said to be not compared, where the rows of a parent are refused: ${action}`, async () => {
      const from = `CREATE TABLE p (id int PRIMARY KEY, x int); CREATE TABLE t (id int PRIMARY KEY, p int REFERENCES p ON DELETE ${action}, q numeric(8,4))`
      const to = from.replace('x int', 'x int CHECK (x > 50)').replace('(8,4)', '(8,2)')
      expect(await lossesOf(from, to)).to.deep.equal(['the values of public.t.q (fractions)'])
    })

  it('are none of rows that refer to rows of their own table, or to each other in a circle', async () => {
    for (const action of ['CASCADE', 'SET NULL', 'SET DEFAULT']) {
      const own = `CREATE TABLE t (id int PRIMARY KEY, par int REFERENCES t ON DELETE ${action}, q int)`
      expect(await lossesOf(own, own.replace('q int', 'q bigint CHECK (q > 2)')), action).to.deep.equal([])
    }
    const circle =
      'CREATE TABLE a (id int PRIMARY KEY, b int, q numeric(8,4)); CREATE TABLE b (id int PRIMARY KEY, a int REFERENCES a ON DELETE CASCADE); ALTER TABLE a ADD FOREIGN KEY (b) REFERENCES b ON DELETE CASCADE'
    expect(await lossesOf(circle, circle.replace('numeric(8,4)', 'numeric(8,5) CHECK (q > 2)'))).to.deep.equal([])
  })

  it('are none of rows that a table shares with its parents, where these are refused', async () => {
    const from =
      'CREATE TABLE a (id int, s text); CREATE TABLE b (n int) INHERITS (a); CREATE TABLE c (id int, s text); ALTER TABLE c INHERIT a'
    expect(await lossesOf(from, from.replaceAll('s text', 's varchar(5)'))).to.deep.equal(
      ['a', 'b', 'c'].map((table) => `the values of public.${table}.s (blanks past the limit)`),
    )
  })

  it('are measured where a trigger refuses what is done to a table directly', async () => {
    const from = `CREATE TABLE a (id int PRIMARY KEY, q numeric(8,4)); CREATE TABLE c (a int REFERENCES a ON DELETE CASCADE);
      CREATE FUNCTION no() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN IF pg_trigger_depth() < 2 THEN RAISE ''not directly''; END IF; RETURN NULL; END';
      CREATE FUNCTION yes() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN INSERT INTO c VALUES (NEW.id); RETURN NULL; END';
      CREATE TRIGGER no BEFORE INSERT OR UPDATE OR DELETE ON c EXECUTE FUNCTION no();
      CREATE TRIGGER yes AFTER INSERT ON a FOR EACH ROW EXECUTE FUNCTION yes()`
    expect(await lossesOf(from, from.replace('numeric(8,4)', 'numeric(8,2) CHECK (q < 50)'))).to.deep.equal([
      'the values of public.a.q (fractions)',
    ])
  })

  it('are told of no value that only shares its day with another', async () => {
    const { doubts } = await rehearseScript(
      shadow,
      await read('CREATE TABLE t (ts timestamp)'),
      await read('CREATE TABLE t (ts date UNIQUE)'),
      {},
    )
    expect(doubts.join('\n')).not.to.match(/not fit/)
  })

  it('are measured without rows where a table never takes or refuses one', async function () {
    this.timeout('4m')
    const loop = `CREATE FUNCTION w(int) RETURNS bool IMMUTABLE LANGUAGE plpgsql AS 'BEGIN LOOP NULL; END LOOP; END';`
    const from = `${loop} CREATE TABLE t (x int CHECK (w(x)), n numeric(10,4))`
    const { doubts } = await rehearseScript(shadow, await read(from), await read(from.replace('10,4', '10,2')), {})
    expect(doubts).to.deep.equal(['The change fails on some rows, as it did on made-up ones: no values were compared.'])
  })

  it('are none where rows go only because those that they refer to were left out', async () => {
    const people = 'CREATE TABLE a (id int PRIMARY KEY, b bool NOT NULL);'
    const orders = ['CASCADE', 'SET NULL', 'SET DEFAULT'].map(
      (action, at) => `CREATE TABLE o${at} (id int PRIMARY KEY, a int DEFAULT NULL REFERENCES a ON DELETE ${action});`,
    )
    const lines = 'CREATE TABLE l (o int NOT NULL REFERENCES o0 ON DELETE CASCADE)'
    const from = [people, ...orders, lines].join('')
    const { losses, doubts } = await rehearseScript(
      shadow,
      await read(from),
      await read(`${from}; ALTER TABLE a ADD UNIQUE (b)`),
      {},
    )
    expect(losses).to.deep.equal([])
    expect(doubts).to.deep.equal([
      'It can fail on existing rows: ALTER TABLE public.a ADD CONSTRAINT a_b_key UNIQUE (b)',
    ])
  })

  // Made-up rows refer to themselves, and a walk from child to parent goes round for ever.
  const walk = `CREATE TABLE n (id int PRIMARY KEY, parent int); CREATE VIEW w AS WITH RECURSIVE w (id, parent) AS (
    SELECT id, parent FROM n UNION ALL SELECT n.id, w.parent FROM n JOIN w ON n.parent = w.id) SELECT count(*) FROM w;`
  const store = 'CREATE MATERIALIZED VIEW m AS SELECT * FROM w;'

  for (const [way, from, to] of [
    ['up', walk, walk + store],
    ['down', walk + store, walk],
  ] as const)
    it(`are measured without rows where a statement would not end on made-up ones, on the way ${way}`, async () => {
      const { losses, doubts } = await rehearseScript(shadow, await read(from), await read(to), {})
      expect(losses).to.deep.equal([])
      expect(doubts).to.deep.equal([
        'The change fails on some rows, as it did on made-up ones: no values were compared.',
      ])
    })
})
