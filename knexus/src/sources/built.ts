import { KnexusError } from '../base/errors.ts'
import type { Address } from '../base/kind.ts'
import { Unlike, type Built, type Precedent } from '../build/differing.ts'
import { fingerprint } from '../cache.ts'
import { ask, catalogQuery, interpret, withNeeds, type Scope } from '../introspect/index.ts'
import { sourcesName } from '../modules/package.ts'
import type { Schema } from '../schema.ts'
import type { Shadow, ShadowDatabase } from '../shadow/index.ts'
import { recall, recallPrecedent, remember, rememberPrecedent } from './memory.ts'
import type { BuiltSource } from './source.ts'

/** What was made in a database: the schema where that was read on the way, and what was declared, of models. */
export interface Made {
  readonly built?: Built | undefined
  readonly said?: ReadonlyMap<Address, string>
}

/** Makes what a source describes in a database that is empty or in one of the states. */
type Make = (db: ShadowDatabase, how: HowToMake) => Promise<Made>

/** What may be known already, so that less is to be built. */
export interface Spare {
  readonly near?: (() => Promise<Schema>) | undefined
  readonly precedent?: () => Promise<Precedent | undefined>
}

interface HowToMake {
  readonly scope: Scope
  readonly spare: Spare
  /** What the database may begin with, what it is to be at the end first. */
  readonly states: readonly string[]
  /** Under which name it is kept what was declared. */
  readonly declared?: string | undefined
  /** Whether the files say what they said when the name was given: somebody may edit them while they are loaded. */
  readonly isStill: () => Promise<boolean>
}

interface HowItIsMade {
  readonly states?: (shadow: Shadow) => Promise<readonly string[]>
  /** A name for what is declared again and again, each time a little otherwise. */
  readonly spares?: string
}

/**
 * A schema built on the shadow, kept under a name for all that it was made from: content, server version, scope and
 * what is read.
 */
export function builtSource(
  label: string,
  content: () => Promise<readonly string[]>,
  make: Make,
  { states = async () => [], spares }: HowItIsMade = {},
): BuiltSource {
  const managed = (shadow: Shadow, scope: Scope) => [
    JSON.stringify([
      shadow.description.split(',')[0],
      shadow.reading,
      { ...scope, dependencies: undefined, inventory: undefined },
    ]),
    catalogQuery(shadow.version),
  ]
  const nameOf = async (shadow: Shadow, scope: Scope) =>
    `schema-${fingerprint(...managed(shadow, scope), ...(await content()))}`
  return {
    label,
    nameOf,
    async schema(open, scope, { near, fresh = false } = {}) {
      const shadow = await open()
      const key = await nameOf(shadow, scope)
      const dependencies = scope.dependencies !== false
      const kept = fresh ? undefined : await recall(key, dependencies)
      if (kept) return kept
      const name = `${key} ${dependencies} ${fresh}`
      const declared = spares && `declared-${fingerprint(...managed(shadow, scope), await sourcesName(), spares)}`
      const spare =
        declared === undefined || fresh
          ? {}
          : { near: dependencies ? undefined : near, precedent: () => recallPrecedent(declared) }
      const started =
        underWay.get(name) ??
        (fresh ? Promise.resolve([]) : states(shadow))
          .then((list) => {
            const isStill = async () => key === (await nameOf(shadow, scope))
            return buildAndRemember(key, shadow, make, { scope, spare, states: list, declared, isStill })
          })
          .finally(() => underWay.delete(name))
      underWay.set(name, started)
      const { schema, needs } = await started
      return dependencies ? withNeeds(schema, needs) : schema
    },
  }
}

/** What is being built, by name: two sources with the same content are built once. */
const underWay = new Map<string, Promise<Built>>()

/** Keeps what was built, and as what the next one differs from, where it is known what needs what. */
async function rememberMade(key: string, built: Built, { said }: Made, declared: string | undefined): Promise<void> {
  await remember(key, built)
  if (said && built.needs && declared !== undefined) await rememberPrecedent(declared, key, said)
}

/**
 * What cannot be built by what is known is built from nothing, which also tells what is wrong with it. The database
 * goes while what was read of it is looked into.
 */
async function buildAndRemember(key: string, shadow: Shadow, make: Make, how: HowToMake): Promise<Built> {
  const db = await shadow.database(how.states)
  const scope = { ...how.scope, inventory: false }
  let closed: Promise<void> | undefined
  const close = (keepAs?: string) => (closed ??= db.close(keepAs))
  try {
    const begun = performance.now()
    const made = await make(db, { ...how, scope })
    const took = performance.now() - begun
    // What is declared again, a little otherwise, is built by difference only where it is known what needs what.
    const whole = how.declared === undefined ? scope : { ...scope, dependencies: true }
    const answer = made.built ? undefined : await ask(db, whole)
    const isStill = await how.isStill()
    const isNew = isStill && how.states[0] !== db.state && (await db.keepable?.(took)) === true
    await close(isNew ? how.states[0] : undefined)
    const built = answer ? interpret(answer, whole) : made.built!
    if (isStill) await rememberMade(key, built, made, how.declared)
    return built
  } catch (error) {
    const isOwn = error instanceof KnexusError || error instanceof Unlike
    if (!isOwn || Object.keys(how.spare).length === 0) throw error
  } finally {
    await close()
  }
  return buildAndRemember(key, shadow, make, { ...how, spare: {} })
}
