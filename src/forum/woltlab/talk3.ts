import { numbered, plain } from '../derived.ts'
import { type Derived, type Reader, source } from '../forum.ts'
import { woltlabMarkup } from '../markup/woltlab.ts'
import { worded } from './people.ts'

const hidden = `CASE WHEN d.isDeleted = '1' THEN 'soft' WHEN d.isDisabled = '1' THEN 'unapproved' END AS deleted, d.deleteTime AS deleted_at,
  CASE WHEN d.isDeleted = '1' THEN nullif(d.deletedByID, '0') END AS deleted_by`

/** Boards, topics, posts and guest books of Burning Board 3. */
export const talk3: readonly Reader[] = [
  {
    entity: 'board',
    from: 'wbb1_1_board',
    key: ['boardid'],
    sql: `SELECT ${source}, d.boardID AS id, nullif(d.parentID, '0') AS parent, CASE d.boardType WHEN '1' THEN 'category' WHEN '2' THEN 'link' ELSE 'board' END AS kind,
      ${worded('d.title')} AS name, ${worded('d.description')} AS description, s.position, d.isClosed = '1' AS locked, false AS has_password
      FROM wbb1_1_board d LEFT JOIN wbb1_1_board_structure s ON s.boardID = d.boardID`,
  },
  {
    entity: 'topic',
    from: 'wbb1_1_thread',
    key: ['threadid'],
    sql: `SELECT ${source}, d.threadID AS id, d.boardID AS board, d.topic AS title, nullif(d.userID, '0') AS author, d.username AS author_name, d.time AS at, d.views,
      CASE WHEN nullif(d.movedThreadID, '0') IS NOT NULL THEN 'moved' WHEN d.isAnnouncement = '1' THEN 'announcement' WHEN d.isSticky = '1' THEN 'sticky' ELSE 'normal' END AS kind,
      d.isClosed = '1' AS locked, ${hidden}, nullif(d.movedThreadID, '0') AS moved_to, q.question AS poll_title, q.time AS poll_start, q.endTime AS poll_end
      FROM wbb1_1_thread d LEFT JOIN (SELECT p.threadID, min(p.pollID) AS pollID FROM wbb1_1_post p WHERE nullif(p.pollID, '0') IS NOT NULL GROUP BY p.threadID) o ON o.threadID = d.threadID
      LEFT JOIN wcf1_poll q ON q.pollID = o.pollID`,
  },
  {
    entity: 'topic',
    from: 'wcf1_user',
    key: ['userid'],
    aside: true,
    sql: `SELECT ${source}, 'profile:' || d.userID AS id, d.username AS title, d.userID AS author, d.username AS author_name, d.registrationDate AS at, 'normal' AS kind,
      false AS locked FROM wcf1_user d WHERE d.userID IN (SELECT g.ownerID FROM wcf1_user_guestbook g)`,
  },
  {
    entity: 'post',
    from: 'wbb1_1_post',
    key: ['postid'],
    sql: `SELECT ${source}, d.postID AS id, t.boardID AS board, d.threadID AS topic, nullif(d.userID, '0') AS author, d.username AS author_name, d.time AS at, d.ipAddress AS ip,
      d.subject, d.message AS text, d.enableHtml AS _html, d.lastEditTime AS edited_at, nullif(d.editorID, '0') AS edited_by, d.editCount AS edit_count,
      d.editReason AS edit_reason, ${hidden}, d.deleteReason AS deleted_reason FROM wbb1_1_post d LEFT JOIN wbb1_1_thread t ON t.threadID = d.threadID`,
    derive: { plain: plain(woltlabMarkup, 'text', '_html') },
  },
  {
    entity: 'post',
    from: 'wcf1_user_guestbook',
    key: ['entryid'],
    sql: `SELECT ${source}, 'guestbook:' || d.entryID AS id, 'profile:' || d.ownerID AS topic, nullif(d.userID, '0') AS author, d.username AS author_name, d.time AS at,
      d.message AS text FROM wcf1_user_guestbook d`,
    derive: { plain: plain(woltlabMarkup, 'text') },
  },
]

const recipients: Derived = { by: (list) => [...new Set(list.split(' '))].filter((m) => m !== '' && m !== '0') }

/** Folders: 0 is the inbox; a folder of one's own ends in its number. */
const folder = `CASE coalesce(d.folderID, '0') WHEN '0' THEN 'inbox' ELSE concat(f.folderName, ' [', d.folderID, ']') END`

/** Private messages, uploads and polls of Burning Board 3; the author's own copy is kept with the message. */
export const messages3: readonly Reader[] = [
  {
    entity: 'message',
    from: 'wcf1_pm',
    key: ['pmid'],
    sql: `SELECT ${source}, d.pmID AS id, coalesce(nullif(d.parentPmID, '0'), d.pmID) AS thread, nullif(d.userID, '0') AS author, d.username AS author_name, r.members AS recipients,
      d.time AS at, d.ipAddress AS ip, d.subject, d.message AS text, d.enableHtml AS _html,
      coalesce(r.gone, true) AND d.saveInOutbox IS DISTINCT FROM '1' AND d.isDraft IS DISTINCT FROM '1' AS deleted
      FROM wcf1_pm d LEFT JOIN (SELECT pmID, string_agg(recipientID, ' ' ORDER BY isBlindCopy, length(recipientID), recipientID) AS members,
          bool_and(coalesce(isDeleted IN ('1', '2'), false)) AS gone FROM wcf1_pm_to_user GROUP BY pmID) r ON r.pmID = d.pmID`,
    derive: { recipients, plain: plain(woltlabMarkup, 'text', '_html') },
  },
  {
    entity: 'mailbox',
    from: 'wcf1_pm_to_user',
    key: ['pmid', 'recipientid'],
    none: 'recipients whose accounts are gone',
    sql: `SELECT ${source}, d.pmID AS message, nullif(d.recipientID, '0') AS member, ${folder} AS folder, (coalesce(d.isViewed, '0') = '0')::text AS _unread, d.isDeleted AS _deleted
      FROM wcf1_pm_to_user d LEFT JOIN wcf1_pm_folder f ON f.folderID = d.folderID`,
    each: ({ message, member, folder: name, _unread, _deleted }) =>
      member
        ? [
            {
              message: message ?? null,
              member,
              folder: name ?? 'inbox',
              unread: _unread === 'true',
              deleted: _deleted === '1' || _deleted === '2',
            },
          ]
        : [],
  },
  {
    entity: 'mailbox',
    from: 'wcf1_pm',
    key: ['pmid'],
    aside: true,
    sql: `SELECT ${source}, d.pmID AS message, d.userID AS member, CASE WHEN d.isDraft = '1' THEN 'drafts' ELSE 'sent' END AS folder, false AS unread, false AS deleted FROM wcf1_pm d
      WHERE nullif(d.userID, '0') IS NOT NULL AND (d.saveInOutbox = '1' OR d.isDraft = '1')`,
  },
  {
    entity: 'attachment',
    from: 'wcf1_attachment',
    key: ['attachmentid'],
    sql: `SELECT ${source}, d.attachmentID AS id, nullif(d.userID, '0') AS owner, CASE d.containerType WHEN 'post' THEN nullif(d.containerID, '0') END AS post,
      CASE d.containerType WHEN 'pm' THEN nullif(d.containerID, '0') END AS message, d.attachmentName AS name, 'attachment-' || d.attachmentID AS stored_name,
      d.fileType AS media_type, d.attachmentSize AS size, d.uploadTime AS at, nullif(d.containerID, '0') IS NULL AS orphan FROM wcf1_attachment d`,
  },
  {
    entity: 'poll_option',
    from: 'wcf1_poll_option',
    key: ['polloptionid'],
    rest: 'polls that belong to no post',
    sql: `SELECT ${source}, p.threadID AS topic, d.pollOptionID AS option, d.pollOption AS label, d.votes FROM wcf1_poll_option d JOIN (SELECT pollID, min(threadID) AS threadID
      FROM wbb1_1_post WHERE nullif(pollID, '0') IS NOT NULL GROUP BY pollID) p ON p.pollID = d.pollID`,
  },
  {
    entity: 'poll_vote',
    from: 'wcf1_poll_option_vote',
    key: ['polloptionid', 'userid', 'ipaddress'],
    repeats: true,
    rest: 'polls that belong to no post',
    sql: `SELECT ${source}, concat_ws(' ', d.pollOptionID, d.userID, d.ipAddress) AS n, p.threadID AS topic, d.pollOptionID AS option, nullif(d.userID, '0') AS member, d.ipAddress AS ip
      FROM wcf1_poll_option_vote d JOIN wcf1_poll_option o ON o.pollOptionID = d.pollOptionID JOIN (SELECT pollID, min(threadID) AS threadID
      FROM wbb1_1_post WHERE nullif(pollID, '0') IS NOT NULL GROUP BY pollID) p ON p.pollID = o.pollID`,
    derive: { n: numbered },
  },
]
