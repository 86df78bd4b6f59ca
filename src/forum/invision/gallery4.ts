import { plain, unescaped } from '../derived.ts'
import { type Derivations, type Reader, source, type Tables } from '../forum.ts'
import { invisionHtml } from '../markup/invision.ts'
import { tablesOf } from '../words.ts'

/** What the gallery keeps of albums, pictures and what was said of them. */
export const galleryTables: Tables = tablesOf({
  gallery_albums: 'album_id album_owner_id album_name',
  gallery_images:
    'image_id image_member_id image_album_id image_caption image_description image_original_file_name image_masked_file_name image_file_name image_file_size image_file_type image_approved image_date image_ipaddress image_gps_lat image_gps_lon image_loc_short',
  gallery_comments:
    'comment_id comment_author_id comment_author_name comment_ip_address comment_post_date comment_text comment_approved comment_img_id',
  gallery_album_comments:
    'comment_id comment_author_id comment_author_name comment_ip_address comment_post_date comment_text comment_approved comment_album_id',
})

const written: Derivations = { author_name: unescaped, plain: plain(invisionHtml, 'text') }
const hidden = (column: string): string =>
  `CASE WHEN ${column} IN ('-1', '-2') THEN 'soft' WHEN ${column} = '0' THEN 'unapproved' END AS deleted`
const album = (column: string): string => `'album:' || nullif(${column}, '0')`

function remarks(from: string, kind: string, topic: string, joins: string): Reader {
  return {
    entity: 'post',
    from,
    key: ['comment_id'],
    sql: `SELECT ${source}, '${kind}:' || d.comment_id AS id, ${topic} AS topic, nullif(d.comment_author_id, '0') AS author, d.comment_author_name AS author_name,
      d.comment_post_date AS at, d.comment_ip_address AS ip, d.comment_text AS text, ${hidden('d.comment_approved')} FROM ${from} d ${joins}`,
    derive: written,
  }
}

/**
 * The gallery of Invision Community 4: an album is a topic without a board, a picture a post in it with its file, and where
 * a picture says that it was taken a line of the log.
 */
export const gallery4: readonly Reader[] = [
  {
    entity: 'topic',
    from: 'gallery_albums',
    key: ['album_id'],
    sql: `SELECT ${source}, 'album:' || d.album_id AS id, d.album_name AS title, nullif(d.album_owner_id, '0') AS author, u.name AS author_name,
      'normal' AS kind, false AS locked FROM gallery_albums d LEFT JOIN core_members u ON u.member_id = d.album_owner_id`,
    derive: { title: unescaped, author_name: unescaped },
  },
  {
    entity: 'post',
    from: 'gallery_images',
    key: ['image_id'],
    sql: `SELECT ${source}, 'image:' || d.image_id AS id, ${album('d.image_album_id')} AS topic, nullif(d.image_member_id, '0') AS author, u.name AS author_name,
      d.image_date AS at, d.image_ipaddress AS ip, d.image_caption AS subject, d.image_description AS text, ${hidden('d.image_approved')}
      FROM gallery_images d LEFT JOIN core_members u ON u.member_id = d.image_member_id`,
    derive: { ...written, subject: unescaped },
  },
  {
    entity: 'attachment',
    from: 'gallery_images',
    key: ['image_id'],
    aside: true,
    sql: `SELECT ${source}, 'image:' || d.image_id AS id, nullif(d.image_member_id, '0') AS owner, 'image:' || d.image_id AS post,
      coalesce(nullif(d.image_file_name, ''), regexp_replace(coalesce(nullif(d.image_original_file_name, ''), d.image_masked_file_name), '^.*/', '')) AS name,
      coalesce(nullif(d.image_original_file_name, ''), d.image_masked_file_name) AS stored_name, d.image_file_type AS media_type, d.image_file_size AS size,
      d.image_date AS at, false AS orphan FROM gallery_images d`,
    derive: { name: unescaped },
  },
  {
    entity: 'action',
    from: 'gallery_images',
    key: ['image_id'],
    aside: true,
    sql: `SELECT ${source}, 'gallery_images:' || d.image_id AS id, 'user' AS kind, nullif(d.image_member_id, '0') AS member, d.image_date AS at, d.image_ipaddress AS ip,
      'picture taken at' AS operation, 'image:' || d.image_id AS post, concat_ws(' ', concat_ws(', ', d.image_gps_lat, d.image_gps_lon), nullif(d.image_loc_short, '')) AS data
      FROM gallery_images d WHERE nullif(nullif(d.image_gps_lat, ''), '0') IS NOT NULL`,
  },
  remarks(
    'gallery_comments',
    'image-comment',
    album('i.image_album_id'),
    'LEFT JOIN gallery_images i ON i.image_id = d.comment_img_id',
  ),
  remarks('gallery_album_comments', 'album-comment', album('d.comment_album_id'), ''),
]
