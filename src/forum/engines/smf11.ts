import type { ForumAdapter } from '../forum.ts'
import { smfMarkup } from '../markup/dialects.ts'
import { messages } from '../smf/messages.ts'
import { groups, members, profile } from '../smf/people.ts'
import { records } from '../smf/records.ts'
import { called11, charset, needs, nonEntities, optional, site } from '../smf/tables.ts'
import { talk } from '../smf/talk.ts'

/** Simple Machines Forum 1.0 and 1.1: the tables of 2.0 with other names for their columns (`memberName`, `ID_MEMBER`). */
export const smf11: ForumAdapter = {
  engine: 'smf',
  name: 'smf11',
  versions: '1.0 to 1.1',
  about:
    'Simple Machines Forum 1.1: members, boards, posts, private messages, attachments, polls, bans, who was online and logs.',
  needs,
  optional,
  called: called11,
  marks: ['members.membername', 'messages.postername', 'topics.issticky', 'personal_messages.deletedbysender'],
  lacks: ['members.member_name', 'messages.poster_name', 'topics.is_sticky'],
  charset,
  site,
  reads: [members, ...profile, ...groups, ...talk(''), ...messages, ...records('number')],
  nonEntities,
  markup: smfMarkup,
}
