/** Expressions that several engines' SELECTs use; columns hold text, which may be anything. */

/** True where a bit of a column of flags is set. */
export function bit(column: string, mask: number): string {
  return `(CASE WHEN ${column} ~ '^[0-9]{1,18}$' THEN (${column}::bigint & ${mask}) <> 0 ELSE false END)`
}

/** A JSON object of columns under their own names, as text. */
export function object(columns: readonly string[], alias = 'd'): string {
  return `jsonb_build_object(${columns.map((c) => `'${c}', ${alias}.${c}`).join(', ')})::text`
}

/** A number of days as seconds; NULL where there is none. */
export function days(column: string): string {
  return `CASE WHEN ${column} ~ '^[1-9][0-9]{0,5}$' THEN (${column}::bigint * 86400)::text END`
}

/** The order of numbers that are text: what is no number stands by its length and letters. */
export function inOrder(column: string): string {
  return `length(${column}), ${column}`
}
