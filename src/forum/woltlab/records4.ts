import { listed, named } from '../derived.ts'
import { type Derived, type Reader, source } from '../forum.ts'
import { unmapped } from '../packed.ts'
import { payerFields, payment } from '../payments.ts'
import { unserialize } from '../php.ts'
import { subscription } from '../subscription.ts'

export const post = (type: string, id: string): string => `CASE ${type} WHEN 'com.woltlab.wbb.post' THEN ${id} END`
const topic = (type: string, id: string): string => `CASE ${type} WHEN 'com.woltlab.wbb.thread' THEN ${id} END`

/** What a report says stands in a serialised list. */
const reported: Derived = {
  by: (data) => {
    const found = unserialize(data)?.value
    const pairs = Array.isArray(found) ? (found as readonly (readonly [string, unknown])[]) : []
    const text = pairs.find(([key]) => key === 'message')?.[1]
    return typeof text === 'string' ? text : null
  },
}

/** Sessions, under names made from a digest: their identifiers are secrets. */
export function session(table: string, kind: 'session' | 'persistent', at: string): Reader {
  return {
    entity: 'login',
    from: table,
    key: ['sessionid'],
    sql: `SELECT ${source}, d.sessionID AS id, '${kind}' AS kind, nullif(d.userID, '0') AS member, ${at}, d.ipAddress AS ip, d.userAgent AS agent FROM ${table} d`,
    derive: { id: named(table), ip: unmapped },
  }
}

/** Warnings, reports, log-ins and logs of WoltLab 4 to 6. */
export const records4: readonly Reader[] = [
  {
    entity: 'warning',
    from: 'wcf1_user_infraction_warning',
    key: ['userwarningid'],
    sql: `SELECT ${source}, d.userWarningID AS id, d.userID AS member, ${post('o.objectType', `nullif(d.objectID, '0')`)} AS post, d.time AS at, nullif(d.judgeID, '0') AS by,
      concat_ws(': ', nullif(d.title, ''), nullif(d.reason, '')) AS reason
      FROM wcf1_user_infraction_warning d LEFT JOIN wcf1_object_type o ON o.objectTypeID = d.objectTypeID`,
  },
  {
    entity: 'report',
    from: 'wcf1_moderation_queue',
    key: ['queueid'],
    rest: 'content that waits to be approved; its row says so',
    sql: `SELECT ${source}, d.queueID AS id, ${post('o.objectType', 'd.objectID')} AS post, CASE o.objectType WHEN 'com.woltlab.wcf.conversation.message' THEN d.objectID END AS message,
      nullif(d.userID, '0') AS by, d.time AS at, o.objectType AS reason, d.additionalData AS text, coalesce(d.status IN ('2', '3', '4'), false) AS closed
      FROM wcf1_moderation_queue d LEFT JOIN wcf1_object_type o ON o.objectTypeID = d.objectTypeID LEFT JOIN wcf1_object_type_definition f ON f.definitionID = o.definitionID
      WHERE f.definitionName IS DISTINCT FROM 'com.woltlab.wcf.moderation.activation'`,
    derive: { text: reported },
  },
  session('wcf1_session', 'session', 'd.lastActivityTime AS at'),
  session('wcf1_acp_session', 'session', 'd.lastActivityTime AS at'),
  session('wcf1_user_session', 'persistent', 'd.creationTime AS at, d.lastActivityTime AS until'),
  {
    entity: 'login',
    from: 'wcf1_acp_session_log',
    key: ['sessionlogid'],
    sql: `SELECT ${source}, 'admin:' || d.sessionLogID AS id, 'session' AS kind, nullif(d.userID, '0') AS member, d.time AS at, d.lastActivityTime AS until, d.ipAddress AS ip,
      d.userAgent AS agent FROM wcf1_acp_session_log d`,
    derive: { ip: unmapped },
  },
  {
    entity: 'login',
    from: 'wcf1_user_authentication_failure',
    key: ['failureid'],
    sql: `SELECT ${source}, 'failed:' || d.failureID AS id, 'failed' AS kind, nullif(d.userID, '0') AS member, d.username AS name, d.time AS at, d.ipAddress AS ip,
      d.userAgent AS agent FROM wcf1_user_authentication_failure d`,
    derive: { ip: unmapped },
  },
  {
    entity: 'action',
    from: 'wcf1_acp_session_access_log',
    key: ['sessionaccesslogid'],
    sql: `SELECT ${source}, 'admin:' || d.sessionAccessLogID AS id, 'admin' AS kind, nullif(s.userID, '0') AS member, d.time AS at, d.ipAddress AS ip,
      coalesce(nullif(d.requestURI, ''), '/') AS operation FROM wcf1_acp_session_access_log d LEFT JOIN wcf1_acp_session_log s ON s.sessionLogID = d.sessionLogID`,
    derive: { ip: unmapped },
  },
  {
    entity: 'action',
    from: 'wcf1_modification_log',
    key: ['logid'],
    sql: `SELECT ${source}, 'moderator:' || d.logID AS id, 'moderator' AS kind, nullif(d.userID, '0') AS member, d.time AS at, concat_ws(' ', o.objectType, d.action) AS operation,
      CASE o.objectType WHEN 'com.woltlab.wcf.user' THEN d.objectID END AS about, ${topic('o.objectType', 'd.objectID')} AS topic, ${post('o.objectType', 'd.objectID')} AS post,
      d.additionalData AS data FROM wcf1_modification_log d LEFT JOIN wcf1_object_type o ON o.objectTypeID = d.objectTypeID`,
    derive: { data: { by: listed } },
  },
  {
    entity: 'action',
    from: 'wcf1_edit_history_entry',
    key: ['entryid'],
    aside: true,
    sql: `SELECT ${source}, 'edit:' || d.entryID AS id, 'user' AS kind, nullif(coalesce(nullif(d.obsoletedByUserID, '0'), d.userID), '0') AS member,
      coalesce(nullif(d.obsoletedAt, '0'), d.time) AS at, concat_ws(' ', 'edit', o.objectType) AS operation, ${post('o.objectType', 'd.objectID')} AS post
      FROM wcf1_edit_history_entry d LEFT JOIN wcf1_object_type o ON o.objectTypeID = d.objectTypeID`,
  },
  {
    entity: 'action',
    from: 'wcf1_paid_subscription_transaction_log',
    key: ['logid'],
    sql: `SELECT ${source}, 'payment:' || d.logID AS id, 'other' AS kind, nullif(d.userID, '0') AS member, d.logTime AS at, 'payment' AS operation,
      concat_ws(' ', d.transactionID, d.logMessage) AS data, d.transactionDetails AS _details FROM wcf1_paid_subscription_transaction_log d`,
    derive: { data: payment },
  },
  {
    entity: 'profile_field',
    from: 'wcf1_paid_subscription_transaction_log',
    key: ['logid'],
    aside: true,
    sql: `SELECT ${source}, d.userID AS member, d.logID AS _id, d.transactionDetails AS _details FROM wcf1_paid_subscription_transaction_log d
      WHERE nullif(d.userID, '0') IS NOT NULL`,
    each: payerFields,
  },
  {
    entity: 'action',
    from: 'wcf1_search',
    key: ['searchid'],
    sql: `SELECT ${source}, 'search:' || d.searchID AS id, 'user' AS kind, nullif(d.userID, '0') AS member, d.searchTime AS at, 'search' AS operation FROM wcf1_search d`,
  },
  subscription({
    from: 'wcf1_user_object_watch',
    key: ['watchid'],
    how: 'watch',
    member: 'd.userID',
    joins: 'JOIN wcf1_object_type o ON o.objectTypeID = d.objectTypeID',
    board: `CASE o.objectType WHEN 'com.woltlab.wbb.board' THEN d.objectID END`,
    topic: `CASE o.objectType WHEN 'com.woltlab.wbb.thread' THEN d.objectID END`,
    where: [
      `o.objectType IN ('com.woltlab.wbb.board', 'com.woltlab.wbb.thread')`,
      'other things than boards and threads that are watched',
    ],
  }),
  {
    entity: 'action',
    from: 'wcf1_like',
    key: ['likeid'],
    sql: `SELECT ${source}, 'like:' || d.likeID AS id, 'user' AS kind, nullif(d.userID, '0') AS member, d.time AS at,
      concat_ws(' ', CASE WHEN d.likeValue LIKE '-%' THEN 'dislike' ELSE 'like' END, o.objectType) AS operation, nullif(d.objectUserID, '0') AS about,
      CASE WHEN o.objectType LIKE 'com.woltlab.wbb.%ost' THEN d.objectID END AS post
      FROM wcf1_like d LEFT JOIN wcf1_object_type o ON o.objectTypeID = d.objectTypeID`,
  },
]
