import { type Reader, source } from '../forum.ts'
import { flarumMarkup } from '../markup/flarum.ts'
import { formatted } from '../markup/formatted.ts'
import { utc } from '../times.ts'

/**
 * Versions since when they were written, the first of a post (revision 0) with the post's own author and time; the latest has
 * no text of its own, since it is the post (the extension the-turk/flarum-diff, Listeners/PostActions.php).
 */
export const versions: readonly Reader[] = [
  {
    entity: 'post_version',
    from: 'post_edit_histories',
    key: ['id'],
    sql: `SELECT ${source}, 'edit:' || d.id AS id, CASE WHEN r.discussion_id IS NULL THEN d.post_id END AS post, CASE WHEN r.discussion_id IS NOT NULL THEN d.post_id END AS message,
      'made' AS form, d.created_at AS since, nullif(d.actor_id, '0') AS author, d.content AS text
      FROM post_edit_histories d LEFT JOIN posts p ON p.id = d.post_id LEFT JOIN (SELECT DISTINCT discussion_id FROM recipients) r ON r.discussion_id = p.discussion_id`,
    derive: { since: utc, plain: formatted(flarumMarkup, 'text') },
  },
]
