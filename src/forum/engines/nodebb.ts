import type { ForumAdapter } from '../forum.ts'
import { discourseMarkup } from '../markup/discourse.ts'
import { messages } from '../nodebb/chats.ts'
import { following } from '../nodebb/following.ts'
import { fieldsOf } from '../nodebb/objects.ts'
import { logins, people } from '../nodebb/people.ts'
import { records } from '../nodebb/records.ts'
import { talk } from '../nodebb/talk.ts'
import { uploads } from '../nodebb/uploads.ts'
import { versions } from '../nodebb/versions.ts'
import { waiting } from '../nodebb/waiting.ts'
import { tablesOf } from '../words.ts'

/** NodeBB on PostgreSQL: objects under keys, in a table for each shape. */
export const nodebb: ForumAdapter = {
  engine: 'nodebb',
  name: 'nodebb',
  versions: '1.10 and later, on PostgreSQL, MongoDB (mongodump) or Redis (RDB)',
  about:
    'NodeBB: members, categories, topics, posts with their changes, chats, uploads, bans, flags, addresses, sessions, subscriptions, votes and events.',
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
  reads: [...people, ...talk, ...messages, ...uploads, ...waiting, ...logins, ...records, ...following, ...versions],
  nonEntities: {
    legacy_object: 'the list of all keys, with the shape of each',
    legacy_list: 'lists of moments at which posts were changed',
    searchtopic: 'what the search looks through',
    searchpost: 'what the search looks through',
    searchchat: 'what the search looks through',
    earlier_value: 'what commands in a log of Redis replaced or deleted',
  },
  markup: discourseMarkup,
  // Large images lie there a second time, smaller.
  uploads: { files: ['uploads/{stored_name}', '{stored_name}'], beside: ['{stored_stem}-resized{extension}'] },
}
