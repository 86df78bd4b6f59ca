import { listed } from '../derived.ts'
import { type Made, type Reader, source } from '../forum.ts'
import { vanillaMarkup } from '../markup/vanilla.ts'
import { packedAddress, packedIp } from '../packed.ts'
import { unserialize } from '../php.ts'
import { subscription } from '../subscription.ts'
import { secondsOf, utc } from '../times.ts'

/** The content that a line of the log keeps: as JSON, or as PHP's serialize() before. */
export function kept(data: string): Readonly<Record<string, unknown>> {
  const php = unserialize(data)?.value
  if (Array.isArray(php)) return Object.fromEntries(php as readonly (readonly [string, unknown])[])
  try {
    const found: unknown = JSON.parse(data)
    return found !== null && typeof found === 'object' ? (found as Record<string, unknown>) : {}
  } catch {
    return {}
  }
}

/** A text, or nothing. */
export const text = (value: unknown): string => (typeof value === 'string' ? value : '')

/** What was deleted is kept in the log: a post again, under the number of its line. */
const deleted: Reader = {
  entity: 'post',
  from: 'Log',
  key: ['logid'],
  aside: true,
  sql: `SELECT ${source}, 'log:' || d.LogID AS id, CASE d.RecordType WHEN 'Discussion' THEN d.RecordID ELSE d.ParentRecordID END AS topic, nullif(d.RecordUserID, '0') AS author,
    u.Name AS author_name, d.RecordDate AS _at, d.RecordIPAddress AS _ip, d.DateInserted AS _deleted, nullif(d.InsertUserID, '0') AS deleted_by, d.Data AS _data
    FROM "Log" d LEFT JOIN "User" u ON u.UserID = d.RecordUserID WHERE d.Operation IN ('Delete', 'Spam', 'Pending') AND d.RecordType IN ('Discussion', 'Comment')`,
  each: ({ id, topic, author, author_name, _at, _ip, _deleted, deleted_by, _data }) => {
    const content = kept(_data ?? '')
    const body = text(content.Body)
    if (body === '') return []
    const made: Made = {
      ...{
        id: id ?? null,
        topic: topic ?? null,
        author: author ?? null,
        author_name: author_name ?? null,
        at: secondsOf(_at ?? ''),
        ip: packedAddress(_ip ?? ''),
      },
      ...{ subject: text(content.Name) || null, text: body, plain: vanillaMarkup(body, text(content.Format) || null) },
      ...{ deleted: 'soft', deleted_at: secondsOf(_deleted ?? ''), deleted_by: deleted_by ?? null },
    }
    return [made]
  },
}

/** The address from which a text was changed last; who did it and when stand with the post too. */
function changed(from: 'Discussion' | 'Comment'): Reader {
  const [key, post] =
    from === 'Comment' ? ['CommentID', 'd.CommentID'] : ['DiscussionID', `'discussion:' || d.DiscussionID`]
  return {
    entity: 'action',
    from,
    key: [key.toLowerCase()],
    aside: true,
    sql: `SELECT ${source}, 'changed:${from.toLowerCase()}:' || d.${key} AS id, 'user' AS kind, nullif(d.UpdateUserID, '0') AS member, d.DateUpdated AS at, d.UpdateIPAddress AS ip,
      'edit ${from.toLowerCase()}' AS operation, d.DiscussionID AS topic, ${post} AS post FROM "${from}" d WHERE d.UpdateIPAddress <> '' AND nullif(d.UpdateUserID, '0') IS NOT NULL`,
    derive: { at: utc, ip: packedIp },
  }
}

/** Bans, warnings, reports and logs. */
export const records: readonly Reader[] = [
  {
    entity: 'ban',
    from: 'Ban',
    key: ['banid'],
    sql: `SELECT ${source}, d.BanID AS id, CASE d.BanType WHEN 'IPAddress' THEN d.BanValue END AS ip, CASE d.BanType WHEN 'Email' THEN d.BanValue END AS email,
      CASE d.BanType WHEN 'Name' THEN d.BanValue END AS name, d.DateInserted AS at, d.Notes AS reason, nullif(d.InsertUserID, '0') AS by, false AS exempt FROM "Ban" d`,
    derive: { at: utc },
  },
  {
    entity: 'ban',
    from: 'User',
    key: ['userid'],
    aside: true,
    sql: `SELECT ${source}, 'user:' || d.UserID AS id, d.UserID AS member, d.Name AS name, false AS exempt FROM "User" d WHERE d.Banned NOT IN ('', '0')`,
  },
  {
    entity: 'warning',
    from: 'UserNote',
    key: ['usernoteid'],
    rest: 'notes about members, read into the log',
    sql: `SELECT ${source}, d.UserNoteID AS id, d.UserID AS member, CASE lower(d.RecordType) WHEN 'comment' THEN d.RecordID WHEN 'discussion' THEN 'discussion:' || d.RecordID END AS post,
      d.DateInserted AS at, nullif(d.InsertUserID, '0') AS by, d.Body AS reason FROM "UserNote" d WHERE lower(d.Type) = 'warning'`,
    derive: { at: utc },
  },
  {
    entity: 'action',
    from: 'UserNote',
    key: ['usernoteid'],
    aside: true,
    sql: `SELECT ${source}, 'note:' || d.UserNoteID AS id, 'moderator' AS kind, nullif(d.InsertUserID, '0') AS member, d.DateInserted AS at, d.InsertIPAddress AS ip,
      concat_ws(' ', 'note', d.Type) AS operation, d.UserID AS about, d.Body AS data FROM "UserNote" d WHERE lower(d.Type) IS DISTINCT FROM 'warning'`,
    derive: { at: utc, ip: packedIp },
  },
  {
    entity: 'report',
    from: 'Flag',
    key: ['insertuserid', 'foreigntype', 'foreignid', 'dateinserted'],
    repeats: true,
    sql: `SELECT ${source}, concat_ws(':', d.InsertUserID, d.ForeignType, d.ForeignID, d.DateInserted) AS id,
      CASE lower(d.ForeignType) WHEN 'comment' THEN d.ForeignID WHEN 'discussion' THEN 'discussion:' || d.ForeignID END AS post,
      CASE lower(d.ForeignType) WHEN 'message' THEN d.ForeignID END AS message, nullif(d.InsertUserID, '0') AS by, d.DateInserted AS at, d.Comment AS text, false AS closed FROM "Flag" d`,
    derive: { at: utc },
  },
  deleted,
  changed('Discussion'),
  changed('Comment'),
  {
    entity: 'action',
    from: 'roleRequest',
    key: ['rolerequestid'],
    sql: `SELECT ${source}, 'role-request:' || d.roleRequestID AS id, 'user' AS kind, nullif(d.UserID, '0') AS member, d.DateInserted AS at, d.InsertIPAddress AS ip,
      concat_ws(' ', 'role', d.type) AS operation, concat_ws(' ', 'role', d.RoleID, d.status) AS data FROM "roleRequest" d`,
    derive: { at: utc, ip: packedIp },
  },
  {
    entity: 'action',
    from: 'Log',
    key: ['logid'],
    sql: `SELECT ${source}, 'log:' || d.LogID AS id, CASE d.Operation WHEN 'Edit' THEN 'user' ELSE 'moderator' END AS kind, nullif(d.InsertUserID, '0') AS member, d.DateInserted AS at,
      d.InsertIPAddress AS ip, concat_ws(' ', d.Operation, d.RecordType) AS operation, nullif(d.RecordUserID, '0') AS about,
      CASE d.RecordType WHEN 'Discussion' THEN d.RecordID WHEN 'Comment' THEN d.ParentRecordID END AS topic,
      CASE d.RecordType WHEN 'Discussion' THEN 'discussion:' || d.RecordID WHEN 'Comment' THEN d.RecordID END AS post, d.Data AS data, d.RecordType AS _type FROM "Log" d`,
    derive: {
      at: utc,
      ip: packedIp,
      // Of an account only its number is told: the log keeps its password too.
      data: {
        hint: '_type',
        by: (data, cell) => {
          if (/^(?:user|registration)$/i.test(cell.hint ?? '')) return null
          const content = kept(data)
          const words = [text(content.Name), text(content.Body), text(content.Story)].filter((part) => part !== '')
          return words.length > 0 ? words.join('\n') : listed(data, cell)
        },
      },
    },
  },
  {
    entity: 'action',
    from: 'Invitation',
    key: ['invitationid'],
    sql: `SELECT ${source}, 'invitation:' || d.InvitationID AS id, 'user' AS kind, nullif(d.InsertUserID, '0') AS member, d.DateInserted AS at, 'invite' AS operation,
      nullif(d.AcceptedUserID, '0') AS about, d.Email AS data FROM "Invitation" d`,
    derive: { at: utc },
  },
  {
    entity: 'action',
    from: 'UserMerge',
    key: ['mergeid'],
    sql: `SELECT ${source}, 'merge:' || d.MergeID AS id, 'admin' AS kind, nullif(d.InsertUserID, '0') AS member, d.DateInserted AS at, 'merge accounts' AS operation,
      d.NewUserID AS about, d.OldUserID AS data FROM "UserMerge" d`,
    derive: { at: utc },
  },
  subscription({
    from: 'UserDiscussion',
    table: '"UserDiscussion"',
    key: ['userid', 'discussionid'],
    how: 'bookmark',
    member: 'd.UserID',
    topic: 'd.DiscussionID',
    where: [`d.Bookmarked = '1'`, 'what a member has seen; no content'],
  }),
  subscription({
    from: 'UserCategory',
    table: '"UserCategory"',
    key: ['userid', 'categoryid'],
    how: 'follow',
    member: 'd.UserID',
    board: 'd.CategoryID',
    where: [`d.Followed = '1'`, 'what a member has seen; no content'],
  }),
]
