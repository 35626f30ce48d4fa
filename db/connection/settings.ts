import { existsSync, readFileSync } from 'node:fs'
import dotenv from 'dotenv'

/**
 * A value that a person gave and that cannot be used. It is about their input, so it carries no stack to print; values
 * that may be secret are never in it.
 */
export class SettingsError extends Error {
  override readonly name = 'SettingsError'

  constructor(message: string) {
    super(message)
    this.stack = message
  }
}

/** Puts the values of a `.env` file into `process.env`, under those that are already there. A missing file is fine. */
export function loadEnvFile(file: string): void {
  if (!existsSync(file)) return
  for (const [key, value] of Object.entries(parseEnv(readFileSync(file, 'utf8')))) process.env[key] ??= value
}

/**
 * The values of a `.env` file, read as Docker Compose reads them: `#` begins a comment only after a blank,
 * so an unquoted password may contain it. (dotenv alone would cut the value there, in silence.)
 */
export function parseEnv(text: string): Record<string, string> {
  const unquoted = /^(\s*(?:export\s+)?[\w.-]+\s*=[ \t]*)([^\s'"`#][^\r\n]*)$/gm
  return dotenv.parse(
    text.replace(unquoted, (_line, key: string, rest: string) => {
      const value = rest.replace(/\s+#.*$/, '').trimEnd()
      const quote = ["'", '`', '"'].find((mark) => !value.includes(mark))
      return value.includes('#') && quote ? key + quote + value + quote : key + value
    }),
  )
}

/**
 * A secret: the variable itself, or the content of the file that `VARIABLE_FILE` names, as Docker mounts secrets.
 * @throws SettingsError when the file cannot be read
 */
export function secret(variable: string): string | undefined {
  const file = process.env[`${variable}_FILE`]
  if (process.env[variable] || !file) return process.env[variable]
  try {
    return readFileSync(file, 'utf8').trimEnd()
  } catch {
    throw new SettingsError(`${variable}_FILE names a file that cannot be read: ${file}.`)
  }
}

/** One variable as a TCP port. */
export function port(variable: string, fallback: number): number {
  const value = process.env[variable] || String(fallback)
  if (!/^\d{1,5}$/.test(value) || Number(value) < 1 || Number(value) > 65_535) {
    throw new SettingsError(
      `${variable} must be a port number from 1 to 65535, and is "${value}". Correct it in .env or in the environment.`,
    )
  }
  return Number(value)
}
