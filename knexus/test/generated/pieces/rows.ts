import { piece, type Piece } from './piece.ts'

/** What acts on rows: triggers, policies and rules. */
export const rows: readonly Piece[] = [
  piece('t trigger', 'stamp', [
    'CREATE TRIGGER stamp BEFORE INSERT ON «t» FOR EACH ROW EXECUTE FUNCTION «touch»()',
    'CREATE TRIGGER stamp BEFORE UPDATE OF «t.n» ON «t» FOR EACH ROW WHEN (OLD.n IS DISTINCT FROM NEW.n) EXECUTE FUNCTION «touch»()',
    `CREATE TRIGGER stamp AFTER DELETE OR TRUNCATE ON «t» EXECUTE FUNCTION «touch»('a', '?')`,
    'CREATE TRIGGER stamp BEFORE INSERT OR UPDATE ON «t» FOR EACH ROW WHEN («add»(NEW.«t.n:int|called|small») > 1) EXECUTE FUNCTION «touch»()',
    'CREATE TRIGGER stamp AFTER INSERT ON «t» REFERENCING NEW TABLE AS fresh FOR EACH STATEMENT EXECUTE FUNCTION «touch»()',
    `CREATE TRIGGER stamp BEFORE UPDATE OF «t.k:kind|default» ON «t» FOR EACH ROW WHEN (NEW.k = 'b') EXECUTE FUNCTION «touch»()`,
  ]),
  piece('t constraint trigger', 'late', [
    'CREATE CONSTRAINT TRIGGER late AFTER INSERT ON «t» DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION «touch»()',
    'CREATE CONSTRAINT TRIGGER late AFTER UPDATE ON «t» FROM «u» FOR EACH ROW WHEN (NEW.«t.id» > 3) EXECUTE FUNCTION «touch»()',
  ]),
  piece('t trigger state', '', [
    'ALTER TABLE «t» DISABLE TRIGGER «t trigger»',
    'ALTER TABLE «t» ENABLE ALWAYS TRIGGER «t trigger»',
    'ALTER TABLE «t» ENABLE REPLICA TRIGGER «t constraint trigger»',
  ]),
  piece('p trigger', 'spread', [
    'CREATE TRIGGER spread AFTER INSERT ON «p» FOR EACH ROW EXECUTE FUNCTION «touch»()',
    'CREATE TRIGGER spread BEFORE UPDATE OF v ON «p» FOR EACH ROW WHEN (NEW.k > 1) EXECUTE FUNCTION «touch»()',
    'CREATE TRIGGER spread AFTER UPDATE ON «p» REFERENCING OLD TABLE AS gone FOR EACH STATEMENT EXECUTE FUNCTION «touch»()',
  ]),
  piece('p trigger state', '', [
    'ALTER TABLE «p1:-alone» DISABLE TRIGGER «!p trigger:0|1»«p trigger»',
    'ALTER TABLE «p» DISABLE TRIGGER «p trigger»',
  ]),
  piece('t security', '', [
    'ALTER TABLE «t» ENABLE ROW LEVEL SECURITY',
    'ALTER TABLE «t» ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY',
  ]),
  piece('t policy', 'own', [
    'CREATE POLICY own ON «t» USING («t.n» > 1)',
    'CREATE POLICY own ON «t» FOR UPDATE TO reader, writer USING («t.n» > 1) WITH CHECK («t.id» < 9)',
    'CREATE POLICY own ON «t» AS RESTRICTIVE FOR SELECT TO "Odd role" USING («fine»(«t.s:text|varchar|c»))',
    'CREATE POLICY own ON «t» USING (EXISTS (SELECT FROM «u» WHERE «u».«u.id» = «t».«t.id»))',
    `CREATE POLICY own ON «t» FOR INSERT WITH CHECK («t.k:kind|default» = 'b')`,
  ]),
  piece('u rule', 'logged', [
    'CREATE RULE logged AS ON DELETE TO «u» DO ALSO NOTHING',
    'CREATE RULE logged AS ON UPDATE TO «u» WHERE OLD.«u.n» > 1 DO ALSO DELETE FROM «t» WHERE «t.id» = OLD.n::int',
    'CREATE RULE logged AS ON INSERT TO «u» DO INSTEAD SELECT NEW.«u.id»; ALTER TABLE «u» DISABLE RULE logged',
  ]),
]
