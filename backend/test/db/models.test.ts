import { database, serverFacts } from '../../../knexus/test/support/server.ts'
import { describeModels } from './models.ts'

describeModels('a real PostgreSQL', async () => {
  const { major, extensions } = serverFacts()
  const made = await database()
  return { major, vectors: extensions.includes('vector'), connection: made.url, close: () => made.drop() }
})
