import { piece, type Piece } from './piece.ts'

/** What a table with a letter is held to. */
function on(t: string): Piece[] {
  const add = `ALTER TABLE «${t}» ADD CONSTRAINT`
  return [
    piece(`${t} key`, `"key of ${t}"`, {
      plain: `${add} "key of ${t}" PRIMARY KEY («${t}.id»)`,
      filled: `${add} "key of ${t}" PRIMARY KEY («${t}.id») WITH (fillfactor = 60)`,
      deferrable: `${add} "key of ${t}" PRIMARY KEY («${t}.id») DEFERRABLE`,
      including: `${add} "key of ${t}" PRIMARY KEY («${t}.id») INCLUDE («${t}.n»)`,
      unique: `${add} "key of ${t}" UNIQUE («${t}.id»)`,
    }),
    piece(`${t} unique`, '', {
      plain: `${add} "unique ${t}" UNIQUE («${t}.n», «${t}.s»)`,
      one: `${add} "unique ${t}" UNIQUE («${t}.s»)`,
      deferred: `${add} "unique ${t}" UNIQUE («${t}.n») DEFERRABLE INITIALLY DEFERRED`,
      'nulls@15': `${add} "unique ${t}" UNIQUE NULLS NOT DISTINCT («${t}.n»)`,
      index: `CREATE UNIQUE INDEX "unique ${t}" ON «${t}» («${t}.n»)`,
      kind: `${add} "unique ${t}" UNIQUE («${t}.k»)`,
    }),
    piece(`${t} check`, '', {
      plain: `${add} checked CHECK («${t}.n» > 0)`,
      later: `${add} checked CHECK («${t}.n» > 0) NOT VALID`,
      called: `${add} checked CHECK («add»(«${t}.n:int|called|small») > 0)`,
      fine: `${add} checked CHECK («fine»(«${t}.s:text|varchar|label|c»))`,
      alone: `${add} checked CHECK («${t}.n» > 0) NO INHERIT`,
      'never@18': `${add} checked CHECK («${t}.n» > 0) NOT ENFORCED`,
      list: `${add} checked CHECK («${t}.s:text|varchar|c|char» IN ('a', 'b'))`,
      kind: `${add} checked CHECK («${t}.k:kind|default» <> 'b')`,
      kinds: `${add} checked CHECK («${t}.k:kind|default» IN ('b', 'c'))`,
      two: `${add} checked CHECK («${t}.n» > «${t}.id»)`,
    }),
    piece(`${t} exclusion`, '', [
      `${add} apart EXCLUDE USING gist («${t}.x:spans» WITH &&)`,
      `${add} apart EXCLUDE USING gist («${t}.x:spans|span» WITH &&) WHERE («${t}.id» > 3) DEFERRABLE`,
      `${add} apart EXCLUDE ((«${t}.n» + 1) WITH =)`,
      `${add} apart EXCLUDE USING btree («${t}.s» COLLATE "C" WITH =)`,
    ]),
    piece(`${t} index`, `"index ${t}"`, {
      plain: `CREATE INDEX "index ${t}" ON «${t}» («${t}.n», «${t}.s» DESC NULLS LAST)`,
      lower: `CREATE INDEX "index ${t}" ON «${t}» (lower(«${t}.s:-label|sorted») text_pattern_ops)`,
      called: `CREATE INDEX "index ${t}" ON «${t}» («add»(«${t}.n:int|called|small»))`,
      partial: `CREATE INDEX "index ${t}" ON «${t}» («${t}.s») INCLUDE («${t}.id») WHERE «${t}.n» > 3`,
      kind: `CREATE INDEX "index ${t}" ON «${t}» («${t}.k») WHERE «${t}.k:kind|default» = 'b'`,
      hash: `CREATE INDEX "index ${t}" ON «${t}» USING hash («${t}.n») WITH (fillfactor = 50)`,
      gin: `CREATE INDEX "index ${t}" ON «${t}» USING gin («${t}.x:json» jsonb_path_ops)`,
      brin: `CREATE INDEX "index ${t}" ON «${t}» USING brin («${t}.id») WITH (pages_per_range = 8)`,
      field: `CREATE INDEX "index ${t}" ON «${t}» (((«${t}.x:pair»).x))`,
      two: `CREATE UNIQUE INDEX "index ${t}" ON «${t}» («${t}.id», («${t}.n» * 2))`,
      x: `CREATE INDEX "index ${t}" ON «${t}» («${t}.x:-json|point»)`,
      fine: `CREATE INDEX "index ${t}" ON «${t}» («${t}.s:text|varchar|c») WHERE «fine»(«${t}.s»)`,
    }),
  ]
}

/** Constraints, indexes, and what names one of them. */
export const constraints: readonly Piece[] = [
  ...on('t'),
  ...on('u'),
  piece('index target', '', [
    'ALTER INDEX app.«t index:lower|called|field» ALTER COLUMN 1 SET STATISTICS 30',
    'ALTER INDEX app.«t index:two» ALTER COLUMN 2 SET STATISTICS 40',
  ]),
  piece('clustered', '', ['ALTER TABLE «t» CLUSTER ON «t index:plain|two»', 'ALTER TABLE «t» CLUSTER ON «t key»']),
  piece('identified', '', [
    'ALTER TABLE «t» REPLICA IDENTITY FULL',
    'ALTER TABLE «t» REPLICA IDENTITY NOTHING',
    'ALTER TABLE «t» REPLICA IDENTITY USING INDEX «t key:plain|filled|including»',
  ]),
  piece('u to t', '', [
    'ALTER TABLE «u:-unlogged» ADD CONSTRAINT to_t FOREIGN KEY («!t:-unlogged»«u.n:int|called|small|big») REFERENCES «t» («!t key:-deferrable»«t.id»)',
    'ALTER TABLE «u:unlogged» ADD CONSTRAINT to_t FOREIGN KEY («u.n:int|called|small|big») REFERENCES «t» («!t key:-deferrable»«t.id») ON DELETE CASCADE',
    'ALTER TABLE «u:-unlogged» ADD CONSTRAINT to_t FOREIGN KEY («!t:-unlogged»«u.n:int|called|small|big») REFERENCES «t» («!t key:-deferrable»«t.id») MATCH FULL ON DELETE SET NULL DEFERRABLE INITIALLY DEFERRED NOT VALID',
    'ALTER TABLE «u:-unlogged» ADD CONSTRAINT to_t FOREIGN KEY («!t:-unlogged»«u.s:-label|sorted») REFERENCES «t» («!t.s:-label|sorted»«!t unique:one»s)',
    'ALTER TABLE «u:-unlogged» ADD CONSTRAINT to_t FOREIGN KEY («!t:-unlogged»«u.k:kind|default») REFERENCES «t» («!t.k:kind|default»«!t unique:kind»k)',
  ]),
  piece('t to u', '', [
    'ALTER TABLE «t:-unlogged» ADD CONSTRAINT to_u FOREIGN KEY («!u:-unlogged»«t.n:int|called|small|big») REFERENCES «u» («!u key:-deferrable»«u.id») ON UPDATE CASCADE',
    'ALTER TABLE «t» ADD CONSTRAINT to_u FOREIGN KEY («!u:-unlogged»«!t:unlogged»«t.n:int|called|small|big») REFERENCES «u» («!u key:-deferrable»«u.id»)',
  ]),
  piece('t to t', '', [
    'ALTER TABLE «t» ADD CONSTRAINT to_itself FOREIGN KEY («t.n:int|called|small|big») REFERENCES «t» («!t key:-deferrable»«t.id»)',
  ]),
  piece('t statistics', '', [
    'CREATE STATISTICS app.st ON «t.n», «t.s» FROM «t»',
    'CREATE STATISTICS app.st (ndistinct, mcv) ON «t.n», «t.s», «t.id» FROM «t»',
    'CREATE STATISTICS app.st ON («t.n» + 1) FROM «t»',
    'CREATE STATISTICS app.st ON «add»(«t.n:int|called»), «t.id» FROM «t»',
    `CREATE STATISTICS app.st ON («t.s:varchar» IN ('a', 'b')), «t.id» FROM «t»`,
    'CREATE STATISTICS app.st (dependencies) ON «t.k», «t.n» FROM «t»',
  ]),
  piece('t statistics target', '', ['ALTER STATISTICS app.st SET STATISTICS «!t statistics»100']),
]
