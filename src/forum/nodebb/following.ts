import { type Reader, source } from '../forum.ts'
import { subscription } from '../subscription.ts'
import { millis } from '../times.ts'
import { hashes } from './objects.ts'

const member = `substring(d._key FROM '^uid:([0-9]+):')`
const zset = { from: 'legacy_zset', key: ['_key', 'value'], aside: true } as const
const rest = 'other lists and orders of objects'

/** What members watch and bookmarked, and their votes. */
export const following: readonly Reader[] = [
  subscription({
    ...{ ...zset, how: 'watch', member, topic: 'd.value', at: 'd.score', derive: { at: millis } },
    where: [`d._key ~ '^uid:[0-9]+:followed_tids$'`, rest],
  }),
  subscription({
    // The score is the state (src/categories/watch.js): 1 ignored, 2 not watched, from 3 on tracked and watched.
    ...{ ...zset, how: 'watch', member: 'd.value', board: `substring(d._key FROM '^cid:([0-9]+):')` },
    where: [`d._key ~ '^cid:[0-9]+:uid:watch:state$' AND d.value ~ '^[1-9][0-9]*$' AND d.score IN ('3', '4')`, rest],
  }),
  subscription({
    ...{ ...zset, how: 'bookmark', member, post: 'd.value', at: 'd.score', derive: { at: millis } },
    where: [`d._key ~ '^uid:[0-9]+:bookmarks$'`, rest],
  }),
  {
    // All votes at once: the posts they are for would be looked through anew for each range.
    ...{ entity: 'action', ...zset, rest, whole: true },
    sql: `SELECT ${source}, concat(d._key, ':', d.value) AS id, 'user' AS kind, ${member} AS member, d.score AS at,
      CASE WHEN d._key LIKE '%:upvote' THEN 'like' ELSE 'dislike' END AS operation, CASE WHEN p.j ->> 'uid' ~ '^[1-9][0-9]*$' THEN p.j ->> 'uid' END AS about, d.value AS post
      FROM legacy_zset d LEFT JOIN ${hashes('post')} p ON p.id = d.value WHERE d._key ~ '^uid:[0-9]+:(upvote|downvote)$'`,
    derive: { at: millis },
  },
]
