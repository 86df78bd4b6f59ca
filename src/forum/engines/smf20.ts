import type { ForumAdapter } from '../forum.ts'
import { smfMarkup } from '../markup/dialects.ts'
import { messages } from '../smf/messages.ts'
import { groups, members, profile } from '../smf/people.ts'
import { records } from '../smf/records.ts'
import { charset, needs, nonEntities, optional, site } from '../smf/tables.ts'
import { talk } from '../smf/talk.ts'

/** Simple Machines Forum 2.0: addresses as text, messengers in the table of members. */
export const smf20: ForumAdapter = {
  engine: 'smf',
  name: 'smf20',
  versions: '2.0',
  about:
    'Simple Machines Forum 2.0: members, boards, posts, private messages, attachments, polls, bans, warnings, reports, who was online and logs.',
  needs,
  optional,
  marks: ['members.member_name', 'messages.poster_time', 'personal_messages.deleted_by_sender'],
  lacks: [
    'members.membername',
    'members.tfa_secret',
    'messages.postername',
    'user_likes',
    'member_logins',
    'background_tasks',
  ],
  charset,
  site,
  reads: [members, ...profile, ...groups, ...talk(''), ...messages, ...records('number')],
  nonEntities,
  markup: smfMarkup,
}
