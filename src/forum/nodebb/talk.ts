import { type Derivations, type Derived, type Reader, source } from '../forum.ts'
import { discourseMarkup } from '../markup/discourse.ts'
import { decodeEntities } from '../markup/entities.ts'
import { formatted } from '../markup/formatted.ts'
import { millis } from '../times.ts'
import { broken, field, fields, fieldsOf, hashes, number, state, yes } from './objects.ts'

export const words = formatted(discourseMarkup, 'text')
/** Titles and names, which were escaped before they were stored until 4.0. */
export const text: Derived = { when: '&', by: decodeEntities }
const stamps: Derivations = { at: millis, edited_at: millis, deleted_at: millis, plain: words }
const hash = (kind: string): Pick<Reader, 'from' | 'key' | 'aside' | 'whole'> & { readonly where: string } => ({
  from: 'legacy_hash',
  key: ['_key'],
  aside: true,
  whole: true,
  where: `WHERE d._key ~ '^${kind}:[0-9]+$' AND d._row IN (SELECT min(h._row) FROM legacy_hash h WHERE h._key ~ '^${kind}:[0-9]+$' GROUP BY h._key)`,
})

/** A reader of the objects of a kind, each once. */
export function reader(
  kind: string,
  made: Pick<Reader, 'entity' | 'derive' | 'each'> & {
    readonly columns: string
    readonly joins?: string
    readonly unless?: string
  },
): Reader {
  const { where, ...rest } = hash(kind)
  const { columns, joins = '', unless, ...more } = made
  return {
    ...rest,
    ...more,
    sql: `SELECT ${source}, ${columns} FROM legacy_hash d ${fields} ${joins} ${where}${unless === undefined ? '' : ` AND NOT ${unless}`}`,
  }
}

/** The reader that accounts for the table. */
function main({ aside: _, ...all }: Reader, rest: string): Reader {
  return { ...all, rest }
}

export const uid = (name = 'uid'): string => `CASE WHEN ${field(name)} ~ '^[1-9][0-9]*$' THEN ${field(name)} END`

/** The account in field `of` as `u`; the name of one that was removed is in the log of events alone. */
export function byUser(of: string): string {
  const gone = `SELECT DISTINCT ON (y.j ->> 'targetUid') y.j ->> 'targetUid' AS id, y.j ->> 'username' AS username FROM legacy_hash h ${fieldsOf('h', 'y')}
    WHERE h._key ~ '^event:[0-9]+$' AND y.j ->> 'type' IN ('user-delete', 'user-deleteAccount') AND y.j ->> 'username' <> '' ORDER BY y.j ->> 'targetUid', h._row`
  return `LEFT JOIN ${hashes('user')} u ON u.id = x.j ->> '${of}' LEFT JOIN (${gone}) g ON g.id = x.j ->> '${of}'`
}
export const byName = `coalesce(u.j ->> 'username', g.username)`

const removed = `CASE WHEN ${yes('deleted')} THEN 'soft' END AS deleted, ${field('deletedTimestamp')} AS deleted_at, ${uid('deleterUid')} AS deleted_by`
// A topic planned for later is kept as a deleted one until its time comes; nobody deleted it.
const planned = `EXISTS (SELECT FROM legacy_zset z WHERE z._key = 'topics:scheduled' AND z.value = ${number('topic')})`
const removedTopic = `CASE WHEN ${planned} THEN 'unapproved' WHEN ${yes('deleted')} THEN 'soft' END AS deleted,
      CASE WHEN NOT ${planned} THEN ${field('deletedTimestamp')} END AS deleted_at, CASE WHEN NOT ${planned} THEN ${uid('deleterUid')} END AS deleted_by`

/** Categories, topics, and posts, of which all other hashes are the rest. */
export const talk: readonly Reader[] = [
  reader('category', {
    entity: 'board',
    columns: `${number('category')} AS id, CASE WHEN ${field('parentCid')} NOT IN ('0', '-1') THEN ${field('parentCid')} END AS parent,
      CASE WHEN ${field('link')} IS NOT NULL THEN 'link' WHEN ${yes('isSection')} THEN 'category' ELSE 'board' END AS kind, ${field('name')} AS name, ${field('description')} AS description,
      ${field('order')} AS position, ${yes('disabled')} AS locked, false AS has_password`,
    derive: { name: text, description: text },
  }),
  reader('topic', {
    entity: 'topic',
    columns: `${number('topic')} AS id, ${field('cid')} AS board, ${field('title')} AS title, ${uid()} AS author, ${byName} AS author_name, ${field('timestamp')} AS at,
      ${field('viewcount')} AS views, CASE WHEN ${yes('pinned')} THEN 'sticky' ELSE 'normal' END AS kind, ${yes('locked')} AS locked, ${removedTopic}, ${state}`,
    joins: byUser('uid'),
    derive: { at: millis, deleted_at: millis, title: text, moved_to: broken },
  }),
  main(
    reader('post', {
      entity: 'post',
      columns: `${number('post')} AS id, t.j ->> 'cid' AS board, ${field('tid')} AS topic, ${uid()} AS author, coalesce(${field('handle')}, ${byName}) AS author_name,
        ${field('timestamp')} AS at, ${field('ip')} AS ip, ${field('content')} AS text, ${field('edited')} AS edited_at, ${uid('editor')} AS edited_by, ${removed}, ${state}`,
      joins: `${byUser('uid')} LEFT JOIN ${hashes('topic')} t ON t.id = x.j ->> 'tid'`,
      derive: { ...stamps, edit_reason: broken },
    }),
    'hashes of other kinds: accounts, topics, messages and what else is read from them, and settings',
  ),
]
