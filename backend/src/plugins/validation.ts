import { Ajv, type ErrorObject, type ValidateFunction } from 'ajv'
import formats from 'ajv-formats'
import fp from 'fastify-plugin'
import { ID } from '../domain/ids.ts'

/**
 * Bodies are taken as they are: a number is not a string, and a field that nobody declared is refused. What stands in a
 * URL is text, so there numbers are read from it.
 * The format `words` is text that PostgreSQL can keep and a person can see: not blank, no zero byte, no half of a
 * character.
 * The keyword `storable` asks of free JSON that it comes back as it went in: JSON.parse reads 1e400 as Infinity, which
 * is then written as null, and what is nested thousands deep neither JavaScript nor PostgreSQL can write.
 */
export const validation = fp(async (app) => {
  const compiler = (coerceTypes: boolean) => {
    const ajv = new Ajv({
      coerceTypes,
      useDefaults: true,
      removeAdditional: false,
      allowUnionTypes: true,
      strict: true,
    })
    formats.default(ajv, ['date', 'date-time', 'email'])
    ajv.addFormat('uuid', ID)
    ajv.addFormat('words', (text) => text.trim() !== '' && isStorable(text))
    ajv.addFormat('plain', (text) => isStorable(text))
    ajv.addKeyword({ keyword: 'storable', errors: false, validate: (_: true, value: unknown) => isStorable(value) })
    return ajv
  }
  const strict = compiler(false)
  const lenient = compiler(true)
  app.setValidatorCompiler(({ schema, httpPart }) =>
    httpPart === 'body' ? strict.compile(schema) : finite(lenient.compile(schema)),
  )
})

/** Ajv reads `Infinity`, or four hundred digits, as a number, and then asks for no minimum and no maximum. */
function finite(validate: ValidateFunction) {
  const checked = (data: unknown): boolean => {
    checked.errors = null
    if (!validate(data)) checked.errors = validate.errors ?? []
    else
      for (const [key, value] of Object.entries(data ?? {}))
        if (typeof value === 'number' && !Number.isFinite(value))
          checked.errors = [
            { instancePath: `/${key}`, schemaPath: '', keyword: 'type', params: {}, message: 'is too large' },
          ]
    return checked.errors === null
  }
  checked.errors = null as ErrorObject[] | null
  return checked
}

/** How deep free JSON may be nested. */
const DEEPEST = 64

/** Whether PostgreSQL can keep it, and gives it back the same. */
function isStorable(value: unknown, depth = 0): boolean {
  if (typeof value === 'string') return !value.includes('\0') && value.isWellFormed()
  if (typeof value === 'number') return Number.isFinite(value)
  if (typeof value !== 'object' || value === null) return true
  return (
    depth < DEEPEST && Object.entries(value).every(([key, inner]) => isStorable(key) && isStorable(inner, depth + 1))
  )
}
