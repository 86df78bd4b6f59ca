import { scheme } from '../derived.ts'
import { type Reader, source } from '../forum.ts'
import { discourseMarkup } from '../markup/discourse.ts'
import { formatted } from '../markup/formatted.ts'
import { millis } from '../times.ts'
import { field, fields, hashes } from './objects.ts'

const hash: Pick<Reader, 'from' | 'key' | 'aside' | 'whole'> = {
  from: 'legacy_hash',
  key: ['_key'],
  aside: true,
  whole: true,
}

/** What was written, as JSON in a field of its own. */
const written = `CROSS JOIN LATERAL (SELECT CASE WHEN x.j ->> 'data' IS JSON OBJECT AND position('\\u0000' IN x.j ->> 'data') = 0 THEN (x.j ->> 'data')::jsonb END AS j) q`
const number = (name: string, of = 'x'): string =>
  `CASE WHEN ${field(name, of)} ~ '^[1-9][0-9]*$' THEN ${field(name, of)} END`

/** What waits for a moderator: posts, and people who want to be members. */
export const waiting: readonly Reader[] = [
  {
    entity: 'post',
    ...hash,
    sql: `SELECT ${source}, concat('queued:', substr(d._key, 12)) AS id, coalesce(${number('cid', 'q')}, t.j ->> 'cid') AS board, ${number('tid', 'q')} AS topic, ${number('uid')} AS author,
      coalesce(${field('handle', 'q')}, u.j ->> 'username') AS author_name, coalesce(${field('timestamp', 'q')}, substring(d._key FROM '([0-9]{13})$')) AS at, coalesce(${field('ip', 'q')}, nullif(q.j -> 'req' ->> 'ip', '')) AS ip,
      ${field('title', 'q')} AS subject, ${field('content', 'q')} AS text, 'unapproved' AS deleted FROM legacy_hash d ${fields} ${written}
      LEFT JOIN ${hashes('topic')} t ON t.id = q.j ->> 'tid' LEFT JOIN ${hashes('user')} u ON u.id = x.j ->> 'uid' WHERE d._key LIKE 'post:queue:%' AND q.j ->> 'content' <> ''`,
    derive: { at: millis, plain: formatted(discourseMarkup, 'text') },
  },
  {
    // They have no number yet; whoever is refused is deleted.
    entity: 'member',
    ...hash,
    sql: `SELECT ${source}, concat('queued:', substr(d._key, 25)) AS id, coalesce(${field('username')}, substr(d._key, 25)) AS name, 'member' AS kind, 'inactive' AS state, ${field('email')} AS email,
      z.score AS joined_at, ${field('ip')} AS joined_from, ${field('hashedPassword')} AS password_scheme, '{}' AS handles FROM legacy_hash d ${fields}
      LEFT JOIN legacy_zset z ON z._key = 'registration:queue' AND z.value = substr(d._key, 25) WHERE d._key LIKE 'registration:queue:name:%' AND x.j IS NOT NULL`,
    derive: { joined_at: millis, password_scheme: { by: (hash, cell) => scheme.by(hash, { ...cell, hint: null }) } },
  },
]
