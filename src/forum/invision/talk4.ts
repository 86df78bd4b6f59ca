import { plain, unescaped } from '../derived.ts'
import { type Reader, source } from '../forum.ts'
import { invisionHtml } from '../markup/invision.ts'
import { options, votes } from './polls.ts'
import { word } from './tables4.ts'
import { archivedPosts, messages, type Names, posts, topics } from './talk.ts'

const names: Names = {
  core: 'core_',
  forums: 'forums_',
  member: 'member_id',
  shown: 'name',
  hidden: ['-1', '-2', '-3', '3'],
  unnamed: 'core_anonymous_posts',
  softDeletes: 'core_soft_delete_log',
}
const hidden = (column: string): string =>
  `CASE WHEN ${column} IN ('-1', '-2') THEN 'soft' WHEN ${column} = '0' THEN 'unapproved' END`
const ofPoll = '(SELECT poll_state, min(tid) AS tid FROM forums_topics GROUP BY poll_state) t'

/** Boards, topics, posts (archived ones too), what stands on profiles, conversations, uploads and polls of version 4. */
export const talk4: readonly Reader[] = [
  {
    entity: 'board',
    from: 'forums_forums',
    key: ['id'],
    sql: `SELECT ${source}, d.id, CASE WHEN d.parent_id NOT IN ('0', '-1') THEN d.parent_id END AS parent,
      CASE WHEN d.redirect_on = '1' THEN 'link' WHEN d.sub_can_post = '0' THEN 'category' ELSE 'board' END AS kind,
      ${word(`'forums_forum_' || d.id`)} AS name, ${word(`'forums_forum_' || d.id || '_desc'`)} AS _description, d.position, false AS locked,
      coalesce(d.password <> '', false) AS has_password FROM forums_forums d`,
    derive: { name: unescaped, description: plain(invisionHtml, '_description') },
  },
  topics(names, 'core_polls q ON q.pid = d.poll_state'),
  {
    entity: 'topic',
    from: 'core_members',
    key: ['member_id'],
    aside: true,
    sql: `SELECT ${source}, 'profile:' || d.member_id AS id, d.name AS title, d.member_id AS author, d.name AS author_name, d.joined AS at,
      'normal' AS kind, false AS locked FROM core_members d WHERE d.member_id IN (SELECT status_member_id FROM core_member_status_updates)`,
    derive: { title: unescaped, author_name: unescaped },
  },
  posts(names, invisionHtml),
  archivedPosts(names, invisionHtml),
  {
    entity: 'post',
    from: 'core_member_status_updates',
    key: ['status_id'],
    sql: `SELECT ${source}, 'status:' || d.status_id AS id, 'profile:' || d.status_member_id AS topic,
      coalesce(nullif(d.status_author_id, '0'), d.status_member_id) AS author, u.name AS author_name, d.status_date AS at, d.status_author_ip AS ip,
      d.status_content AS text, ${hidden('d.status_approved')} AS deleted
      FROM core_member_status_updates d LEFT JOIN core_members u ON u.member_id = coalesce(nullif(d.status_author_id, '0'), d.status_member_id)`,
    derive: { author_name: unescaped, plain: plain(invisionHtml, 'text') },
  },
  {
    entity: 'post',
    from: 'core_member_status_replies',
    key: ['reply_id'],
    sql: `SELECT ${source}, 'reply:' || d.reply_id AS id, 'profile:' || s.status_member_id AS topic, nullif(d.reply_member_id, '0') AS author,
      u.name AS author_name, d.reply_date AS at, nullif(d.reply_ip_address, '') AS ip, d.reply_content AS text, ${hidden('d.reply_approved')} AS deleted
      FROM core_member_status_replies d LEFT JOIN core_member_status_updates s ON s.status_id = d.reply_status_id
      LEFT JOIN core_members u ON u.member_id = d.reply_member_id`,
    derive: { author_name: unescaped, plain: plain(invisionHtml, 'text') },
  },
  ...messages(names, invisionHtml),
  {
    entity: 'attachment',
    from: 'core_attachments',
    key: ['attach_id'],
    sql: `SELECT ${source}, d.attach_id AS id, nullif(d.attach_member_id, '0') AS owner, m.post, m.message, d.attach_file AS name,
      d.attach_location AS stored_name, d.attach_filesize AS size, d.attach_date AS at, m.attachment_id IS NULL AS orphan
      FROM core_attachments d LEFT JOIN (SELECT attachment_id, min(CASE lower(location_key) WHEN 'forums_forums' THEN nullif(id2, '0') END) AS post,
          min(CASE lower(location_key) WHEN 'core_messaging' THEN nullif(id2, '0') END) AS message FROM core_attachments_map GROUP BY attachment_id) m
        ON m.attachment_id = d.attach_id`,
    derive: { name: unescaped },
  },
  options('core_polls', 't.tid', `LEFT JOIN ${ofPoll} ON t.poll_state = d.pid`),
  votes('core_voters', 't.tid', `LEFT JOIN ${ofPoll} ON t.poll_state = d.poll`),
]
