import { named, plain, unescaped } from '../derived.ts'
import { type Derivations, type Reader, source } from '../forum.ts'
import { vbulletinMarkup } from '../markup/dialects.ts'
import { numericIp } from '../packed.ts'
import { addressJoins, addressOf } from './addresses.ts'
import { logged } from './records.ts'

const written: Derivations = {
  author_name: unescaped,
  subject: unescaped,
  ip: numericIp,
  plain: plain(vbulletinMarkup, 'text'),
}

/** Messages on profiles, in groups and below pictures, whose tables are alike. */
function remarks(from: string, id: string, prefix: string, place: string): Reader {
  return {
    entity: 'post',
    from,
    key: [id],
    sql: `SELECT ${source}, '${prefix}:' || d.${id} AS id, ${place}, nullif(d.postuserid, '0') AS author, d.postusername AS author_name, d.dateline AS at,
      ${addressOf('d.ipaddress')} AS ip, d.title AS subject, d.pagetext AS text,
      CASE d.state WHEN 'deleted' THEN 'soft' WHEN 'moderation' THEN 'unapproved' END AS deleted FROM ${from} d
      ${addressJoins('d.ipaddress')}`,
    derive: written,
  }
}

/** What versions since 3.7 have beside boards: messages on profiles, groups with discussions, remarks on pictures. */
export const social: readonly Reader[] = [
  {
    entity: 'topic',
    from: 'user',
    key: ['userid'],
    aside: true,
    sql: `SELECT ${source}, 'profile:' || d.userid AS id, d.username AS title, d.userid AS author, d.username AS author_name, 'normal' AS kind,
      false AS locked FROM "user" d WHERE d.userid IN (SELECT v.userid FROM visitormessage v)`,
    derive: { title: unescaped, author_name: unescaped },
  },
  remarks('visitormessage', 'vmid', 'visitor', `NULL::text AS board, 'profile:' || d.userid AS topic`),
  {
    entity: 'grp',
    from: 'socialgroup',
    key: ['groupid'],
    sql: `SELECT ${source}, 'social:' || d.groupid AS id, d.name, 'social' AS kind FROM socialgroup d`,
    derive: { name: unescaped },
  },
  {
    entity: 'grp_member',
    from: 'socialgroupmember',
    key: ['groupid', 'userid'],
    sql: `SELECT ${source}, 'social:' || d.groupid AS grp, d.userid AS member, false AS leader, d.type <> 'member' AS pending FROM socialgroupmember d`,
  },
  {
    entity: 'board',
    from: 'socialgroup',
    key: ['groupid'],
    aside: true,
    sql: `SELECT ${source}, 'social:' || d.groupid AS id, 'board' AS kind, d.name, d.description, '0' AS position, false AS locked, false AS has_password
      FROM socialgroup d`,
    derive: { name: unescaped, description: unescaped },
  },
  {
    entity: 'topic',
    from: 'discussion',
    key: ['discussionid'],
    sql: `SELECT ${source}, 'discussion:' || d.discussionid AS id, 'social:' || d.groupid AS board, m.title, nullif(m.postuserid, '0') AS author,
      m.postusername AS author_name, m.dateline AS at, 'normal' AS kind, false AS locked
      FROM discussion d LEFT JOIN groupmessage m ON m.gmid = d.firstpostid`,
    derive: { title: unescaped, author_name: unescaped },
  },
  remarks(
    'groupmessage',
    'gmid',
    'group',
    `'social:' || nullif(d.groupid, '0') AS board, 'discussion:' || nullif(d.discussionid, '0') AS topic`,
  ),
  remarks('picturecomment', 'commentid', 'picturecomment', 'NULL::text AS board, NULL::text AS topic'),
]

/** What members did that left an address or a time. */
export const deeds: readonly Reader[] = [
  logged(
    'search',
    'searchid',
    'user',
    `nullif(d.userid, '0') AS member, d.dateline AS at, d.ipaddress AS ip, 'search' AS operation, d.query AS data`,
  ),
  logged(
    'searchlog',
    'searchlogid',
    'user',
    `nullif(d.userid, '0') AS member, d.dateline AS at, d.ipaddress AS ip, 'search' AS operation, coalesce(d.json, d.criteria) AS data`,
  ),
  logged(
    'threadrate',
    'threadrateid',
    'user',
    `nullif(d.userid, '0') AS member, d.ipaddress AS ip, 'rating ' || d.vote AS operation, d.threadid AS topic`,
  ),
  logged(
    'postlog',
    'postid',
    'other',
    `d.dateline AS at, coalesce(nullif(d.ipaddress, ''), d.ip) AS ip, 'post written' AS operation, d.postid AS post, d.useragent AS data`,
    { ip: numericIp },
  ),
  {
    entity: 'action',
    from: 'profilevisitor',
    key: ['visitorid', 'userid'],
    sql: `SELECT ${source}, d.visitorid || ' ' || d.userid AS id, 'user' AS kind, d.visitorid AS member, d.dateline AS at, 'profile visited' AS operation,
      d.userid AS about FROM profilevisitor d`,
    derive: { id: named('visit') },
  },
]
