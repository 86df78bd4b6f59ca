import type { ForumAdapter } from '../forum.ts'
import { discourseMarkup } from '../markup/discourse.ts'
import { fieldsOf } from '../nodebb/objects.ts'
import { logins, people } from '../nodebb/people.ts'
import { records } from '../nodebb/records.ts'
import { messages, talk } from '../nodebb/talk.ts'
import { versions } from '../nodebb/versions.ts'
import { tablesOf } from '../words.ts'

/** NodeBB on PostgreSQL: objects under keys, in a table for each shape. */
export const nodebb: ForumAdapter = {
  engine: 'nodebb',
  name: 'nodebb',
  versions: '1.10 and later, on PostgreSQL, MongoDB (mongodump) or Redis (RDB)',
  about:
    'NodeBB: members, categories, topics, posts with their changes, chats, uploads, bans, flags, addresses, sessions and events.',
  needs: tablesOf({
    legacy_object: '_key type',
    legacy_hash: '_key data',
    legacy_zset: '_key value score',
    legacy_set: '_key member',
    legacy_string: '_key data',
  }),
  optional: tablesOf({ legacy_list: '_key array', session: 'sid sess expire' }),
  marks: ['legacy_hash.data', 'legacy_zset.score', 'legacy_object._key'],
  lacks: [],
  site: `SELECT NULL::text AS address, max(x.j ->> 'title') AS title, NULL::text AS version, NULL::text AS base_url, NULL::text AS timezone
    FROM legacy_hash d ${fieldsOf('d', 'x')} WHERE d._key = 'config'`,
  reads: [...people, ...talk, ...messages, ...logins, ...records, ...versions],
  nonEntities: {
    legacy_object: 'the list of all keys, with the shape of each',
    legacy_set: 'sets of names and numbers; owners of groups are read from them',
    legacy_list: 'lists of moments at which posts were changed',
    earlier_value: 'what commands in a log of Redis replaced or deleted',
  },
  markup: discourseMarkup,
}
