import { createHash, randomBytes } from 'node:crypto'

/** A new token: 256 random bits, with a prefix that scanners of leaked secrets can look for. */
export function newToken(): string {
  return `cnx_${randomBytes(32).toString('base64url')}`
}

/** What is kept of a token. It is random and long, so a plain hash cannot be guessed back. */
export function hashOf(token: string): string {
  return createHash('sha256').update(token).digest('hex')
}

/** The token of the example data. Everybody can read it here, so the service refuses it in production. */
export const DEVELOPMENT_TOKEN = 'cnx_development'
