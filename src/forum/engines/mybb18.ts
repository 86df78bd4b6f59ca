import { type ForumAdapter, type Made, type Reader, source } from '../forum.ts'
import { pairsOf } from '../lists.ts'
import { mybbMarkup } from '../markup/dialects.ts'
import { messages } from '../mybb/messages.ts'
import { groups, members, profile } from '../mybb/people.ts'
import { records } from '../mybb/records.ts'
import { needs, nonEntities, optional, site } from '../mybb/tables.ts'
import { talk } from '../mybb/talk.ts'
import { versions } from '../mybb/versions.ts'
import { packedIp } from '../packed.ts'
import { withColumns } from '../words.ts'

const messengers = ['icq', 'skype', 'google', 'aim', 'yahoo']

/** Reports of posts, profiles and reputations: one row for all who reported a thing, the first and the last with their time. */
const reports: Reader = {
  entity: 'report',
  from: 'reportedcontent',
  key: ['rid'],
  sql: `SELECT ${source}, d.rid AS id, CASE WHEN coalesce(nullif(d.type, ''), 'post') = 'post' THEN nullif(d.id, '0') END AS post,
    CASE WHEN d.type <> 'post' THEN concat(d.type, ' ', d.id) END AS _about, d.uid AS by, d.reporters AS _reporters, d.dateline AS at,
    d.lastreport AS _last, regexp_replace(r.title, '^<lang:report_reason_(\\w+)>$', '\\1') AS reason, d.reason AS text, d.reportstatus = '1' AS closed, (d.reportstatus = '1')::text AS _closed
    FROM reportedcontent d LEFT JOIN reportreasons r ON r.rid = nullif(d.reasonid, '0')`,
  each: (row) => {
    const all = [row.by ?? '', ...pairsOf(row._reporters ?? null).map(([, who]) => String(who))]
    const people = [...new Set(all.filter((who) => /^[1-9]\d{0,18}$/.test(who)))]
    const [id = null, post = null] = [row.id, row.post]
    return (people.length === 0 ? [null] : people).map(
      (by, i): Made => ({
        id: i === 0 ? id : `${id}.${by}`,
        post,
        by,
        at: i === 0 ? (row.at ?? null) : i === people.length - 1 ? (row._last ?? null) : null,
        reason: [row._about, row.reason].filter((part) => part).join(': '),
        text: i === 0 ? (row.text ?? null) : null,
        closed: row._closed === 'true',
      }),
    )
  },
}

/** Registrations the software took for spam, and wishes to be somebody's buddy. */
const deeds: readonly Reader[] = [
  {
    entity: 'action',
    from: 'spamlog',
    key: ['sid'],
    sql: `SELECT ${source}, 'spamlog:' || d.sid AS id, 'other' AS kind, d.dateline AS at, d.ipaddress AS ip, 'registration refused as spam' AS operation,
      concat_ws(' ', d.username, d.email) AS data FROM spamlog d`,
    derive: { ip: packedIp },
  },
  {
    entity: 'action',
    from: 'buddyrequests',
    key: ['id'],
    sql: `SELECT ${source}, 'buddyrequests:' || d.id AS id, 'user' AS kind, nullif(d.uid, '0') AS member, d.date AS at, 'buddy request' AS operation,
      nullif(d.touid, '0') AS about FROM buddyrequests d`,
  },
]

/** MyBB 1.8: packed addresses, reports of any kind of content, reasons for edits. */
export const mybb18: ForumAdapter = {
  engine: 'mybb',
  name: 'mybb18',
  versions: '1.8',
  about:
    'MyBB 1.8: members, boards, posts, drafts, private messages and e-mails, attachments, polls, bans, warnings, reports, sessions and logs.',
  needs,
  optional: withColumns(optional, {
    users: 'skype google aim yahoo',
    posts: 'editreason',
    pollvotes: 'ipaddress',
    adminsessions: 'useragent',
    reportedcontent: 'rid id uid reportstatus reasonid reason type reporters dateline lastreport',
    reportreasons: 'rid title',
    spamlog: 'sid username email ipaddress dateline',
    buddyrequests: 'id uid touid date',
  }),
  marks: [
    'posts.editreason',
    'reportedcontent.reporters',
    'privatemessages.ipaddress',
    'users.sourceeditor',
    'users.google',
  ],
  lacks: ['posts.longipaddress', 'users.longregip', 'reportedposts'],
  packed: [
    ...['users.regip', 'users.lastip', 'posts.ipaddress', 'privatemessages.ipaddress', 'pollvotes.ipaddress'],
    ...['sessions.ip', 'adminsessions.ip', 'adminlog.ipaddress', 'moderatorlog.ipaddress', 'searchlog.ipaddress'],
    ...['maillogs.ipaddress', 'threadratings.ipaddress', 'spamlog.ipaddress', 'edithistory.ipaddress'],
  ],
  site,
  reads: [
    members(messengers),
    ...profile(messengers),
    ...groups,
    ...talk('d.editreason', 'd.ipaddress'),
    ...messages,
    reports,
    ...versions,
    ...records('d.useragent'),
    ...deeds,
  ],
  nonEntities: { ...nonEntities, reportreasons: 'read into other rows: the reasons of reports' },
  markup: mybbMarkup,
}
