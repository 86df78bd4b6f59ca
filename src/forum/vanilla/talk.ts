import { numbered } from '../derived.ts'
import { type Derivations, type Derived, type Reader, source } from '../forum.ts'
import { formatted } from '../markup/formatted.ts'
import { htmlPlain } from '../markup/html.ts'
import { vanillaMarkup } from '../markup/vanilla.ts'
import { packedIp } from '../packed.ts'
import { utc } from '../times.ts'

const words: Derived = formatted(vanillaMarkup, 'text', '_format')
const written: Derivations = { at: utc, ip: packedIp, plain: words }

/** Columns of a text, the same in every table. */
const body = `d.InsertUserID AS author, u.Name AS author_name, d.DateInserted AS at, d.InsertIPAddress AS ip, d.Body AS text, d.Format AS _format`
const edited = `d.DateUpdated AS edited_at, nullif(d.UpdateUserID, '0') AS edited_by`
const by = `LEFT JOIN "User" u ON u.UserID = d.InsertUserID`

/** Categories and discussions; a discussion is a topic and its first post, `discussion:12`. */
export const talk: readonly Reader[] = [
  {
    entity: 'board',
    from: 'Category',
    key: ['categoryid'],
    rest: 'the root of all categories',
    sql: `SELECT ${source}, d.CategoryID AS id, CASE WHEN d.ParentCategoryID NOT IN ('-1', '0') THEN d.ParentCategoryID END AS parent,
      CASE WHEN d.DisplayAs IN ('Heading', 'Categories') OR d.AllowDiscussions = '0' THEN 'category' ELSE 'board' END AS kind, d.Name AS name, d.Description AS description,
      coalesce(nullif(d.TreeLeft, ''), d.Sort) AS position, coalesce(d.Archived = '1', false) AS locked, false AS has_password FROM "Category" d WHERE d.CategoryID IS DISTINCT FROM '-1'`,
  },
  {
    entity: 'topic',
    from: 'Discussion',
    key: ['discussionid'],
    sql: `SELECT ${source}, d.DiscussionID AS id, d.CategoryID AS board, d.Name AS title, d.InsertUserID AS author, u.Name AS author_name, d.DateInserted AS at, d.CountViews AS views,
      CASE WHEN lower(d.Type) = 'redirect' THEN 'moved' WHEN d.Announce = '1' THEN 'announcement' WHEN d.Announce = '2' THEN 'sticky' ELSE 'normal' END AS kind, d.Closed = '1' AS locked,
      q.Name AS poll_title, q.DateInserted AS poll_start FROM "Discussion" d ${by}
      LEFT JOIN (SELECT DiscussionID, min(Name) AS Name, min(DateInserted) AS DateInserted FROM "Poll" GROUP BY DiscussionID) q ON q.DiscussionID = d.DiscussionID`,
    derive: { title: { when: '<&', by: (text) => htmlPlain(text) }, at: utc, poll_start: utc },
  },
  {
    entity: 'post',
    from: 'Discussion',
    key: ['discussionid'],
    aside: true,
    sql: `SELECT ${source}, 'discussion:' || d.DiscussionID AS id, d.CategoryID AS board, d.DiscussionID AS topic, ${body}, ${edited} FROM "Discussion" d ${by}`,
    derive: { ...written, edited_at: utc },
  },
  {
    entity: 'post',
    from: 'Comment',
    key: ['commentid'],
    sql: `SELECT ${source}, d.CommentID AS id, t.CategoryID AS board, d.DiscussionID AS topic, ${body}, ${edited}
      FROM "Comment" d ${by} LEFT JOIN "Discussion" t ON t.DiscussionID = d.DiscussionID`,
    derive: { ...written, edited_at: utc },
  },
  {
    entity: 'topic',
    from: 'User',
    key: ['userid'],
    aside: true,
    sql: `SELECT ${source}, 'profile:' || d.UserID AS id, d.Name AS title, d.UserID AS author, d.Name AS author_name, d.DateInserted AS at, 'normal' AS kind, false AS locked
      FROM "User" d WHERE d.UserID IN (SELECT a.ActivityUserID FROM "Activity" a WHERE a.Story <> '' AND coalesce(a.NotifyUserID, '-1') IN ('-1', '-2'))`,
    derive: { at: utc },
  },
  {
    entity: 'post',
    from: 'Activity',
    key: ['activityid'],
    rest: 'notices of what happened elsewhere; no content of their own',
    sql: `SELECT ${source}, 'activity:' || d.ActivityID AS id, 'profile:' || d.ActivityUserID AS topic, d.InsertUserID AS author, u.Name AS author_name, d.DateInserted AS at,
      d.InsertIPAddress AS ip, d.Story AS text, d.Format AS _format FROM "Activity" d ${by} WHERE d.Story <> '' AND coalesce(d.NotifyUserID, '-1') IN ('-1', '-2')`,
    derive: written,
  },
  {
    entity: 'post',
    from: 'ActivityComment',
    key: ['activitycommentid'],
    sql: `SELECT ${source}, 'activity-comment:' || d.ActivityCommentID AS id, 'profile:' || a.ActivityUserID AS topic, ${body}
      FROM "ActivityComment" d ${by} LEFT JOIN "Activity" a ON a.ActivityID = d.ActivityID`,
    derive: written,
  },
]

const others: Derived = {
  hint: 'author',
  by: (list, { hint }) => [...new Set(list.split(' '))].filter((m) => m !== hint && m !== '0' && m !== ''),
}

/** Conversations: every message once, and once more for each member who has part in it. */
export const messages: readonly Reader[] = [
  {
    entity: 'message',
    from: 'ConversationMessage',
    key: ['messageid'],
    sql: `SELECT ${source}, d.MessageID AS id, d.ConversationID AS thread, ${body}, r.members AS recipients, c.Subject AS subject,
      coalesce(r.gone, EXISTS (SELECT FROM "UserConversation")) AS deleted
      FROM "ConversationMessage" d ${by} LEFT JOIN "Conversation" c ON c.ConversationID = d.ConversationID
      LEFT JOIN (SELECT ConversationID, string_agg(UserID, ' ' ORDER BY length(UserID), UserID) AS members, bool_and(coalesce(Deleted = '1', false)) AS gone
          FROM "UserConversation" GROUP BY ConversationID) r ON r.ConversationID = d.ConversationID`,
    derive: { ...written, recipients: others },
  },
  {
    entity: 'mailbox',
    from: 'UserConversation',
    key: ['conversationid', 'userid'],
    none: 'members of a conversation without messages',
    sql: `SELECT ${source}, d.UserID AS member, d.DateLastViewed AS _read, d.DateCleared AS _cleared, d.Deleted AS _deleted, m.messages AS _messages
      FROM "UserConversation" d LEFT JOIN (
        SELECT n.ConversationID, string_agg(concat(n.MessageID, '|', n.InsertUserID, '|', n.DateInserted), ',' ORDER BY n._row) AS messages
          FROM (SELECT DISTINCT ConversationID FROM "UserConversation") c
          JOIN "ConversationMessage" n ON n.ConversationID = c.ConversationID GROUP BY n.ConversationID) m ON m.ConversationID = d.ConversationID`,
    // Moments are written so that text sorts as time does.
    each: ({ member, _read, _cleared, _deleted, _messages }) =>
      (_messages ?? '').split(',').flatMap((part) => {
        const [message = '', author, at = ''] = part.split('|')
        if (message === '') return []
        const own = author === member
        const deleted = _deleted === '1' || (_cleared != null && at <= _cleared)
        return [
          {
            message,
            member: member ?? null,
            folder: own ? 'sent' : 'inbox',
            unread: !own && at > (_read ?? ''),
            deleted,
          },
        ]
      }),
  },
]

/** Uploads, polls and drafts. */
export const extras: readonly Reader[] = [
  {
    entity: 'attachment',
    from: 'Media',
    key: ['mediaid'],
    sql: `SELECT ${source}, d.MediaID AS id, nullif(d.InsertUserID, '0') AS owner,
      CASE lower(d.ForeignTable) WHEN 'comment' THEN d.ForeignID WHEN 'discussion' THEN 'discussion:' || d.ForeignID END AS post,
      CASE WHEN lower(d.ForeignTable) IN ('message', 'conversationmessage') THEN d.ForeignID END AS message, d.Name AS name, d.Path AS stored_name, d.Type AS media_type,
      d.Size AS size, d.DateInserted AS at, coalesce(lower(d.ForeignTable), 'embed') = 'embed' AS orphan FROM "Media" d`,
    derive: { at: utc },
  },
  {
    entity: 'poll_option',
    from: 'PollOption',
    key: ['polloptionid'],
    rest: 'polls that belong to no discussion',
    sql: `SELECT ${source}, q.DiscussionID AS topic, d.PollOptionID AS option, d.Body AS label, d.CountVotes AS votes FROM "PollOption" d JOIN "Poll" q ON q.PollID = d.PollID
      WHERE q.DiscussionID IS NOT NULL`,
  },
  {
    entity: 'poll_vote',
    from: 'PollVote',
    key: ['userid', 'polloptionid'],
    repeats: true,
    rest: 'polls that belong to no discussion',
    sql: `SELECT ${source}, concat_ws(' ', d.UserID, d.PollOptionID) AS n, q.DiscussionID AS topic, d.PollOptionID AS option, nullif(d.UserID, '0') AS member
      FROM "PollVote" d JOIN "PollOption" o ON o.PollOptionID = d.PollOptionID JOIN "Poll" q ON q.PollID = o.PollID WHERE q.DiscussionID IS NOT NULL`,
    derive: { n: numbered },
  },
  {
    entity: 'draft',
    from: 'Draft',
    key: ['draftid'],
    sql: `SELECT ${source}, d.DraftID AS id, d.InsertUserID AS member, d.CategoryID AS board, nullif(d.DiscussionID, '0') AS topic, coalesce(d.DateUpdated, d.DateInserted) AS at,
      d.Name AS subject, d.Body AS text, d.Format AS _format FROM "Draft" d`,
    derive: { at: utc, plain: words },
  },
]
