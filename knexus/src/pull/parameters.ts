/** Storage parameters, numbers and booleans as such. */
export function withOf(parameters: Readonly<Record<string, string>>): {
  readonly with?: Readonly<Record<string, string | number | boolean>>
} {
  return Object.keys(parameters).length === 0 ? {} : { with: parametersOf(parameters) }
}

/** Options of PostgreSQL as a person writes them: what reads as a number or a truth value becomes one. */
export function parametersOf(
  parameters: Readonly<Record<string, string>>,
): Readonly<Record<string, string | number | boolean>> {
  return Object.fromEntries(
    Object.entries(parameters).map(([key, value]) => {
      if (value === 'true' || value === 'false') return [key, value === 'true']
      return [key, String(Number(value)) === value ? Number(value) : value]
    }),
  )
}
