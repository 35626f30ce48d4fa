/** What a file allows, with its reason: a rule, everywhere or on these objects alone. */
export interface Allowance {
  readonly rule: string
  readonly objects: readonly string[] | undefined
  readonly reason: string
}

/**
 * What comments of TypeScript or SQL allow: `knexus: allow drop-column, rename-column on public.t.price because REASON`.
 * Without `on` the rules are allowed in the whole file; without a reason nothing is allowed.
 */
export function allowances(source: string): Allowance[] {
  const comments = source.matchAll(/knexus: allow ([\w-]+(?:, [\w-]+)*)(?: on (\S.*?))? because +(\S.*)/g)
  return [...comments].flatMap(([, rules, objects, reason]) =>
    rules!.split(', ').map((rule) => ({ rule, objects: objects?.split(', '), reason: reason!.trim() })),
  )
}

/** Why a file allows what a rule says, in which the objects are that it is about; undefined where it does not. */
export function reasonFor(given: readonly Allowance[], rule: string, said: string): string | undefined {
  return given.find(
    (one) => one.rule === rule && (one.objects === undefined || one.objects.some((object) => speaksOf(said, object))),
  )?.reason
}

/** Whether a text names an object, and not only something in it or something longer. */
function speaksOf(said: string, object: string): boolean {
  const name = object.replaceAll(/[^\w\s]/g, String.raw`\$&`)
  return new RegExp(String.raw`(?<![\w$"]\.?)${name}(?!\.?[\w$"])`).test(said)
}
