import { type Reader, source } from '../forum.ts'
import { millis } from '../times.ts'
import { field, fields } from './objects.ts'
import { text } from './talk.ts'

/**
 * Patches that lead from the text after an edit back to the one before it (src/posts/diffs.js): objects since 1.10, before
 * that values of a sorted set.
 */
export const versions: readonly Reader[] = [
  {
    entity: 'post_version',
    from: 'legacy_hash',
    key: ['_key'],
    aside: true,
    sql: `SELECT ${source}, d._key AS id, substring(d._key FROM '^diff:([0-9]+)') AS post, 'patch' AS form, substring(d._key FROM '([0-9]+)$') AS until, ${field('uid')} AS replaced_by,
      ${field('title')} AS subject, ${field('patch')} AS stored FROM legacy_hash d ${fields} WHERE d._key ~ '^diff:[0-9]+[.][0-9]+$'`,
    derive: { until: millis, subject: text },
  },
  {
    entity: 'post_version',
    from: 'legacy_zset',
    key: ['_key', 'value'],
    aside: true,
    sql: `SELECT ${source}, concat(d._key, '.', d.score) AS id, substring(d._key FROM '^post:([0-9]+):') AS post, 'patch' AS form, d.score AS until, d.value AS stored
      FROM legacy_zset d WHERE d._key ~ '^post:[0-9]+:diffs$'`,
    derive: { until: millis },
  },
]
