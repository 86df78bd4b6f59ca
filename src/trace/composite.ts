import type { ClientBase, Pool } from 'pg'
import type { Walk } from './trace.ts'

/** Resolves an id of one kind. */
type Finder = (db: ClientBase | Pool, id: string) => Promise<Walk | null>

interface At {
  readonly sentence: string
  readonly _file: number | null
  readonly _offset: number | null
  readonly _length: number | null
}

/** A row whose key has several parts: `parts` cuts them out of the id, `sql` says the row in a sentence. */
function row(kind: string, parts: RegExp, sql: string): Finder {
  return async (db, id) => {
    const key = parts.exec(id)?.slice(1)
    if (!key) return null
    const { rows } = await db.query<At>(sql, key)
    const found = rows[0]
    if (!found) return null
    const { sentence, _file, _offset, _length } = found
    const hasBytes = _file !== null && _offset !== null && _length !== null
    return {
      sentence,
      steps: [{ id, parent: null, kind, sentence }],
      origins: hasBytes ? [{ step: id, file: _file, offset: _offset, length: _length }] : [],
      truncated: false,
    }
  }
}

const member = (column: string): string =>
  `coalesce('“' || (SELECT name FROM forum.member m WHERE m.site = t.site AND m.id = t.${column}) || '”', 'account ' || t.${column})`
const group = `coalesce('“' || (SELECT name FROM forum.grp g WHERE g.site = t.site AND g.id = t.grp) || '”', t.grp)`

/** Rows of the forum and findings that one number does not name. */
export const composites: Readonly<Record<string, Finder>> = {
  profile_field: row(
    'profile_field',
    /^profile_field:(\d{1,9}):([^:]+):(.+)$/s,
    `SELECT concat('Profile field ', t.field, ' of ', ${member('member')}, ' on ', s.key) AS sentence, t._file, t._offset, t._length
       FROM forum.profile_field t JOIN forum.site s USING (site) WHERE t.site = $1::int AND t.member = $2 AND t.field = $3`,
  ),
  grp_member: row(
    'grp_member',
    /^grp_member:(\d{1,9}):([^:]+):(.+)$/s,
    `SELECT concat('Membership of ', ${member('member')}, ' in group ', ${group}, ' on ', s.key) AS sentence, t._file, t._offset, t._length
       FROM forum.grp_member t JOIN forum.site s USING (site) WHERE t.site = $1::int AND t.grp = $2 AND t.member = $3`,
  ),
  moderator: row(
    'moderator',
    /^moderator:(\d{1,9}):(\d{1,9})$/,
    `SELECT concat('Moderation of ', coalesce('board ' || t.board, 'the whole forum'), ' by ', coalesce(${member('member')}, 'group ' || ${group}), ' on ', s.key) AS sentence,
            t._file, t._offset, t._length
       FROM forum.moderator t JOIN forum.site s USING (site) WHERE t.site = $1::int AND t.n = $2::int`,
  ),
  relation: row(
    'relation',
    /^relation:(\d{1,9}):([^:]+):(.+):(friend|foe|alias)$/s,
    `SELECT concat(${member('member')}, CASE t.kind WHEN 'alias' THEN ' is an account that the owner of ' ELSE ' names ' END, ${member('other')},
            CASE t.kind WHEN 'alias' THEN ' writes under unnamed' ELSE ' a ' || t.kind END, ' on ', s.key) AS sentence, t._file, t._offset, t._length
       FROM forum.relation t JOIN forum.site s USING (site) WHERE t.site = $1::int AND t.member = $2 AND t.other = $3 AND t.kind = $4`,
  ),
  request: row(
    'request',
    /^request:(\d{1,9}):(\d{1,9})$/,
    `SELECT concat('Line ', t.n, ' of log ', f.path, ': ', coalesce(t.method || ' ', ''), t.path, ' from ', coalesce(t.ip, t.host, 'nobody named'),
            coalesce(', ' || to_char(t.at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS"Z"'), '')) AS sentence, t._file, t._offset, t._length
       FROM evidence.web_request t JOIN evidence.file f ON f.file = t._file WHERE t._file = $1::int AND t.n = $2::int`,
  ),
  visit: row(
    'visit',
    /^visit:(\d{1,9}):(\d{1,9})$/,
    `SELECT concat('Visit ', t.visit, ' of ', ${member('member')}, ' to ', s.key, ' from ', t.ip, ', ', t.requests, ' requests from ',
            to_char(t.first_at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS"Z"'), '. ', t.why) AS sentence, t._file, t._offset, t._length
       FROM forum.visit t JOIN forum.site s USING (site) WHERE t.site = $1::int AND t.visit = $2::int`,
  ),
  failed_login: row(
    'failed_login',
    /^failed_login:(\d{1,9}):(\d{1,9})$/,
    `SELECT concat('Failed log-in to ', s.key, ' from ', t.ip, ', ', to_char(t.at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS"Z"'), '. ', t.why) AS sentence,
            t._file, t._offset, t._length
       FROM forum.failed_login t JOIN forum.site s USING (site) WHERE t.site = $1::int AND t.n = $2::int`,
  ),
  letter: row(
    'letter',
    /^letter:(\d{1,9}):(\d{1,9})$/,
    `SELECT concat('Message ', t.n, ' of ', f.path, coalesce(' “' || t.subject || '”', ''), ', ',
            coalesce(to_char(t.at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS"Z"'), 'a time the evidence does not say')) AS sentence, t._file, t._offset, t._length
       FROM evidence.mail_message t JOIN evidence.file f USING (file) WHERE t.file = $1::int AND t.n = $2::int`,
  ),
  mail: row(
    'mail',
    /^mail:(\d{1,9}):(\d{1,9})$/,
    `SELECT concat(CASE WHEN t.by_board THEN coalesce('Notice of ' || t.notice, 'Message of the board') ELSE 'Message' END, ' ', t.direction, ' ',
            coalesce(${member('member')}, t.address), ' on ', s.key, ', ',
            coalesce(to_char(t.at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS"Z"'), 'a time the evidence does not say'), '. ', t.why) AS sentence, t._file, t._offset, t._length
       FROM forum.mail t JOIN forum.site s USING (site) WHERE t.site = $1::int AND t.mail = $2::int`,
  ),
  // Of a file its first bytes show the sign; of a key no more than the marker that stands before its value.
  locked: row(
    'locked',
    /^locked:(\d{1,9}):(\d{1,9})$/,
    `SELECT concat(initcap(t.kind), ' (', t.form, ') in ', t.path, CASE WHEN t._offset > 0 THEN ' from byte ' || t._offset ELSE '' END, ': ', t.why) AS sentence,
            t._file, t._offset, least(t._length, CASE t.kind WHEN 'key' THEN 16 ELSE 64 END)::int AS _length
       FROM unlock.locked t WHERE t.exhibit = $1::int AND t.n = $2::int`,
  ),
  locked_text: row(
    'locked_text',
    /^locked_text:(\d{1,9}):(\d{1,9})$/,
    `SELECT concat(initcap(t.kind), ' (', t.form, '), ', t.place, ' on ', s.key, ': ', t.why) AS sentence, t._file, t._offset, t._length
       FROM unlock.locked_text t JOIN forum.site s USING (site) WHERE t.site = $1::int AND t.n = $2::int`,
  ),
  secret: row(
    'secret',
    /^secret:(\d{1,9}):(.+):(\d{1,9})$/s,
    `SELECT concat('Stored password of ', ${member('member')}, ' on ', s.key, ' (', t.scheme, '), its value hidden') AS sentence, t._file, t._offset, t._length
       FROM unlock.secret t JOIN forum.site s USING (site) WHERE t.site = $1::int AND t.member = $2 AND t.n = $3::int`,
  ),
  setting: row(
    'setting',
    /^setting:(\d{1,9}):(\d{1,9})$/,
    `SELECT concat('Setting ', t.name, coalesce(' (' || t.meaning || ')', ''), ' of ', t.software, CASE WHEN t.value IS NULL THEN ', its value hidden' ELSE ': ' || t.value END) AS sentence,
            t._file, t._offset, t._length
       FROM evidence.setting t WHERE t.file = $1::int AND t.n = $2::int`,
  ),
  change: row(
    'change',
    /^change:(\d{1,9}):(\d{1,9}):([^:]+):(.+)$/s,
    `SELECT concat('Row ', t.id, ' of table ', t."table", ' on ', s.key, ', ',
                   CASE t.kind WHEN 'added' THEN 'held only by copy ' WHEN 'deleted' THEN 'no longer in copy ' ELSE 'otherwise in copy ' END, t.copy,
                   CASE WHEN t.columns = '{}' THEN '' ELSE ': ' || array_to_string(t.columns, ', ') END) AS sentence, t._file, t._offset, t._length
       FROM forum.change t JOIN forum.site s USING (site) WHERE t.site = $1::int AND t.copy = $2::int AND t."table" = $3 AND t.id = $4`,
  ),
  finding: row(
    'finding',
    /^finding:(.+):(\d{1,9}):(\d{1,9}):(\d{1,9})$/s,
    `SELECT concat(initcap(t.severity), ' ', t.code, ': ', t.detail) AS sentence, t._file, t._offset, t._length
       FROM evidence.finding t WHERE t.stage = $1 AND t.unit = $2::int AND t.batch = $3::int AND t.n = $4::int`,
  ),
}
