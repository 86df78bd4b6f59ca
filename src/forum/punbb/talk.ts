import { plain } from '../derived.ts'
import { type Reader, source } from '../forum.ts'
import { punbbMarkup } from '../markup/index.ts'
import { byName } from './tables.ts'

/** Categories and the boards in them; both are numbered from 1, so a category says what it is. */
export const boards: readonly Reader[] = [
  {
    entity: 'board',
    from: 'categories',
    key: ['id'],
    sql: `SELECT ${source}, 'category:' || d.id AS id, 'category' AS kind, d.cat_name AS name, d.disp_position AS position,
      false AS locked, false AS has_password FROM categories d`,
  },
  {
    entity: 'board',
    from: 'forums',
    key: ['id'],
    sql: `SELECT ${source}, d.id, 'category:' || nullif(d.cat_id, '0') AS parent,
      CASE WHEN d.redirect_url <> '' THEN 'link' ELSE 'board' END AS kind, d.forum_name AS name, d.forum_desc AS description,
      d.disp_position AS position, false AS locked, false AS has_password FROM forums d`,
  },
]

/** Topics say who began them by name only; `begun` gives the account of each topic's first post. */
export function topics(begun: string, more: Pick<Reader, 'whole'> = {}): Reader {
  return {
    entity: 'topic',
    from: 'topics',
    key: ['id'],
    ...more,
    sql: `SELECT ${source}, d.id, d.forum_id AS board, d.subject AS title, nullif(p.poster_id, '1') AS author, d.poster AS author_name,
      d.posted AS at, d.num_views AS views,
      CASE WHEN nullif(d.moved_to, '0') IS NOT NULL THEN 'moved' WHEN d.sticky = '1' THEN 'sticky' ELSE 'normal' END AS kind,
      d.closed = '1' AS locked, nullif(d.moved_to, '0') AS moved_to FROM topics d ${begun}`,
  }
}

/** Posts; who edited one is said by name only. */
export const posts: Reader = {
  entity: 'post',
  from: 'posts',
  key: ['id'],
  sql: `SELECT ${source}, d.id, t.forum_id AS board, d.topic_id AS topic, nullif(d.poster_id, '1') AS author, d.poster AS author_name,
    d.posted AS at, d.poster_ip AS ip, d.message AS text, d.edited AS edited_at, e.id AS edited_by
    FROM posts d LEFT JOIN topics t ON t.id = d.topic_id LEFT JOIN ${byName} e ON e.name = lower(d.edited_by)`,
  derive: { plain: plain(punbbMarkup, 'text') },
}
