import { numbered, plain } from '../derived.ts'
import { type Derived, type Reader, source } from '../forum.ts'
import { woltlabMarkup } from '../markup/woltlab.ts'
import { unmapped } from '../packed.ts'
import { worded } from './people.ts'

const hidden = `CASE WHEN d.isDeleted = '1' THEN 'soft' WHEN d.isDisabled = '1' THEN 'unapproved' END`

/** Types of content by their number. */
export const typed = (type: string): string =>
  `(SELECT objectTypeID FROM wcf1_object_type WHERE objectType = '${type}')`

/** Who put content of a type into the bin last, as the log of modifications says. */
function trashed(type: string, id: string): string {
  return `LEFT JOIN (SELECT objectID, substr(max(lpad(time, 12, '0') || userID), 13) AS by FROM wcf1_modification_log
    WHERE action = 'trash' AND objectTypeID IN ${typed(type)} GROUP BY objectID) x ON x.objectID = d.${id} AND d.isDeleted = '1'`
}

const others: Derived = {
  hint: 'author',
  by: (list, { hint }) => [...new Set(list.split(' '))].filter((m) => m !== hint && m !== '0' && m !== ''),
}

const wall = typed('com.woltlab.wcf.user.profileComment')

/** Boards, topics, posts and what stands on profiles, in WoltLab 4 to 6. */
export const boards4: readonly Reader[] = [
  {
    entity: 'board',
    from: 'wbb1_board',
    key: ['boardid'],
    sql: `SELECT ${source}, d.boardID AS id, nullif(d.parentID, '0') AS parent, CASE d.boardType WHEN '1' THEN 'category' WHEN '2' THEN 'link' ELSE 'board' END AS kind,
      ${worded('d.title')} AS name, ${worded('d.description')} AS description, d.position, d.isClosed = '1' AS locked, false AS has_password FROM wbb1_board d`,
  },
  {
    entity: 'topic',
    from: 'wbb1_thread',
    key: ['threadid'],
    sql: `SELECT ${source}, d.threadID AS id, d.boardID AS board, d.topic AS title, nullif(d.userID, '0') AS author, d.username AS author_name, d.time AS at, d.views,
      CASE WHEN nullif(d.movedThreadID, '0') IS NOT NULL THEN 'moved' WHEN d.isAnnouncement = '1' THEN 'announcement' WHEN d.isSticky = '1' THEN 'sticky' ELSE 'normal' END AS kind,
      d.isClosed = '1' AS locked, ${hidden} AS deleted, d.deleteTime AS deleted_at, nullif(x.by, '0') AS deleted_by, nullif(d.movedThreadID, '0') AS moved_to,
      q.question AS poll_title, q.time AS poll_start, q.endTime AS poll_end
      FROM wbb1_thread d ${trashed('com.woltlab.wbb.thread', 'threadID')}
      LEFT JOIN (SELECT p.threadID, min(p.pollID) AS pollID FROM wbb1_post p WHERE nullif(p.pollID, '0') IS NOT NULL GROUP BY p.threadID) o ON o.threadID = d.threadID
      LEFT JOIN wcf1_poll q ON q.pollID = o.pollID`,
  },
  {
    entity: 'topic',
    from: 'wcf1_user',
    key: ['userid'],
    aside: true,
    sql: `SELECT ${source}, 'profile:' || d.userID AS id, d.username AS title, d.userID AS author, d.username AS author_name, d.registrationDate AS at, 'normal' AS kind,
      false AS locked FROM wcf1_user d WHERE d.userID IN (SELECT c.objectID FROM wcf1_comment c WHERE c.objectTypeID IN ${wall})`,
  },
  {
    entity: 'post',
    from: 'wbb1_post',
    key: ['postid'],
    sql: `SELECT ${source}, d.postID AS id, t.boardID AS board, d.threadID AS topic, nullif(d.userID, '0') AS author, d.username AS author_name, d.time AS at, d.ipAddress AS ip,
      d.subject, d.message AS text, d.enableHtml AS _html, d.lastEditTime AS edited_at, nullif(d.editorID, '0') AS edited_by, d.editCount AS edit_count,
      d.editReason AS edit_reason, ${hidden} AS deleted, d.deleteTime AS deleted_at, nullif(x.by, '0') AS deleted_by
      FROM wbb1_post d LEFT JOIN wbb1_thread t ON t.threadID = d.threadID ${trashed('com.woltlab.wbb.post', 'postID')}`,
    derive: { ip: unmapped, plain: plain(woltlabMarkup, 'text', '_html') },
  },
  {
    entity: 'post',
    from: 'wcf1_comment',
    key: ['commentid'],
    sql: `SELECT ${source}, 'comment:' || d.commentID AS id, CASE WHEN d.objectTypeID IN ${wall} THEN 'profile:' || d.objectID END AS topic, nullif(d.userID, '0') AS author,
      d.username AS author_name, d.time AS at, d.message AS text, d.enableHtml AS _html FROM wcf1_comment d`,
    derive: { plain: plain(woltlabMarkup, 'text', '_html') },
  },
  {
    entity: 'post',
    from: 'wcf1_comment_response',
    key: ['responseid'],
    sql: `SELECT ${source}, 'response:' || d.responseID AS id, CASE WHEN c.objectTypeID IN ${wall} THEN 'profile:' || c.objectID END AS topic, nullif(d.userID, '0') AS author,
      d.username AS author_name, d.time AS at, d.message AS text, d.enableHtml AS _html FROM wcf1_comment_response d LEFT JOIN wcf1_comment c ON c.commentID = d.commentID`,
    derive: { plain: plain(woltlabMarkup, 'text', '_html') },
  },
]

/** Conversations, uploads and polls of WoltLab 4 to 6. */
export const messages4: readonly Reader[] = [
  {
    entity: 'message',
    from: 'wcf1_conversation_message',
    key: ['messageid'],
    sql: `SELECT ${source}, d.messageID AS id, d.conversationID AS thread, nullif(d.userID, '0') AS author, d.username AS author_name,
      concat_ws(' ', r.members, nullif(c.userID, '0')) AS recipients, d.time AS at, d.ipAddress AS ip, c.subject, d.message AS text, d.enableHtml AS _html,
      d.lastEditTime AS edited_at, coalesce(r.gone, EXISTS (SELECT FROM wcf1_conversation_to_user)) AS deleted
      FROM wcf1_conversation_message d LEFT JOIN wcf1_conversation c ON c.conversationID = d.conversationID
      LEFT JOIN (SELECT conversationID, string_agg(participantID, ' ' ORDER BY isInvisible, length(participantID), participantID) AS members,
          bool_and(coalesce(hideConversation IN ('1', '2'), false)) AS gone FROM wcf1_conversation_to_user GROUP BY conversationID) r ON r.conversationID = d.conversationID`,
    derive: { ip: unmapped, recipients: others, plain: plain(woltlabMarkup, 'text', '_html') },
  },
  {
    entity: 'mailbox',
    from: 'wcf1_conversation_to_user',
    key: ['conversationid', 'participantid'],
    none: 'members of a conversation that are gone, and conversations without messages',
    sql: `SELECT ${source}, d.participantID AS member, d.lastVisitTime AS _read, d.hideConversation AS _hidden, m.messages AS _messages
      FROM wcf1_conversation_to_user d LEFT JOIN (
        SELECT n.conversationID, string_agg(concat(n.messageID, ':', n.userID, ':', n.time), ' ' ORDER BY n._row) AS messages
          FROM (SELECT DISTINCT conversationID FROM wcf1_conversation_to_user) c
          JOIN wcf1_conversation_message n ON n.conversationID = c.conversationID GROUP BY n.conversationID) m ON m.conversationID = d.conversationID`,
    each: ({ member, _read, _hidden, _messages }) =>
      (_messages ?? '').split(' ').flatMap((part) => {
        const [message = '', author, at] = part.split(':')
        if (message === '' || !member) return []
        const own = author === member
        const unread = !own && Number(at) > Number(_read ?? 0)
        return [
          { message, member, folder: own ? 'sent' : 'inbox', unread, deleted: _hidden === '1' || _hidden === '2' },
        ]
      }),
  },
  {
    entity: 'attachment',
    from: 'wcf1_attachment',
    key: ['attachmentid'],
    sql: `SELECT ${source}, d.attachmentID AS id, nullif(d.userID, '0') AS owner, CASE WHEN o.objectType = 'com.woltlab.wbb.post' THEN nullif(d.objectID, '0') END AS post,
      CASE WHEN o.objectType = 'com.woltlab.wcf.conversation.message' THEN nullif(d.objectID, '0') END AS message, coalesce(nullif(d.filename, ''), f.filename) AS name,
      coalesce(f.fileID || '-' || f.fileHash, d.attachmentID || '-' || d.fileHash) AS stored_name, coalesce(nullif(d.fileType, ''), f.mimeType) AS media_type,
      coalesce(nullif(d.filesize, '0'), f.fileSize) AS size, d.uploadTime AS at, nullif(d.objectID, '0') IS NULL AS orphan
      FROM wcf1_attachment d LEFT JOIN wcf1_object_type o ON o.objectTypeID = d.objectTypeID LEFT JOIN wcf1_file f ON f.fileID = d.fileID`,
  },
  {
    entity: 'poll_option',
    from: 'wcf1_poll_option',
    key: ['optionid'],
    rest: 'polls that belong to no post',
    sql: `SELECT ${source}, p.threadID AS topic, d.optionID AS option, d.optionValue AS label, d.votes FROM wcf1_poll_option d JOIN (SELECT pollID, min(threadID) AS threadID
      FROM wbb1_post WHERE nullif(pollID, '0') IS NOT NULL GROUP BY pollID) p ON p.pollID = d.pollID`,
  },
  {
    entity: 'poll_vote',
    from: 'wcf1_poll_option_vote',
    key: ['optionid', 'userid'],
    repeats: true,
    rest: 'polls that belong to no post',
    sql: `SELECT ${source}, concat_ws(' ', d.optionID, d.userID) AS n, p.threadID AS topic, d.optionID AS option, nullif(d.userID, '0') AS member
      FROM wcf1_poll_option_vote d JOIN (SELECT pollID, min(threadID) AS threadID FROM wbb1_post WHERE nullif(pollID, '0') IS NOT NULL GROUP BY pollID) p ON p.pollID = d.pollID`,
    derive: { n: numbered },
  },
]
