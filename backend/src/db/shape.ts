/** `created_at` becomes `createdAt`. */
export type Camel<S extends string> = S extends `${infer Head}_${infer Tail}` ? `${Head}${Capitalize<Camel<Tail>>}` : S

/** A row with the names that the API uses. */
export type Shown<T> = { [K in keyof T as K extends string ? Camel<K> : K]: T[K] }

/**
 * A row with the names that the API uses: `created_at` becomes `createdAt`. What a route does not declare is not sent.
 */
export function shown<T extends object>(row: T): Shown<T>
export function shown(row: object): object {
  return Object.fromEntries(Object.entries(row).map(([key, value]) => [camel(key), value]))
}

/**
 * The labels of an array of an enum, which the driver gives as PostgreSQL writes it: `{design,safety}`. Labels of words
 * alone are never quoted.
 */
export function labelsOf(list: string): string[] {
  return list.slice(1, -1).split(',').filter(Boolean)
}

/** `created_at` becomes `createdAt`. */
export function camel(name: string): string {
  return name.replaceAll(/_([a-z])/g, (_, letter: string) => letter.toUpperCase())
}
