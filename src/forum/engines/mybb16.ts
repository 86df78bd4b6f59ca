import { unescaped } from '../derived.ts'
import { type ForumAdapter, type Reader, source } from '../forum.ts'
import { mybbMarkup } from '../markup/dialects.ts'
import { messages } from '../mybb/messages.ts'
import { groups, members, profile } from '../mybb/people.ts'
import { records } from '../mybb/records.ts'
import { charset, needs, nonEntities, optional, site } from '../mybb/tables.ts'
import { talk } from '../mybb/talk.ts'
import { versions } from '../mybb/versions.ts'
import { withColumns } from '../words.ts'

const messengers = ['icq', 'aim', 'yahoo', 'msn']

/** Reports of posts, one row each. */
const reports: Reader = {
  entity: 'report',
  from: 'reportedposts',
  key: ['rid'],
  sql: `SELECT ${source}, d.rid AS id, nullif(d.pid, '0') AS post, nullif(d.uid, '0') AS by, d.dateline AS at, d.reason AS text,
    d.reportstatus = '1' AS closed FROM reportedposts d`,
  derive: { text: unescaped },
}

/** MyBB 1.4 and 1.6: addresses as text beside their numbers, reports of posts only. */
export const mybb16: ForumAdapter = {
  engine: 'mybb',
  name: 'mybb16',
  versions: '1.4 to 1.6',
  about:
    'MyBB 1.4 and 1.6: members, boards, posts, drafts, private messages and e-mails, attachments, polls, bans, warnings, reports, sessions and logs.',
  needs,
  optional: withColumns(optional, {
    users: 'aim yahoo msn',
    reportedposts: 'rid pid uid reportstatus reason dateline',
  }),
  marks: ['posts.longipaddress', 'users.longregip', 'reportedposts.reportstatus'],
  lacks: ['posts.editreason', 'reportedcontent', 'users.sourceeditor'],
  charset,
  site,
  reads: [
    members(messengers, true),
    ...profile(messengers, true),
    ...groups,
    ...talk('NULL::text', 'NULL::text'),
    ...messages,
    reports,
    ...versions,
    ...records('NULL::text'),
  ],
  nonEntities,
  markup: mybbMarkup,
}
