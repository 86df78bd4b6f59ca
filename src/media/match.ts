/** What is compared: files by exhibit, attachments by site. */
export type Scope = 'exhibit' | 'site'

interface ScopeSql {
  /** Where matches are written. */
  readonly into: string
  /** Its units, how many things with a hash each has, and a checksum over them. */
  readonly units: string
  /** The last of the next $3 things of unit $1 after $2, and how many there are. */
  readonly slice: string
  /** The things of unit $1 after $2 up to $3, their hashes as bytes. */
  readonly things: string
  /** Columns of a match that name the thing and where it stands. */
  readonly names: readonly string[]
}

const state = (of: string): string =>
  `count(*)::int AS things, coalesce(sum(('x' || left(md5(${of}), 16))::bit(64)::bigint::numeric), 0)::text AS state`
/** A hash as bytes; what a database states is believed only where it has the form of one. */
const bytes = (column: string, digits: number): string =>
  `CASE WHEN ${column} ~* '^[0-9a-f]{${digits}}$' THEN decode(${column}, 'hex') END AS ${column}`
const hashes = `${bytes('md5', 32)}, ${bytes('sha1', 40)}, ${bytes('sha256', 64)}`

export const scopes: Readonly<Record<Scope, ScopeSql>> = {
  exhibit: {
    into: 'media.file_match',
    units: `SELECT exhibit AS unit, ${state(`file || ' ' || sha256`)} FROM evidence.file WHERE sha256 IS NOT NULL GROUP BY exhibit ORDER BY exhibit`,
    slice: `SELECT max(file)::text AS last, count(*)::int AS n FROM (SELECT file FROM evidence.file
             WHERE exhibit = $1 AND sha256 IS NOT NULL AND ($2::text IS NULL OR file > $2::int) ORDER BY file LIMIT $3) f`,
    things: `SELECT file, stored_size AS size, ${hashes} FROM evidence.file
              WHERE exhibit = $1 AND sha256 IS NOT NULL AND ($2::text IS NULL OR file > $2::int) AND file <= $3::int`,
    names: ['file'],
  },
  site: {
    into: 'media.attachment_match',
    units: `SELECT site AS unit, ${state(`concat_ws(' ', id, md5, sha1, sha256, path, size, _file, _offset)`)} FROM forum.attachment
             WHERE coalesce(md5, sha1, sha256) IS NOT NULL GROUP BY site ORDER BY site`,
    slice: `SELECT max(id COLLATE "C") AS last, count(*)::int AS n FROM (SELECT id FROM forum.attachment
             WHERE site = $1 AND coalesce(md5, sha1, sha256) IS NOT NULL AND ($2::text IS NULL OR id COLLATE "C" > $2) ORDER BY id COLLATE "C" LIMIT $3) f`,
    // The size the database states may be wrong where the file is here.
    things: `SELECT id AS attachment, CASE WHEN path IS NULL THEN size END AS size, ${hashes}, _file, _offset, _length FROM forum.attachment
              WHERE site = $1 AND coalesce(md5, sha1, sha256) IS NOT NULL AND ($2::text IS NULL OR id COLLATE "C" > $2) AND id COLLATE "C" <= $3`,
    names: ['attachment', '_file', '_offset', '_length'],
  },
}

const names = ['sha256', 'sha1', 'md5'] as const

/**
 * The matches of things with one set's entries: of each thing and category the entry that agrees best. `differs`: another
 * hash that entry states and the thing has otherwise, so that it speaks of another file.
 */
export function matchesSql(scope: Scope, entries: string): string {
  const { things, names: columns } = scopes[scope]
  const own = columns.map((column) => `t.${column}`).join(', ')
  const key = columns[0]!
  const joined = names.map(
    (name, i) =>
      `SELECT ${own}, e.category, '${name}' AS "by", ${i} AS rank, e.line,
              CASE ${names.map((other) => `WHEN e.${other} <> t.${other} THEN '${other}'`).join(' ')} WHEN e.size <> t.size THEN 'size' END AS differs
         FROM t JOIN ${entries} e ON e.${name} = t.${name} AND e.${name} IS NOT NULL`,
  )
  return `WITH t AS MATERIALIZED (${things})
    SELECT DISTINCT ON (${key}, category) ${columns.join(', ')}, category, "by", differs, line
      FROM (${joined.join('\n UNION ALL ')}) m ORDER BY ${key}, category, (differs IS NOT NULL), rank, line`
}
