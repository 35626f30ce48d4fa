import { piece, type Piece } from './piece.ts'

const COLUMNS = 'k int NOT NULL, d date NOT NULL, v text'

/** Partitioned tables, partitions of partitions, and what they have in common. */
export const partitions: readonly Piece[] = [
  piece('p', 'app.p', {
    list: `CREATE TABLE «app».p (${COLUMNS}) PARTITION BY LIST (k)`,
    range: `CREATE TABLE «app».p (${COLUMNS}) PARTITION BY RANGE (k)`,
    hash: `CREATE TABLE «app».p (${COLUMNS}) PARTITION BY HASH (k)`,
    date: `CREATE TABLE «app».p (${COLUMNS}) PARTITION BY RANGE (d, k)`,
    expression: `CREATE TABLE «app».p (${COLUMNS}) PARTITION BY RANGE ((k + 1))`,
    called: `CREATE TABLE «app».p (${COLUMNS}) PARTITION BY LIST («add»(k))`,
    plain: `CREATE TABLE «app».p (${COLUMNS})`,
  }),
  piece('p.w', 'w', {
    int: 'ALTER TABLE «p» ADD COLUMN w int DEFAULT 3',
    text: `ALTER TABLE «p» ADD COLUMN w text NOT NULL DEFAULT 'w'`,
    code: 'ALTER TABLE «p» ADD COLUMN w «code»',
    kind: `ALTER TABLE «p» ADD COLUMN w «kind» DEFAULT 'b'`,
    generated: 'ALTER TABLE «p» ADD COLUMN w int GENERATED ALWAYS AS (length(v)) STORED',
  }),
  piece('p1', 'app.p1', {
    list: 'CREATE TABLE «app».p1 PARTITION OF «p:list|called» FOR VALUES IN (1, 2)',
    range: 'CREATE TABLE «app».p1 PARTITION OF «p:range|expression» FOR VALUES FROM (MINVALUE) TO (10)',
    hash: 'CREATE TABLE «app».p1 PARTITION OF «p:hash» FOR VALUES WITH (MODULUS 2, REMAINDER 0)',
    date: `CREATE TABLE «app».p1 PARTITION OF «p:date» FOR VALUES FROM ('2020-01-01', 0) TO ('2021-01-01', MAXVALUE)`,
    own: `CREATE TABLE «app».p1 PARTITION OF «p:list|called» (v DEFAULT 'own', CONSTRAINT own CHECK (k <> 9)) FOR VALUES IN (1, NULL) WITH (fillfactor = 40)`,
    alone: `CREATE TABLE «app».p1 (${COLUMNS})`,
    unlogged: 'CREATE UNLOGGED TABLE «app».p1 PARTITION OF «p:range|expression» FOR VALUES FROM (0) TO (5)',
    turned:
      'CREATE TABLE «app».p1 (v text NOT NULL, d date NOT NULL, k int NOT NULL); ALTER TABLE «p:list» ATTACH PARTITION «app».p1 FOR VALUES IN (7)',
  }),
  piece('p2', 'app.p2', {
    hash: 'CREATE TABLE «app».p2 PARTITION OF «p:list|called» FOR VALUES IN (3) PARTITION BY HASH (d)',
    list: 'CREATE TABLE «app».p2 PARTITION OF «p:range|expression» FOR VALUES FROM (10) TO (20) PARTITION BY LIST (v)',
    range:
      'CREATE TABLE «app».p2 PARTITION OF «p:hash» FOR VALUES WITH (MODULUS 2, REMAINDER 1) PARTITION BY RANGE (k)',
    leaf: 'CREATE TABLE «app».p2 PARTITION OF «p:list|called» FOR VALUES IN (3, 4)',
    alone: `CREATE TABLE «app».p2 (${COLUMNS}) PARTITION BY RANGE (k)`,
  }),
  piece('p21', 'app.p21', {
    hash: 'CREATE TABLE «app».p21 PARTITION OF «p2:hash» FOR VALUES WITH (MODULUS 3, REMAINDER 1)',
    list: `CREATE TABLE «app».p21 PARTITION OF «p2:list» FOR VALUES IN ('a', 'b')`,
    range: 'CREATE TABLE «app».p21 PARTITION OF «p2:range|alone» FOR VALUES FROM (1) TO (2)',
    default: 'CREATE TABLE «app».p21 PARTITION OF «p2:range|alone|list» DEFAULT',
    moved: 'CREATE TABLE «app».p21 PARTITION OF «p:list» FOR VALUES IN (77)',
  }),
  piece('p0', '"Far out".p0', ['CREATE TABLE «far».p0 PARTITION OF «p:-hash|plain» DEFAULT']),
  piece('p key', 'pk', {
    k: 'ALTER TABLE «p:-expression|called|date» ADD CONSTRAINT pk PRIMARY KEY («!p2:-list|hash»k)',
    kd: 'ALTER TABLE «p:-expression|called» ADD CONSTRAINT pk PRIMARY KEY («!p2:-list»k, d)',
    unique: 'ALTER TABLE «p:-expression|called» ADD CONSTRAINT pk UNIQUE («!p2:-list»d, k)',
    simple: 'ALTER TABLE «p:plain» ADD CONSTRAINT pk PRIMARY KEY (k)',
  }),
  piece('p index', 'p_v', {
    all: 'CREATE INDEX p_v ON «p» (v)',
    two: 'CREATE INDEX p_v ON «p» (v, k DESC)',
    only: 'CREATE INDEX p_v ON ONLY «p:-plain» (v)',
    called: 'CREATE INDEX p_v ON «p» («add»(k)) WHERE k > 1',
  }),
  piece('p1 index', 'p1_v', {
    plain: 'CREATE INDEX p1_v ON «p1» (v)',
    attached: 'CREATE INDEX p1_v ON «p1:-alone» (v); ALTER INDEX app.«p index:only» ATTACH PARTITION app.p1_v',
  }),
  piece('p check', '', [
    'ALTER TABLE «p» ADD CONSTRAINT high CHECK (k < 1000)',
    'ALTER TABLE «p» ADD CONSTRAINT high CHECK («add»(k) < 1000) NOT VALID',
    'ALTER TABLE «p:plain» ADD CONSTRAINT high CHECK (k < 1000) NO INHERIT',
  ]),
  piece('p to t', '', [
    'ALTER TABLE «p» ADD CONSTRAINT p_to_t FOREIGN KEY (k) REFERENCES «t:-unlogged» («!t key:-deferrable»«!p1:-unlogged»«t.id»)',
    'ALTER TABLE «p» ADD CONSTRAINT p_to_t FOREIGN KEY (k) REFERENCES «t:-unlogged» («!t key:-deferrable»«!p1:-unlogged»«t.id») ON DELETE CASCADE DEFERRABLE',
  ]),
  piece('u to p', '', [
    'ALTER TABLE «u:-unlogged» ADD CONSTRAINT u_to_p FOREIGN KEY («u.n:int|called») REFERENCES «p» («!p1:-unlogged»«!p key:k|simple»k)',
  ]),
  piece('p1 tail', '', [
    'ALTER TABLE «p1» ALTER v SET NOT NULL',
    `ALTER TABLE «p1:-own» ALTER v SET DEFAULT 'mine'`,
    'ALTER TABLE «p1» ALTER v SET STATISTICS 11',
    'ALTER TABLE «p1» ALTER v SET STORAGE MAIN',
    'ALTER TABLE «p» ALTER v SET NOT NULL',
  ]),
  piece('p3', 'app.p3', [
    'CREATE TABLE «app».p3 (LIKE «p:list|called» INCLUDING ALL); ALTER TABLE «p» ATTACH PARTITION «app».p3 FOR VALUES IN (50)',
    'CREATE TABLE «app».p3 (LIKE «p:-plain» INCLUDING DEFAULTS INCLUDING GENERATED)',
    'CREATE TABLE «app».p3 (LIKE «p:range» INCLUDING GENERATED); ALTER TABLE «app».p3 ALTER v SET NOT NULL; ALTER TABLE «p» ATTACH PARTITION «app».p3 FOR VALUES FROM (50) TO (60)',
  ]),
  piece('p2 detached', '', ['ALTER TABLE «p:-plain» DETACH PARTITION «p2:-alone»']),
]
