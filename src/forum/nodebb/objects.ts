import type { Derived } from '../forum.ts'

/**
 * NodeBB keeps everything as objects under keys: hashes of fields, sorted sets of values with a score, sets, lists and texts.
 * Source: src/database/postgres of the software.
 */

/** The fields of hash `d` as JSON, `x.j`; what is no object of text is none. A cast would end the reading at the first bad row. */
export const fields = fieldsOf('d', 'x')

/** The same of another row. */
export function fieldsOf(row: string, name: string): string {
  return `CROSS JOIN LATERAL (SELECT CASE WHEN ${row}.data IS JSON OBJECT AND position('\\u0000' IN ${row}.data) = 0 THEN ${row}.data::jsonb END AS j) ${name}`
}

/** A field of hash `d`. */
export const field = (name: string, of = 'x'): string => `nullif(${of}.j ->> '${name}', '')`

/** All hashes of a kind with their fields, to be joined by number. */
export function hashes(kind: string): string {
  return `(SELECT DISTINCT ON (h._key) substr(h._key, ${kind.length + 2}) AS id, y.j FROM legacy_hash h ${fieldsOf('h', 'y')} WHERE h._key ~ '^${kind}:[0-9]+$' ORDER BY h._key, h._row)`
}

/** The number after a kind, as hash `d` is called. */
export const number = (kind: string): string => `substr(d._key, ${kind.length + 2})`

/** A flag, which is a number or a word. */
export const yes = (name: string): string => `coalesce(x.j ->> '${name}' IN ('1', 'true'), false)`

/** Selects what is wrong with hash `d`, for a column that this software has nothing to say in. */
export const state = `CASE WHEN x.j IS NULL THEN d._key END AS _broken`

/** Tells of an object that is broken: it is kept, with nothing in it. */
export const broken: Derived = {
  from: '_broken',
  by: (key, { find }) => {
    find('unreadable-json', `The object ${key.slice(0, 60)} could not be read; it is kept without its fields.`)
    return null
  },
}
