import type { Case, Group } from './case.ts'

/** Names that break whoever pastes, binds, templates or counts characters instead of bytes. */
const NAMES = [
  "it's",
  'quo"te',
  '?',
  '??',
  '$1',
  '`tick`',
  '${x}',
  '$$',
  'semi;colon',
  '-- dash',
  'back\\slash',
  'new\nline',
  ' space ',
  'dot.ted',
  'ünï✓😀',
  'a'.repeat(63),
  'é'.repeat(31),
  'SELECT',
  ':named',
  '%s',
  '(,)',
  '{}',
  '=',
]

const quoted = (name: string) => `"${name.replaceAll('"', '""')}"`
const literal = (value: string) => `'${value.replaceAll("'", "''")}'`

/** Every place where a name can stand. */
function everywhere(name: string): Case {
  const n = quoted(name)
  const to = `CREATE SCHEMA ${n};
    CREATE TYPE ${n}.${n} AS ENUM (${literal(name)}, 'other');
    CREATE TABLE ${n}.t (${n} int PRIMARY KEY, e ${n}.${n} NOT NULL DEFAULT ${literal(name)}, s text DEFAULT ${literal(name)}, CONSTRAINT ${n} CHECK (${n} > 0 AND s <> ${literal(name)}));
    CREATE TABLE ${n}.u (${n} int, CONSTRAINT ${n} FOREIGN KEY (${n}) REFERENCES ${n}.t);
    CREATE INDEX ${n} ON ${n}.u (${n}) WHERE ${n} > 1;
    CREATE SEQUENCE ${n}.s OWNED BY ${n}.t.${n};
    CREATE VIEW ${n}.v AS SELECT ${n} FROM ${n}.t;
    CREATE FUNCTION ${n}.${n}(${n} int DEFAULT 1) RETURNS int LANGUAGE sql AS $f$ SELECT 1 -- ${name.replaceAll('\n', ' ')}
    $f$;
    CREATE FUNCTION ${n}.g() RETURNS trigger LANGUAGE plpgsql AS $f$ BEGIN RETURN NEW; END $f$;
    CREATE TRIGGER ${n} BEFORE UPDATE OF ${n} ON ${n}.t FOR EACH ROW EXECUTE FUNCTION ${n}.g(${literal(name)});
    CREATE POLICY ${n} ON ${n}.t USING (s = ${literal(name)});
    COMMENT ON TABLE ${n}.t IS ${literal(name)};
    COMMENT ON COLUMN ${n}.t.${n} IS ${literal(name)};
    COMMENT ON CONSTRAINT ${n} ON ${n}.t IS ${literal(name)};
    COMMENT ON FUNCTION ${n}.${n}(int) IS ${literal(name)};
    GRANT SELECT (${n}) ON ${n}.t TO "Odd role"`
  return {
    name: JSON.stringify(name.length > 30 ? `${name.slice(0, 3)}… of ${Buffer.byteLength(name)} bytes` : name),
    from: '',
    to,
  }
}

export const hostile: Group = {
  name: 'hostile names',
  cases: NAMES.map(everywhere),
}
