import { Ajv, type ErrorObject, type ValidateFunction } from 'ajv'
import formats from 'ajv-formats'
import fp from 'fastify-plugin'

/**
 * Bodies are taken as they are: a number is no text, and a field that nobody declared is refused. What stands in a URL is text, so there numbers are read from it.
 * The format `words` is text that PostgreSQL can keep and a person can see: not blank, no zero byte.
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
    formats.default(ajv, ['uuid', 'date', 'date-time', 'email'])
    ajv.addFormat('words', (text) => text.trim() !== '' && !text.includes('\0'))
    ajv.addFormat('plain', (text) => !text.includes('\0'))
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
