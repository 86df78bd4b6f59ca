import { type Found, type Made, type Reader, source } from '../forum.ts'
import { secondsOf, utc } from '../times.ts'

const times = { at: utc }

/** The notes that staff made about an account, which the store of extensions holds as one list under its number. */
function notes({ member, _notes }: Found): readonly Made[] {
  let list: unknown
  try {
    list = JSON.parse(_notes ?? '')
  } catch {
    return []
  }
  return (Array.isArray(list) ? list : []).flatMap((note: unknown, i) => {
    const { raw, created_by, created_at, post_id } = (note ?? {}) as Readonly<Record<string, unknown>>
    if (typeof raw !== 'string' || raw.trim() === '') return []
    const number = (value: unknown): string | null =>
      Number.isSafeInteger(Number(value ?? 'x')) ? String(value) : null
    const made: Made = {
      id: `note:${member}:${i + 1}`,
      kind: 'moderator',
      operation: 'note',
      data: raw,
      ...{ member: number(created_by), about: member ?? null, post: number(post_id) },
      at: typeof created_at === 'string' ? secondsOf(created_at) : null,
    }
    return [made]
  })
}

/** Addresses under which accounts came, what they followed and looked at, reactions, and what staff noted about accounts. */
export const traces: readonly Reader[] = [
  {
    // A row for each address of an account: since when it came under it, and when it last changed to it.
    entity: 'login',
    from: 'user_ip_address_histories',
    key: ['id'],
    sql: `SELECT ${source}, 'address:' || d.id AS id, 'session' AS kind, d.user_id AS member, d.created_at AS at, nullif(d.updated_at, d.created_at) AS until, d.ip_address AS ip
      FROM user_ip_address_histories d`,
    derive: { at: utc, until: utc },
  },
  {
    entity: 'action',
    from: 'topic_link_clicks',
    key: ['id'],
    sql: `SELECT ${source}, 'click:' || d.id AS id, 'user' AS kind, d.user_id AS member, d.created_at AS at, d.ip_address AS ip, 'follow link' AS operation,
      l.topic_id AS topic, l.post_id AS post, l.url AS data FROM topic_link_clicks d LEFT JOIN topic_links l ON l.id = d.topic_link_id`,
    derive: times,
  },
  {
    entity: 'action',
    from: 'user_profile_views',
    key: ['id'],
    sql: `SELECT ${source}, 'profile:' || d.id AS id, 'user' AS kind, d.user_id AS member, d.viewed_at AS at, d.ip_address AS ip, 'view profile' AS operation,
      d.user_profile_id AS about FROM user_profile_views d`,
    derive: times,
  },
  {
    entity: 'action',
    from: 'discourse_reactions_reaction_users',
    key: ['id'],
    sql: `SELECT ${source}, 'reaction:' || d.id AS id, 'user' AS kind, d.user_id AS member, d.created_at AS at, 'react' AS operation, p.user_id AS about, d.post_id AS post,
      r.reaction_value AS data FROM discourse_reactions_reaction_users d LEFT JOIN discourse_reactions_reactions r ON r.id = d.reaction_id LEFT JOIN posts p ON p.id = d.post_id`,
    derive: times,
  },
  {
    entity: 'action',
    from: 'plugin_store_rows',
    key: ['id'],
    none: 'lists without a note',
    rest: 'what extensions keep for themselves',
    sql: `SELECT ${source}, substring(d.key FROM '^notes:([0-9]+)$') AS member, d.value AS _notes FROM plugin_store_rows d
      WHERE d.plugin_name = 'user_notes' AND d.key ~ '^notes:[0-9]+$'`,
    each: notes,
  },
]
