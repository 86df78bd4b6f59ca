/**
 * SQL that is true where a table lies under a site's prefix: a free text, and behind it `{2}` or `{2_1}` where the software
 * numbers its installations and names tables by that number.
 */
export function liesUnder(table: string, prefix: string): string {
  const free = freePart(prefix)
  return `(starts_with(${table}, ${free}) AND (${prefix} !~ '[{][0-9_]+[}]$'
    OR substr(${table}, length(${free}) + 1) ~ ('^[a-z]+' || substring(${prefix} FROM '[{]([0-9]+)[0-9_]*[}]$') || '_')))`
}

/** SQL of the free text that a prefix begins with. */
export function freePart(prefix: string): string {
  return `regexp_replace(${prefix}, '[{][0-9_]+[}]$', '')`
}
