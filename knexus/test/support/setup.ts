import type { RootHookObject } from 'mocha'
import { MAJORS, isMajor, startPostgres, type Major, type Server } from './postgres.ts'
import { dropAll, execute, findServerFacts } from './server.ts'
import { roles } from './roles.ts'

let server: Server | undefined

/** Before any test file: one server for all workers, whose URL they find in TEST_DATABASE_URL. A URL given from outside is used as it is. */
export async function mochaGlobalSetup(): Promise<void> {
  if (!process.env.TEST_DATABASE_URL) {
    server = await startPostgres(requestedMajor())
    process.env.TEST_DATABASE_URL = server.url
  }
  await execute({ url: process.env.TEST_DATABASE_URL }, roles)
  await findServerFacts()
}

export async function mochaGlobalTeardown(): Promise<void> {
  await server?.stop()
}

export const mochaHooks: RootHookObject = {
  afterAll: dropAll,
}

/** The major named in TEST_POSTGRES, 15 unless it is set. */
function requestedMajor(): Major {
  const wanted = Number(process.env.TEST_POSTGRES ?? 15)
  if (!isMajor(wanted)) throw new Error(`TEST_POSTGRES must be one of ${Object.keys(MAJORS).join(', ')}`)
  return wanted
}
