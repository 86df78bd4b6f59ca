import { type Reader, source } from '../forum.ts'
import { discourseMarkup } from '../markup/discourse.ts'
import { formatted } from '../markup/formatted.ts'
import { utc } from '../times.ts'

/** What each edit changed (app/models/post_revision.rb), from which the text before it follows, and the texts before edits of the chat. */
export const versions: readonly Reader[] = [
  {
    entity: 'post_version',
    from: 'post_revisions',
    key: ['id'],
    sql: `SELECT ${source}, 'edit:' || d.id AS id, CASE WHEN t.archetype IS DISTINCT FROM 'private_message' THEN d.post_id END AS post,
      CASE WHEN t.archetype = 'private_message' THEN d.post_id END AS message, 'changes' AS form, d.created_at AS until, d.user_id AS replaced_by, d.modifications AS stored
      FROM post_revisions d LEFT JOIN posts p ON p.id = d.post_id LEFT JOIN topics t ON t.id = p.topic_id`,
    derive: { until: utc },
  },
  {
    entity: 'post_version',
    from: 'chat_message_revisions',
    key: ['id'],
    sql: `SELECT ${source}, 'chat:' || d.id AS id, CASE WHEN c.chatable_type IS DISTINCT FROM 'DirectMessage' THEN 'chat:' || d.chat_message_id END AS post,
      CASE WHEN c.chatable_type = 'DirectMessage' THEN 'chat:' || d.chat_message_id END AS message, 'before' AS form, d.created_at AS until, d.user_id AS replaced_by, d.old_message AS text
      FROM chat_message_revisions d LEFT JOIN chat_messages m ON m.id = d.chat_message_id LEFT JOIN chat_channels c ON c.id = m.chat_channel_id`,
    derive: { until: utc, plain: formatted(discourseMarkup, 'text') },
  },
]
