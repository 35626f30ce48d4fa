import { fileURLToPath } from 'node:url'
import { z } from 'zod'
import { loadEnvFile, SettingsError } from '../../db/connection/settings.ts'
import { ENVIRONMENTS, type EnvironmentName } from '../../knexfile.ts'

/** What the service is told from outside. Where the database is, the knexfile resolves from the same variables. */
export interface Config {
  /** The environment of the knexfile. */
  readonly environment: EnvironmentName
  readonly host: string
  readonly port: number
  readonly logLevel: (typeof LOG_LEVELS)[number]
  readonly logFormat: 'pretty' | 'json'
}

/**
 * Reads the settings, from `.env` too when they are those of this process.
 * @throws SettingsError naming each wrong variable, what it must be, and its value unless it may be secret
 */
export function loadConfig(source?: Readonly<Record<string, string | undefined>>): Config {
  if (!source) loadEnvFile(fileURLToPath(new URL('../../.env', import.meta.url)))
  const given = Object.fromEntries(Object.entries(source ?? process.env).filter(([, value]) => value !== ''))
  const read = SETTINGS.safeParse(given)
  if (!read.success) throw new SettingsError(read.error.issues.map((issue) => sentence(issue, given)).join('\n'))
  const { NODE_ENV, APP_HOST, APP_PORT, LOG_LEVEL, LOG_FORMAT } = read.data
  return {
    environment: NODE_ENV,
    host: APP_HOST,
    port: APP_PORT,
    logLevel: LOG_LEVEL,
    logFormat: LOG_FORMAT ?? (process.stdout.isTTY ? 'pretty' : 'json'),
  }
}

const LOG_LEVELS = ['fatal', 'error', 'warn', 'info', 'debug', 'trace', 'silent'] as const

const port = (fallback: number) =>
  z
    .string()
    .regex(/^\d{1,5}$/)
    .transform(Number)
    .refine((value) => value >= 1 && value <= 65_535)
    .default(fallback)
    .describe('a port number from 1 to 65535')

const SETTINGS = z.object({
  NODE_ENV: z
    .enum(ENVIRONMENTS)
    .default('development')
    .describe(`one of ${ENVIRONMENTS.join(', ')}`),
  APP_HOST: z.string().default('127.0.0.1').describe('an address to listen on'),
  APP_PORT: port(8000),
  LOG_LEVEL: z
    .enum(LOG_LEVELS)
    .default('info')
    .describe(`one of ${LOG_LEVELS.join(', ')}`),
  LOG_FORMAT: z.enum(['pretty', 'json']).optional().describe('pretty or json'),
  DB_HOST: z.string().optional(),
  DB_PORT: port(5432),
  DB_NAME: z.string().max(63).optional().describe('a database name of at most 63 bytes'),
  DB_USER: z.string().max(63).optional().describe('a role name of at most 63 bytes'),
  DB_PASSWORD: z.string().optional(),
  DATABASE_URL: z
    .string()
    .regex(/^postgres(ql)?:\/\//)
    .optional()
    .describe('a URL that begins with postgres://'),
})

const SECRET = new Set(['DB_PASSWORD', 'DATABASE_URL'])

function sentence(issue: z.core.$ZodIssue, given: Readonly<Record<string, string | undefined>>): string {
  const [variable = ''] = issue.path.map(String)
  const wanted = Object.entries(SETTINGS.shape).find(([key]) => key === variable)?.[1].description ?? 'another value'
  const is = SECRET.has(variable) ? '' : `, and is "${given[variable] ?? ''}"`
  return `${variable} must be ${wanted}${is}. Correct it in .env or in the environment.`
}
