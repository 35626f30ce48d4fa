import { double, integer, table, text } from 'knexus'
export const notes = table('notes', { id: integer().primary(), content: text(), size: double() })
