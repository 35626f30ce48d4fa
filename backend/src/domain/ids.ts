/**
 * An id as PostgreSQL writes it. Another spelling of the same is no id here: two strings that name one row would pass
 * each other in every comparison.
 */
export const ID = /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/
