import { listed, named } from '../derived.ts'
import { type Reader, source } from '../forum.ts'
import { pairsOf } from '../lists.ts'
import { packedIp } from '../packed.ts'
import { subscription } from '../subscription.ts'

/** Actions of members that leave an address behind, or say whom they are about. */
function deed(from: string, id: string, columns: string): Reader {
  return {
    entity: 'action',
    from,
    key: [id],
    sql: `SELECT ${source}, '${from}:' || d.${id} AS id, 'user' AS kind, ${columns} FROM ${from} d`,
  }
}

/** The member that an entry of a log is about, where its serialised details name one. */
function member(data: string): string | null {
  const uid = pairsOf(data).find(([name]) => name === 'uid')?.[1]
  return /^[1-9]\d{0,18}$/.test(String(uid)) ? String(uid) : null
}

/** What a log's row is named after: these tables have no numbers. */
function logged(from: 'adminlog' | 'moderatorlog', kind: string, columns: readonly string[], rest: string): Reader {
  return {
    entity: 'action',
    from,
    key: columns,
    repeats: true,
    sql: `SELECT ${source}, concat_ws(' ', ${columns.map((c) => `d.${c}`).join(', ')}) AS id, '${kind}' AS kind, nullif(d.uid, '0') AS member,
      d.dateline AS at, d.ipaddress AS ip, d.data, ${rest} FROM ${from} d`,
    derive: { id: named(kind), ip: packedIp, about: { from: 'data', by: member }, data: { by: listed } },
  }
}

/** Bans, warnings, sessions and logs that are alike in all versions; `agent` is the browser of an administrator's session. */
export function records(agent: string): readonly Reader[] {
  return [
    {
      entity: 'ban',
      from: 'banned',
      key: ['uid'],
      repeats: true,
      sql: `SELECT ${source}, d.uid AS id, d.uid AS member, u.username AS name, d.dateline AS at, d.lifted AS until, d.reason,
        nullif(d.admin, '0') AS by, false AS exempt FROM banned d LEFT JOIN users u ON u.uid = d.uid`,
    },
    {
      entity: 'ban',
      from: 'banfilters',
      key: ['fid'],
      sql: `SELECT ${source}, 'filter:' || d.fid AS id, CASE WHEN d.type = '1' THEN d.filter END AS ip, CASE WHEN d.type = '2' THEN d.filter END AS name,
        CASE WHEN d.type = '3' THEN d.filter END AS email, d.dateline AS at, false AS exempt FROM banfilters d`,
    },
    {
      entity: 'warning',
      from: 'warnings',
      key: ['wid'],
      sql: `SELECT ${source}, d.wid AS id, d.uid AS member, nullif(d.pid, '0') AS post, d.dateline AS at, nullif(d.issuedby, '0') AS by,
        concat_ws(': ', nullif(d.title, ''), nullif(d.notes, '')) AS reason FROM warnings d`,
    },
    {
      entity: 'login',
      from: 'sessions',
      key: ['sid'],
      sql: `SELECT ${source}, d.sid AS id, 'session' AS kind, nullif(d.uid, '0') AS member, d.time AS at, d.ip, d.useragent AS agent FROM sessions d`,
      derive: { id: named('session'), ip: packedIp },
    },
    {
      entity: 'login',
      from: 'adminsessions',
      key: ['sid'],
      sql: `SELECT ${source}, d.sid AS id, 'session' AS kind, nullif(d.uid, '0') AS member, d.dateline AS at, d.lastactive AS until, d.ip,
        ${agent} AS agent FROM adminsessions d`,
      derive: { id: named('admin'), ip: packedIp },
    },
    logged(
      'adminlog',
      'admin',
      ['uid', 'ipaddress', 'dateline', 'module', 'action', 'data'],
      `concat_ws('/', nullif(d.module, ''), nullif(d.action, '')) AS operation`,
    ),
    logged(
      'moderatorlog',
      'moderator',
      ['uid', 'dateline', 'fid', 'tid', 'pid', 'action', 'data', 'ipaddress'],
      `d.action AS operation, nullif(d.fid, '0') AS board, nullif(d.tid, '0') AS topic, nullif(d.pid, '0') AS post`,
    ),
    {
      entity: 'action',
      from: 'searchlog',
      key: ['sid'],
      sql: `SELECT ${source}, d.sid AS id, 'user' AS kind, nullif(d.uid, '0') AS member, d.dateline AS at, d.ipaddress AS ip, 'search' AS operation,
        d.keywords AS data FROM searchlog d`,
      derive: { id: named('search'), ip: packedIp },
    },
    deed(
      'reputation',
      'rid',
      `nullif(d.adduid, '0') AS member, d.dateline AS at, 'reputation ' || d.reputation AS operation, nullif(d.uid, '0') AS about,
        nullif(d.pid, '0') AS post, d.comments AS data`,
    ),
    deed(
      'joinrequests',
      'rid',
      `nullif(d.uid, '0') AS member, d.dateline AS at, 'join request' AS operation, concat('group ', d.gid, ': ', d.reason) AS data`,
    ),
    {
      ...deed(
        'threadratings',
        'rid',
        `nullif(d.uid, '0') AS member, d.ipaddress AS ip, 'rating ' || d.rating AS operation, d.tid AS topic`,
      ),
      derive: { ip: packedIp },
    },
    subscription({ from: 'forumsubscriptions', key: ['fsid'], how: 'watch', member: 'd.uid', board: 'd.fid' }),
    subscription({
      from: 'threadsubscriptions',
      key: ['sid'],
      how: 'watch',
      member: 'd.uid',
      topic: 'd.tid',
      at: 'd.dateline',
    }),
  ]
}
