// @pgkit/migra: a database against itself.
import { createClient } from '@pgkit/client'
import { Migration } from '@pgkit/migra'

const [url] = process.argv.slice(2)
const migration = await Migration.create(createClient(url), createClient(url), {})
migration.set_safety(false)
migration.add_all_changes()
console.log(JSON.stringify({ changes: migration.sql.trim() === '' ? 0 : migration.sql.split(';\n').length }))
process.exit(0)
