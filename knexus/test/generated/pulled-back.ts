import { expect } from 'chai'
import { pullSql } from '../support/pulled.ts'
import { database } from '../support/server.ts'
import { build } from './there-and-back.ts'

/** Pulls a database that is built from the statements which PostgreSQL accepts, and expects its models to build the same again. Throws with those statements and the models. */
export async function pulledBack(statements: readonly string[]): Promise<void> {
  const home = await database()
  try {
    const live = await home.connect()
    await live.query('BEGIN ISOLATION LEVEL REPEATABLE READ')
    const sql = (await build(live, statements, true)).join(';\n')
    await live.query('ROLLBACK')
    const { differences, text } = await pullSql(sql)
    expect(differences, `${sql}\n-- and\n${text}\n-- ${differences.join('\n-- ')}`).to.deep.equal([])
  } finally {
    await home.drop()
  }
}
