import { defineWording, same } from './shared/wording.ts'
import type { Sql } from '../base/expression.ts'
import { named } from './shared/names.ts'
import { settingName, settingValue } from './shared/settings.ts'
import { recreatable } from './shared/expressions.ts'
import { defineKind, type Statement } from '../base/kind.ts'
import { mentions } from './shared/mentions.ts'
import { renaming } from './shared/rename.ts'
import { clause, dollarQuote, quoteIdent, optionsOf, qualifiedName, quoteLiteral, userNamespace } from '../base/sql.ts'

/** A function or a procedure. Source: `pg_proc`. */
export interface Routine {
  readonly kind: 'function'
  readonly type: 'function' | 'procedure'
  readonly schema: string
  readonly name: string
  /** The types of its input arguments, as COMMENT ON takes them: `integer, text`. With the name they make the address. */
  readonly signature: string
  /** The list between the parentheses, with names, modes and defaults: `a integer, b text DEFAULT 'x'::text`. */
  readonly arguments: string
  /** `integer`, `SETOF public.users`, `TABLE(a integer)`, `trigger`; null for a procedure. */
  readonly returns: string | null
  readonly language: string
  /** The text between the dollars; the symbol's name for C; null where `sqlBody` is given. */
  readonly body: string | null
  /** A body that PostgreSQL has parsed: `RETURN a + b`, `BEGIN ATOMIC … END`. */
  readonly sqlBody: string | null
  /** The shared library of a C function. */
  readonly library: string | null
  readonly window: boolean
  readonly volatility: 'volatile' | 'stable' | 'immutable'
  /** STRICT: null if any argument is null, without a call. */
  readonly strict: boolean
  readonly securityDefiner: boolean
  readonly leakproof: boolean
  readonly parallel: 'unsafe' | 'restricted' | 'safe'
  /** In units of `cpu_operator_cost`; null for the language's own: 1 for C, 100 for the others. */
  readonly cost: number | null
  /** The estimated number of rows of a set; null for 1000. */
  readonly rows: number | null
  /** The planner support function: `public.f_support`. */
  readonly support: string | null
  /** Settings that apply while it runs (SET): `{ search_path: 'public, pg_temp' }`. */
  readonly settings: Readonly<Record<string, string>>
  /** The types whose transforms it uses: `TRANSFORM FOR TYPE hstore`. */
  readonly transforms: readonly string[]
  /** The arguments without their defaults; null when declared. Not compared: `arguments` says it. */
  readonly parameters: string | null
  /** How many arguments have a default; null when declared. Not compared: `arguments` says it. */
  readonly defaults: number | null
}

/** How a model says a function, but for its arguments, its result and its language. */
export interface FunctionWords {
  /** What stands between the dollars. */
  readonly body?: string | Sql
  /** Instead of `body`, one that PostgreSQL parses: `RETURN a + b`, `BEGIN ATOMIC … END`. */
  readonly sqlBody?: string | Sql
  readonly volatility?: 'volatile' | 'stable' | 'immutable'
  readonly strict?: boolean
  readonly securityDefiner?: boolean
  readonly leakproof?: boolean
  readonly parallel?: 'unsafe' | 'restricted' | 'safe'
  readonly window?: boolean
  readonly cost?: number
  readonly rows?: number
  /** Settings that apply while it runs (SET): `{ search_path: 'public, pg_temp' }`. */
  readonly settings?: Readonly<Record<string, string>>
}

export const functionWording = defineWording<Routine, FunctionWords>()({
  blank: {
    volatility: 'volatile',
    strict: false,
    securityDefiner: false,
    leakproof: false,
    parallel: 'unsafe',
    window: false,
    cost: null,
    rows: null,
    settings: {},
    body: null,
    sqlBody: null,
  },
  options: {
    ...same('volatility', 'strict', 'securityDefiner', 'leakproof', 'parallel', 'window', 'cost', 'rows', 'settings'),
    body: ['body', 'text'],
    sqlBody: ['sqlBody', 'expression'],
  },
})

export const functionKind = defineKind<Routine, 'type' | 'schema' | 'name' | 'signature', 'parameters' | 'defaults'>({
  kind: 'function',
  facts: {
    parameters: '`arguments` tells it',
    defaults: '`arguments` tells it',
  },
  class: 'pg_proc',

  catalog: () => `
    SELECT p.oid, CASE p.prokind WHEN 'p' THEN 'procedure' ELSE 'function' END AS type, n.nspname AS schema, p.proname AS name,
           oidvectortypes(p.proargtypes) AS signature, pg_get_function_arguments(p.oid) AS arguments,
             pg_get_function_result(p.oid) AS returns,
           l.lanname AS language, CASE WHEN p.prosqlbody IS NULL THEN p.prosrc END AS body,
             pg_get_function_sqlbody(p.oid) AS "sqlBody", p.probin AS library,
           p.prokind = 'w' AS window, CASE p.provolatile WHEN 'i' THEN 'immutable' WHEN 's' THEN 'stable'
             ELSE 'volatile' END AS volatility,
           p.proisstrict AS strict, p.prosecdef AS "securityDefiner", p.proleakproof AS leakproof,
           CASE p.proparallel WHEN 's' THEN 'safe' WHEN 'r' THEN 'restricted' ELSE 'unsafe' END AS parallel,
           NULLIF(p.procost, CASE WHEN l.lanname IN ('c', 'internal') THEN 1 ELSE 100 END) AS cost,
           NULLIF(p.prorows, CASE WHEN p.proretset THEN 1000 ELSE 0 END) AS rows,
           NULLIF(p.prosupport::regproc::text, '-') AS support, ${optionsOf('p.proconfig')} AS settings,
           ARRAY(SELECT format_type(t, NULL) FROM unnest(p.protrftypes) t ORDER BY 1) AS transforms,
           pg_get_function_identity_arguments(p.oid) AS parameters, p.pronargdefaults AS defaults
    FROM pg_proc p
    JOIN pg_namespace n ON n.oid = p.pronamespace
    JOIN pg_language l ON l.oid = p.prolang
    WHERE p.prokind <> 'a' AND ${userNamespace('n')}
      AND NOT EXISTS (SELECT FROM pg_depend d WHERE d.classid = 'pg_proc'::regclass AND d.objid = p.oid AND d.deptype = 'i')
    ORDER BY n.nspname, p.proname, signature`,

  address: (routine) => `${routine.type.toUpperCase()} ${called(routine)}`,
  relations: (routine) => [named('routine', called(routine)), ...mentions(routine)],

  create: (routine) => [define(routine, 'CREATE')],
  drop: (routine) => [{ sql: `DROP ${routine.type.toUpperCase()} ${called(routine)}` }],
  rename: (after, before) => renaming(before.type.toUpperCase(), before, after, `(${before.signature})`),

  alter: {
    arguments: replaceFor('arguments'),
    returns: 'recreate',
    window: 'recreate',
    language: replaceFor('language'),
    body: replaceFor('body'),
    sqlBody: replaceFor('sqlBody'),
    library: replaceFor('library'),
    transforms: replaceFor('transforms'),
    volatility: option((after) => after.volatility.toUpperCase()),
    strict: option((after) => (after.strict ? 'STRICT' : 'CALLED ON NULL INPUT')),
    securityDefiner: option((after) => `SECURITY ${after.securityDefiner ? 'DEFINER' : 'INVOKER'}`),
    leakproof: option((after) => (after.leakproof ? 'LEAKPROOF' : 'NOT LEAKPROOF')),
    parallel: option((after) => `PARALLEL ${after.parallel.toUpperCase()}`),
    cost: option((after) => `COST ${after.cost ?? ownCost(after)}`),
    rows: option((after) => `ROWS ${after.rows ?? 1000}`),
    support: (after, before) =>
      after.support === null ? 'recreate' : option(() => `SUPPORT ${after.support}`)(after, before),
    settings: (after, before) => (replaced(after, before) === undefined ? setting(after, before) : []),
  },

  blocksAlterOf: (routine) => (routine.sqlBody === null ? undefined : 'always'),
})

/** A body may speak of what is made after it. */
function define(routine: Routine, verb: 'CREATE' | 'CREATE OR REPLACE'): Statement {
  return { sql: definition(routine, verb), setting: 'check_function_bodies = off' }
}

function definition(routine: Routine, verb: 'CREATE' | 'CREATE OR REPLACE'): string {
  return [
    `${verb} ${routine.type.toUpperCase()} ${qualifiedName(routine.schema, routine.name)}(${recreatable(routine.arguments)})`,
    routine.returns !== null && `RETURNS ${routine.returns}`,
    clause(
      `LANGUAGE ${quoteIdent(routine.language)}`,
      routine.transforms.length > 0 && `TRANSFORM ${routine.transforms.map((type) => `FOR TYPE ${type}`).join(', ')}`,
      routine.window && 'WINDOW',
      routine.volatility !== 'volatile' && routine.volatility.toUpperCase(),
      routine.strict && 'STRICT',
      routine.securityDefiner && 'SECURITY DEFINER',
      routine.leakproof && 'LEAKPROOF',
      routine.parallel !== 'unsafe' && `PARALLEL ${routine.parallel.toUpperCase()}`,
      routine.cost !== null && `COST ${routine.cost}`,
      routine.rows !== null && `ROWS ${routine.rows}`,
      routine.support !== null && `SUPPORT ${routine.support}`,
    ),
    ...Object.entries(routine.settings).map(([key, value]) => `SET ${settingName(key)} TO ${settingValue(key, value)}`),
    routine.sqlBody !== null
      ? recreatable(routine.sqlBody)
      : `AS ${routine.library === null ? '' : `${quoteLiteral(routine.library)}, `}${literal(routine)}`,
  ]
    .filter(Boolean)
    .join('\n')
}

/** A symbol is quoted as a text, source code between dollars. */
function literal({ language, body }: Routine): string {
  return language === 'c' || language === 'internal' ? quoteLiteral(body ?? '') : dollarQuote(body ?? '')
}

function called(routine: Routine): string {
  return `${qualifiedName(routine.schema, routine.name)}(${routine.signature})`
}

function alter(routine: Routine, action: string): Statement[] {
  return [{ sql: `ALTER ${routine.type.toUpperCase()} ${called(routine)} ${action}` }]
}

const REPLACED = ['arguments', 'language', 'body', 'sqlBody', 'library', 'transforms'] as const

/** The first attribute for which CREATE OR REPLACE runs; that one statement carries all the others and every option. */
function replaced(after: Routine, before: Routine) {
  return REPLACED.find((key) => JSON.stringify(after[key]) !== JSON.stringify(before[key]))
}

function replaceFor(attribute: (typeof REPLACED)[number]) {
  return (after: Routine, before: Routine): Statement[] | 'recreate' => {
    if (attribute === 'arguments' && !isReplaceable(after, before)) return 'recreate'
    return replaced(after, before) === attribute ? [define(after, 'CREATE OR REPLACE')] : []
  }
}

function option(action: (after: Routine) => string) {
  return (after: Routine, before: Routine) => (replaced(after, before) === undefined ? alter(after, action(after)) : [])
}

function setting(after: Routine, before: Routine): Statement[] {
  const gone = Object.keys(before.settings).filter((key) => !(key in after.settings))
  const changed = Object.entries(after.settings).filter(([key, value]) => before.settings[key] !== value)
  return [
    ...gone.flatMap((key) => alter(after, `RESET ${settingName(key)}`)),
    ...changed.flatMap(([key, value]) => alter(after, `SET ${settingName(key)} TO ${settingValue(key, value)}`)),
  ]
}

/**
 * PostgreSQL replaces a function only while names, OUT arguments and defaults that callers may use stay; a name may be
 * given to what had none.
 */
function isReplaceable(after: Routine, before: Routine): boolean {
  if (after.parameters === null || before.parameters === null || after.defaults === null || before.defaults === null)
    return false
  if (after.defaults < before.defaults) return false
  const isNamed = before.parameters !== before.signature
  return after.parameters === before.parameters || (!isNamed && !/\brecord$/.test(before.returns ?? ''))
}

function ownCost(routine: Routine): number {
  return routine.language === 'c' || routine.language === 'internal' ? 1 : 100
}
