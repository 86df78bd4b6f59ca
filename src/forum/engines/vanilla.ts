import type { ForumAdapter } from '../forum.ts'
import { vanillaMarkup } from '../markup/vanilla.ts'
import { logins, people } from '../vanilla/people.ts'
import { records } from '../vanilla/records.ts'
import { needs, nonEntities, optional, packed, site } from '../vanilla/tables.ts'
import { extras, messages, talk } from '../vanilla/talk.ts'
import { versions } from '../vanilla/versions.ts'

/** Vanilla 2 and later: discussions that are their own first post, times as text, a log that keeps what was deleted. */
export const vanilla: ForumAdapter = {
  engine: 'vanilla',
  name: 'vanilla',
  versions: '2.0 and later',
  about:
    'Vanilla 2 and later: members, categories, discussions and comments with what was deleted, conversations, activity, uploads, polls, bans, warnings, flags, addresses and logs.',
  needs,
  optional,
  marks: ['Discussion.discussionid', 'Comment.commentid', 'UserConversation.conversationid', 'User.hashmethod'],
  lacks: [],
  packed,
  site,
  reads: [...people, ...talk, ...messages, ...extras, ...logins, ...records, ...versions],
  nonEntities,
  markup: vanillaMarkup,
}
