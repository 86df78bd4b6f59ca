import { named, unescaped } from '../derived.ts'
import { type Derivations, type Reader, source } from '../forum.ts'
import { decodeEntities } from '../markup/entities.ts'
import { numericIp } from '../packed.ts'
import { subscription } from '../subscription.ts'
import { addressJoins, addressOf } from './addresses.ts'
import { payments } from './payments.ts'

/** Titles of the levels of infractions, of each the first by the alphabet. */
const levels = `(SELECT substring(p.varname from '^infractionlevel([0-9]{1,9})_title$') AS level, min(p.text) AS title FROM phrase p
  WHERE p.varname ~ '^infractionlevel[0-9]{1,9}_title$' GROUP BY 1)`

/** Bans: of accounts, and of addresses and mailboxes, which are lists in the settings. */
const bans: readonly Reader[] = [
  {
    entity: 'ban',
    from: 'userban',
    key: ['userid'],
    sql: `SELECT ${source}, d.userid AS id, d.userid AS member, u.username AS name, d.bandate AS at, d.liftdate AS until, d.reason,
      nullif(d.adminid, '0') AS by, false AS exempt FROM userban d LEFT JOIN "user" u ON u.userid = d.userid`,
    derive: { name: unescaped, reason: unescaped },
  },
  {
    entity: 'ban',
    from: 'setting',
    key: ['varname'],
    aside: true,
    sql: `SELECT ${source}, d.value AS _list FROM setting d WHERE d.varname = 'banip' AND d.value <> ''`,
    each: (row) => banned(row._list ?? '').map((ip) => ({ id: `ip:${ip}`, ip, exempt: false })),
  },
  {
    entity: 'ban',
    from: 'datastore',
    key: ['title'],
    aside: true,
    sql: `SELECT ${source}, d.data AS _list FROM datastore d WHERE d.title = 'banemail' AND d.data <> ''`,
    each: (row) => banned(row._list ?? '').map((email) => ({ id: `email:${email}`, email, exempt: false })),
  },
]

function banned(list: string): readonly string[] {
  return [...new Set(list.split(/\s+/).filter((part) => part !== '' && part.length <= 300))].slice(0, 100_000)
}

const logins: readonly Reader[] = [
  {
    entity: 'login',
    from: 'session',
    key: ['sessionhash'],
    sql: `SELECT ${source}, d.sessionhash AS id, 'session' AS kind, nullif(d.userid, '0') AS member, d.lastactivity AS at, d.host AS ip,
      d.useragent AS agent FROM session d`,
    derive: { id: named('session') },
  },
  {
    entity: 'login',
    from: 'cpsession',
    key: ['hash', 'userid'],
    sql: `SELECT ${source}, d.hash || ' ' || d.userid AS id, 'session' AS kind, nullif(d.userid, '0') AS member, d.dateline AS at FROM cpsession d`,
    derive: { id: named('admin') },
  },
  {
    entity: 'login',
    from: 'strikes',
    key: ['striketime', 'strikeip', 'username'],
    repeats: true,
    sql: `SELECT ${source}, concat_ws(' ', d.striketime, d.strikeip, d.username) AS id, 'failed' AS kind, d.username AS name, d.striketime AS at,
      d.strikeip AS ip FROM strikes d`,
    derive: { id: named('failed'), name: unescaped },
  },
]

/** A line of a log under its table's name and its own number. */
export function logged(
  from: string,
  id: string,
  kind: 'admin' | 'moderator' | 'user' | 'other',
  columns: string,
  derive: Derivations = {},
  joins = '',
): Reader {
  return {
    entity: 'action',
    from,
    key: [id],
    sql: `SELECT ${source}, '${from}:' || d.${id} AS id, '${kind}' AS kind, ${columns} FROM ${from} d ${joins}`,
    derive: { ...derive, ...(columns.includes(' AS data') ? { data: { when: '&', by: decodeEntities } } : {}) },
  }
}

/** The lists hold, beside the address that connected, one that a proxy named. */
const alsoFrom = `CASE WHEN d.altip NOT IN ('', '0.0.0.0', d.ip) THEN 'also ' || d.altip END`

/** The lists of addresses as lines of their own: they outlive what they are about. A board brought up from an earlier version keeps them. */
const addressLists: readonly Reader[] = [
  logged(
    'ipdata',
    'ipid',
    'other',
    `nullif(d.userid, '0') AS member, d.dateline AS at, d.ip, concat_ws(' ', 'address of', d.rectype) AS operation, concat_ws(' ', d.contentid, ${alsoFrom}) AS data`,
    { ip: numericIp },
  ),
  logged(
    'ipaddress',
    'ipid',
    'other',
    `d.dateline AS at, d.ip, concat_ws(' ', 'address of', d.contenttype) AS operation, concat_ws(' ', d.contentid, ${alsoFrom}) AS data`,
  ),
]

/** What all versions record; `place` says which board, topic and post a line is about, `post` that of an infraction or reputation. */
export function records(place: string, post: string): readonly Reader[] {
  return [
    ...bans,
    {
      entity: 'warning',
      from: 'infraction',
      key: ['infractionid'],
      sql: `SELECT ${source}, d.infractionid AS id, d.userid AS member, ${post} AS post, d.dateline AS at, nullif(d.whoadded, '0') AS by,
        concat_ws(': ', coalesce(nullif(d.customreason, ''), l.title), nullif(d.note, '')) AS reason
        FROM infraction d LEFT JOIN ${levels} l ON l.level = d.infractionlevelid`,
      derive: { reason: unescaped },
    },
    ...logins,
    ...payments,
    logged(
      'adminlog',
      'adminlogid',
      'admin',
      `nullif(d.userid, '0') AS member, d.dateline AS at, d.ipaddress AS ip,
      concat_ws('/', nullif(d.script, ''), nullif(d.action, '')) AS operation, d.extrainfo AS data`,
    ),
    logged(
      'moderatorlog',
      'moderatorlogid',
      'moderator',
      `nullif(d.userid, '0') AS member, d.dateline AS at, d.ipaddress AS ip,
      coalesce(nullif(d.action, ''), 'type ' || d.type) AS operation, ${place}, coalesce(nullif(d.threadtitle, ''), d.nodetitle) AS data`,
    ),
    logged(
      'userchangelog',
      'changeid',
      'user',
      `coalesce(nullif(d.adminid, '0'), d.userid) AS member, d.change_time AS at, ${addressOf('d.ipaddress')} AS ip,
      'change of ' || d.fieldname AS operation, d.userid AS about, concat(d.oldvalue, ' → ', d.newvalue) AS data`,
      { ip: numericIp },
      addressJoins('d.ipaddress'),
    ),
    ...addressLists,
    logged(
      'privacyconsent',
      'privacyconsentid',
      'other',
      `d.created AS at, d.ipaddress AS ip, 'privacy consent ' || d.consent AS operation`,
    ),
    logged(
      'usernote',
      'usernoteid',
      'moderator',
      `nullif(d.posterid, '0') AS member, d.dateline AS at, 'note' AS operation, nullif(d.userid, '0') AS about,
      concat_ws(': ', nullif(d.title, ''), d.message) AS data`,
    ),
    logged(
      'usergrouprequest',
      'usergrouprequestid',
      'user',
      `d.userid AS member, d.dateline AS at, 'join request' AS operation, concat('group ', d.usergroupid, ': ', d.reason) AS data`,
    ),
    logged(
      'reputation',
      'reputationid',
      'user',
      `nullif(d.whoadded, '0') AS member, d.dateline AS at, 'reputation ' || d.reputation AS operation,
      nullif(d.userid, '0') AS about, ${post} AS post, d.reason AS data`,
    ),
  ]
}

/** Pictures that show a member or his signature, one each. */
export const pictures: readonly Reader[] = ['customavatar', 'customprofilepic', 'sigpic'].map(
  (from): Reader => ({
    entity: 'attachment',
    from,
    key: ['userid'],
    sql: `SELECT ${source}, '${from}:' || d.userid AS id, d.userid AS owner, d.filename AS name, d.filesize AS size, d.dateline AS at,
      false AS orphan FROM ${from} d`,
    derive: { name: unescaped },
  }),
)

/** Boards and threads that members asked to be told of. */
export const subscriptions: readonly Reader[] = [
  subscription({
    from: 'subscribeforum',
    key: ['subscribeforumid'],
    how: 'watch',
    member: 'd.userid',
    board: 'd.forumid',
  }),
  subscription({
    from: 'subscribethread',
    key: ['subscribethreadid'],
    how: 'watch',
    member: 'd.userid',
    topic: 'd.threadid',
  }),
]

/** The same since 5, where both are nodes. */
export const discussions: Reader = subscription({
  from: 'subscribediscussion',
  key: ['subscribediscussionid'],
  how: 'watch',
  member: 'd.userid',
  joins: 'LEFT JOIN (SELECT DISTINCT nodeid FROM channel) c ON c.nodeid = d.discussionid',
  board: 'c.nodeid',
  topic: 'CASE WHEN c.nodeid IS NULL THEN d.discussionid END',
})
