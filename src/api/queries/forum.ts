import type { Pool } from 'pg'
import type {
  BoardNode,
  LensQuery,
  MemberRef,
  Page,
  PollOption,
  Site,
  Topic,
  TopicRow,
  TopicsQuery,
} from '../contract.ts'
import { type At, bind, type Key, mapPage, page, sourced } from './page.ts'
import { type Lens, lensOf, seen } from './view.ts'

/** The rebuilt boards with their counts. */
export async function sites(db: Pool): Promise<readonly Site[]> {
  const { rows } = await db.query<Site>(
    `SELECT s.site, s.key, s.engine, s.adapter, s.version, s.title, s.base_url AS "baseUrl", s.exhibit, s.timezone,
            coalesce(f.members, 0)::int AS members, coalesce(f.topics, 0)::int AS topics,
            coalesce(f.posts, 0)::int AS posts, coalesce(f.messages, 0)::int AS messages
       FROM forum.site s
       LEFT JOIN (SELECT site, sum(n) FILTER (WHERE name = 'members') AS members,
                         sum(n) FILTER (WHERE name = 'topics') AS topics,
                         sum(n) FILTER (WHERE name = 'posts') AS posts,
                         sum(n) FILTER (WHERE name = 'messages') AS messages
                    FROM api.figure GROUP BY site) f ON f.site = s.site
      ORDER BY s.site`,
  )
  return rows
}

type BoardRow = Omit<BoardNode, 'source' | 'children'> & At & { readonly parent: string | null }

/** What the boards hold under a view, counted anew: the prepared counts are of everything. */
const countedAnew = (lens: Lens, put: (value: unknown) => string): string => `(
  SELECT t.board, count(*)::int AS topics, sum(p.posts)::int AS posts, max(coalesce(p.last_at, t.at)) AS last_at
    FROM forum.topic t
    LEFT JOIN (SELECT p.topic, count(*) AS posts, max(p.at) AS last_at FROM forum.post p
                WHERE ${['p.site = $1', ...seen(lens, 'p', put)].map((w) => `(${w})`).join(' AND ')} GROUP BY p.topic) p ON p.topic = t.id
   WHERE ${['t.site = $1', ...seen(lens, 't', put)].map((w) => `(${w})`).join(' AND ')} GROUP BY t.board)`

/** True for a board that neither everybody nor the group most members are in could see; null where permissions are not known. */
const hidden = `CASE WHEN EXISTS (SELECT FROM forum.board_access WHERE site = $1) THEN b.kind <> 'category' AND NOT EXISTS (
    SELECT FROM forum.board_access x WHERE x.site = $1 AND x.board = b.id AND x.sees = 'yes' AND x.member IS NULL AND (x.grp IS NULL OR x.grp = '0'
      OR x.grp = (SELECT g.grp FROM forum.grp_member g WHERE g.site = $1 AND NOT g.pending GROUP BY g.grp ORDER BY count(*) DESC, g.grp LIMIT 1))) END`

/** The boards of a site as the tree the forum showed; a board whose parent is missing stands at the top. */
export async function boards(db: Pool, site: number, query: LensQuery = {}): Promise<readonly BoardNode[]> {
  const lens = await lensOf(db, site, query)
  const values: unknown[] = [site]
  const limited = lens.asOf !== null || lens.as !== null
  const counted = limited
    ? `${countedAnew(lens, bind(values))} a ON a.board = b.id`
    : 'api.board a ON a.site = b.site AND a.board = b.id'
  const { rows } = await db.query<BoardRow>(
    `SELECT b.id, b.parent, b.kind, b.name, b.description, b.locked, b.has_password AS "hasPassword",
            coalesce(a.topics, 0)::int AS topics, coalesce(a.posts, 0)::int AS posts, nullif(a.last_at, '-infinity') AS "lastPostAt",
            coalesce(m.names, '{}') AS moderators, (${hidden}) AS hidden, b._file, b._offset, b._length
       FROM forum.board b
       LEFT JOIN ${counted}
       LEFT JOIN (SELECT o.board, array_agg(coalesce(p.name, g.name, o.member, 'group ' || o.grp) ORDER BY o.n) AS names
                    FROM forum.moderator o
                    LEFT JOIN forum.member p ON p.site = o.site AND p.id = o.member
                    LEFT JOIN forum.grp g ON g.site = o.site AND g.id = o.grp
                   WHERE o.site = $1 GROUP BY o.board) m ON m.board = b.id
      WHERE b.site = $1 ORDER BY b.position, length(b.id), b.id`,
    values,
  )
  return tree(site, rows)
}

function tree(site: number, rows: readonly BoardRow[]): readonly BoardNode[] {
  const known = new Set(rows.map((row) => row.id))
  const below = new Map<string | null, BoardRow[]>()
  for (const row of rows) {
    const parent = row.parent !== null && known.has(row.parent) && row.parent !== row.id ? row.parent : null
    below.set(parent, [...(below.get(parent) ?? []), row])
  }
  const placed = new Set<string>()
  const node = (row: BoardRow): BoardNode => {
    placed.add(row.id)
    const { parent: _, ...rest } = sourced(`board:${site}:${row.id}`, row)
    return { ...rest, children: (below.get(row.id) ?? []).filter((child) => !placed.has(child.id)).map(node) }
  }
  const top = (below.get(null) ?? []).map(node)
  // Boards whose parents form a circle belong to no tree; they are shown all the same.
  return [
    ...top,
    ...rows.filter((row) => !placed.has(row.id)).flatMap((row) => (placed.has(row.id) ? [] : [node(row)])),
  ]
}

const topicColumns = `t.id, t.board, t.title, t.author, coalesce(m.name, t.author_name) AS "authorName", t.at,
  nullif(a.last_at, '-infinity') AS "lastPostAt", a.posts, t.views, t.kind, t.locked, t.deleted, t.deleted_at AS "deletedAt",
  (t.poll_title IS NOT NULL AND t.poll_title <> '') AS poll, t._file, t._offset, t._length`
const topicJoins = `JOIN forum.topic t ON t.site = a.site AND t.id = a.topic
  LEFT JOIN forum.member m ON m.site = t.site AND m.id = t.author`

type TopicRaw = Omit<TopicRow, 'source' | 'author'> &
  At & { readonly author: string | null; readonly authorName: string | null }

function topicRow<Raw extends TopicRaw>(site: number, raw: Raw) {
  const { author, authorName, ...rest } = sourced(`topic:${site}:${raw.id}`, raw)
  const ref: MemberRef = { site, id: author as string | null, name: authorName as string | null }
  return { ...rest, author: ref }
}

const pinned: Key = { sql: 'a.pinned', type: 'int' }
const topicKeys: Readonly<Record<NonNullable<TopicsQuery['sort']>, readonly Key[]>> = {
  last: [pinned, { sql: 'a.last_at', type: 'timestamptz' }],
  created: [{ sql: 'a.created_at', type: 'timestamptz' }],
  title: [{ sql: 'a.title_key', type: 'text' }],
  posts: [{ sql: 'a.posts', type: 'int' }],
}

/** Topics of a board; pinned ones come first only where the newest answer does. */
export async function topics(db: Pool, site: number, board: string, query: TopicsQuery): Promise<Page<TopicRow>> {
  const lens = await lensOf(db, site, query)
  if (lens.open !== null && !lens.open.has(board)) return { rows: [], next: null, total: 0 }
  const limited = lens.asOf !== null || lens.as !== null
  // When the last answer came is not yet known on an earlier day.
  const sort = query.sort ?? (lens.asOf === null ? 'last' : 'created')
  const values: unknown[] = [site, board]
  const own = limited
    ? [
        `EXISTS (SELECT FROM forum.topic t WHERE ${['t.site = a.site', 't.id = a.topic', ...seen(lens, 't', bind(values))].map((w) => `(${w})`).join(' AND ')})`,
      ]
    : []
  const then = limited
    ? ` LEFT JOIN LATERAL (SELECT count(*)::int AS posts, max(p.at) AS last_at FROM forum.post p
          WHERE ${['p.site = a.site', 'p.topic = a.topic', ...seen(lens, 'p', bind(values))].map((w) => `(${w})`).join(' AND ')}) n ON true`
    : ''
  const descending = (query.order ?? (sort === 'title' ? 'asc' : 'desc')) === 'desc'
  const keys = topicKeys[sort].filter((key) => descending || key !== pinned)
  const count = await db.query<{ n: number }>('SELECT topics AS n FROM api.board WHERE site = $1 AND board = $2', [
    site,
    board,
  ])
  const found = await page<TopicRaw>(
    db,
    {
      select: limited
        ? topicColumns.replace("nullif(a.last_at, '-infinity')", 'n.last_at').replace('a.posts', 'n.posts')
        : topicColumns,
      from: 'api.topic a',
      as: 'a',
      joins: topicJoins + then,
      where: ['a.site = $1', 'a.board = $2', ...own],
      values,
      keys: [...keys, { sql: 'length(a.topic)', type: 'int' }, { sql: 'a.topic', type: 'text' }],
      descending,
    },
    query,
    limited ? null : (count.rows[0]?.n ?? 0),
  )
  return mapPage(found, (row) => onDay(topicRow(site, row), lens))
}

/** A topic that was deleted later stood there on the day. */
function onDay<Row extends TopicRow & { readonly deletedAt?: string | null }>(row: Row, { asOf }: Lens): Row {
  const later = asOf !== null && row.deletedAt != null && Date.parse(row.deletedAt) > Date.parse(asOf)
  return later ? { ...row, deleted: null } : row
}

/** One topic with its board, removal and poll; null when there is none. */
export async function topic(db: Pool, site: number, id: string): Promise<Topic | null> {
  const { rows } = await db.query<
    TopicRaw &
      Pick<Topic, 'boardName' | 'movedTo' | 'deletedAt' | 'pollTitle' | 'pollStart' | 'pollEnd'> & {
        remover: string | null
        removerName: string | null
      }
  >(
    `SELECT ${topicColumns}, b.name AS "boardName", t.moved_to AS "movedTo",
            t.deleted_by AS remover, d.name AS "removerName", t.poll_title AS "pollTitle",
            t.poll_start AS "pollStart", t.poll_end AS "pollEnd"
       FROM api.topic a ${topicJoins}
       LEFT JOIN forum.board b ON b.site = t.site AND b.id = t.board
       LEFT JOIN forum.member d ON d.site = t.site AND d.id = t.deleted_by
      WHERE a.site = $1 AND a.topic = $2`,
    [site, id],
  )
  const raw = rows[0]
  if (!raw) return null
  const { remover, removerName, ...row } = topicRow(site, raw)
  const pollOptions = row.poll ? await pollOf(db, site, id) : []
  return { ...row, pollOptions, deletedBy: remover === null ? null : { site, id: remover, name: removerName } } as Topic
}

/** The answers of a topic's poll with those who are known to have given them. */
async function pollOf(db: Pool, site: number, topic: string): Promise<readonly PollOption[]> {
  type Voter = { readonly id: string | null; readonly name: string | null }
  const { rows } = await db.query<Omit<PollOption, 'voters'> & { readonly voters: readonly Voter[] }>(
    `SELECT o.option, o.label, o.votes, coalesce(v.voters, '[]') AS voters FROM forum.poll_option o
       LEFT JOIN LATERAL (SELECT json_agg(json_build_object('id', w.member, 'name', w.name)) AS voters
         FROM (SELECT v.member, coalesce(m.name, v.ip) AS name FROM forum.poll_vote v
                 LEFT JOIN forum.member m ON m.site = v.site AND m.id = v.member
                WHERE v.site = o.site AND v.topic = o.topic AND v.option = o.option ORDER BY v.n LIMIT 200) w) v ON true
      WHERE o.site = $1 AND o.topic = $2 ORDER BY length(o.option), o.option`,
    [site, topic],
  )
  return rows.map((row) => ({ ...row, voters: row.voters.map((each): MemberRef => ({ site, ...each })) }))
}
