// TypeORM: entities of the same tables against the database.
import 'reflect-metadata'
import { DataSource, EntitySchema } from 'typeorm'

const [url, size] = process.argv.slice(2)
const count = Number(size)
const entities = Array.from(
  { length: count },
  (_, n) =>
    new EntitySchema({
      name: `t${n}`,
      tableName: `t${n}`,
      columns: {
        id: { type: 'bigint', primary: true, primaryKeyConstraintName: `t${n}_pkey` },
        code: { type: 'varchar', length: 40 },
        title: { type: 'text', nullable: true },
        state: { type: 'enum', enum: ['open', 'closed'], enumName: `e${n}`, default: 'open' },
        amount: { type: 'numeric', precision: 12, scale: 2, default: 0 },
        parent_id: { type: 'bigint', nullable: true },
        other_id: { type: 'bigint', nullable: true },
        data: { type: 'jsonb', default: {} },
        active: { type: 'boolean', default: true },
        created_at: { type: 'timestamptz', default: () => 'now()' },
      },
      indices: [
        { name: `t${n}_code`, columns: ['code'], unique: true },
        { name: `t${n}_created`, columns: ['created_at'], where: 'active' },
      ],
      checks: [{ name: `t${n}_amount_check`, expression: 'amount >= 0' }],
      foreignKeys: [
        {
          name: `t${n}_parent_fk`,
          target: `t${Math.floor(n / 2)}`,
          columnNames: ['parent_id'],
          referencedColumnNames: ['id'],
          onDelete: 'CASCADE',
        },
        {
          name: `t${n}_other_fk`,
          target: `t${(n * 7 + 1) % count}`,
          columnNames: ['other_id'],
          referencedColumnNames: ['id'],
        },
      ],
    }),
)
const source = await new DataSource({ type: 'postgres', url, entities }).initialize()
const { upQueries } = await source.driver.createSchemaBuilder().log()
await source.destroy()
console.log(JSON.stringify({ changes: upQueries.length }))
