import { type Reader, source } from '../forum.ts'
import { subscription } from '../subscription.ts'
import { session } from './records4.ts'

/** Warnings, suspensions, reports, log-ins and logs of Burning Board 3. */
export const records3: readonly Reader[] = [
  {
    entity: 'warning',
    from: 'wcf1_user_infraction_warning_to_user',
    key: ['userwarningid'],
    sql: `SELECT ${source}, d.userWarningID AS id, d.userID AS member, CASE d.objectType WHEN 'post' THEN nullif(d.objectID, '0') END AS post, d.time AS at, nullif(d.judgeID, '0') AS by,
      concat_ws(': ', nullif(d.title, ''), nullif(d.reason, '')) AS reason FROM wcf1_user_infraction_warning_to_user d`,
  },
  {
    entity: 'ban',
    from: 'wcf1_user_infraction_suspension_to_user',
    key: ['usersuspensionid'],
    sql: `SELECT ${source}, 'suspension:' || d.userSuspensionID AS id, d.userID AS member, u.username AS name, d.time AS at, d.expires AS until, nullif(d.judgeID, '0') AS by,
      false AS exempt FROM wcf1_user_infraction_suspension_to_user d LEFT JOIN wcf1_user u ON u.userID = d.userID`,
  },
  {
    entity: 'report',
    from: 'wbb1_1_post_report',
    key: ['reportid'],
    sql: `SELECT ${source}, d.reportID AS id, d.postID AS post, nullif(d.userID, '0') AS by, d.reportTime AS at, d.report AS text, false AS closed FROM wbb1_1_post_report d`,
  },
  session('wcf1_session', 'session', 'd.lastActivityTime AS at'),
  session('wcf1_acp_session', 'session', 'd.lastActivityTime AS at'),
  {
    entity: 'login',
    from: 'wcf1_acp_session_log',
    key: ['sessionlogid'],
    sql: `SELECT ${source}, 'admin:' || d.sessionLogID AS id, 'session' AS kind, nullif(d.userID, '0') AS member, d.time AS at, d.lastActivityTime AS until, d.ipAddress AS ip,
      d.userAgent AS agent FROM wcf1_acp_session_log d`,
  },
  {
    entity: 'login',
    from: 'wcf1_user_failed_login',
    key: ['failedloginid'],
    sql: `SELECT ${source}, 'failed:' || d.failedLoginID AS id, 'failed' AS kind, nullif(d.userID, '0') AS member, d.username AS name, d.time AS at, d.ipAddress AS ip,
      d.userAgent AS agent FROM wcf1_user_failed_login d`,
  },
  {
    entity: 'action',
    from: 'wcf1_acp_session_access_log',
    key: ['sessionaccesslogid'],
    sql: `SELECT ${source}, 'admin:' || d.sessionAccessLogID AS id, 'admin' AS kind, nullif(s.userID, '0') AS member, d.time AS at, d.ipAddress AS ip,
      coalesce(nullif(d.requestURI, ''), '/') AS operation FROM wcf1_acp_session_access_log d LEFT JOIN wcf1_acp_session_log s ON s.sessionLogID = d.sessionLogID`,
  },
  {
    entity: 'action',
    from: 'wcf1_search',
    key: ['searchid'],
    sql: `SELECT ${source}, 'search:' || d.searchID AS id, 'user' AS kind, nullif(d.userID, '0') AS member, d.searchDate AS at, 'search' AS operation FROM wcf1_search d`,
  },
  subscription({
    from: 'wbb1_1_board_subscription',
    key: ['userid', 'boardid'],
    how: 'watch',
    member: 'd.userID',
    board: 'd.boardID',
  }),
  subscription({
    from: 'wbb1_1_thread_subscription',
    key: ['userid', 'threadid'],
    how: 'watch',
    member: 'd.userID',
    topic: 'd.threadID',
  }),
]
