import { integer, table } from 'knexus'

export const tTable = table('t', {
  id: integer().primary(),
  c: integer(),
})
