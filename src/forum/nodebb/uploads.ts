import { type Reader, source } from '../forum.ts'
import { millis } from '../times.ts'
import { fieldsOf } from './objects.ts'

const list = (of: string): string =>
  `CASE WHEN ${of} IS JSON ARRAY AND position('\\u0000' IN ${of}) = 0 THEN (${of})::jsonb ELSE '[]'::jsonb END`

/** Where uploads are used: what a post lists, in its own object since 4.5, before that in a sorted set; and what messages link to. */
const used = `SELECT ltrim(z.value, '/') AS path, substring(z._key FROM '^post:([0-9]+):') AS post, NULL::text AS message FROM legacy_zset z WHERE z._key ~ '^post:[0-9]+:uploads$'
  UNION ALL SELECT ltrim(e.path, '/'), substr(h._key, 6), NULL::text FROM legacy_hash h ${fieldsOf('h', 'y')} CROSS JOIN LATERAL jsonb_array_elements_text(${list(`y.j ->> 'uploads'`)}) AS e(path)
    WHERE h._key ~ '^post:[0-9]+$'
  UNION ALL SELECT replace(m.found[1], '-resized', ''), NULL::text, substr(h._key, 9) FROM legacy_hash h ${fieldsOf('h', 'y')}
    CROSS JOIN LATERAL regexp_matches(y.j ->> 'content', '/assets/uploads/(files/[^[:space:]")]+)', 'g') AS m(found) WHERE h._key ~ '^message:[0-9]+$'`

const first = (column: string): string => `(array_agg(u.${column} ORDER BY length(u.${column}), u.${column}))[1]`

/** Files that accounts uploaded. */
export const uploads: readonly Reader[] = [
  {
    entity: 'attachment',
    from: 'legacy_zset',
    key: ['_key', 'value'],
    aside: true,
    whole: true,
    sql: `SELECT ${source}, concat(substring(d._key FROM '^uid:([0-9]+):'), ':', d.value) AS id, substring(d._key FROM '^uid:([0-9]+):') AS owner, p.post,
      CASE WHEN p.post IS NULL THEN p.message END AS message, regexp_replace(substring(d.value FROM '[^/]+$'), '^[0-9]{13}-', '') AS name, ltrim(d.value, '/') AS stored_name, d.score AS at,
      p.path IS NULL AS orphan FROM legacy_zset d
      LEFT JOIN (SELECT u.path, ${first('post')} AS post, ${first('message')} AS message FROM (${used}) u GROUP BY 1) p ON p.path = ltrim(d.value, '/') WHERE d._key ~ '^uid:[0-9]+:uploads$'`,
    derive: { at: millis },
  },
]
