import type { ClientBase } from 'pg'
import { getDomain } from 'tldts'
import { type BoardSetting, boardSettings } from '../board-settings.ts'
import { type Addressed, type Board, hostOf, type Letter } from './concern.ts'

/** A message with the place of its bytes. */
export interface PlacedLetter extends Letter {
  readonly offset: number
  readonly length: number
}

/** What is known of a board, as far as mail concerns it; null where no mail was seized. */
export async function openBoardMail(db: ClientBase, site: number): Promise<Board | null> {
  const { rows } = await db.query<{ engine: string; key: string; base_url: string | null; mails: boolean }>(
    `SELECT engine, key, base_url, EXISTS (SELECT FROM evidence.mail_message) AS mails FROM forum.site WHERE site = $1`,
    [site],
  )
  const found = rows[0]
  if (found === undefined || !found.mails) return null
  const settings = await boardSettings(db, site)
  const members = await addressed(db, site)
  const ids = new Set(
    (
      await db.query<{ id: string }>(`SELECT id FROM forum.member WHERE site = $1 AND kind = 'member'`, [site])
    ).rows.map((r) => r.id),
  )
  return {
    engine: found.engine,
    key: found.key,
    hosts: hostsOf([found.key, found.base_url ?? '', ...settings.filter(isAddress).map((s) => s.value)]),
    mailboxes: new Set(settings.flatMap(mailboxesIn)),
    members,
    isMember: (id) => ids.has(id),
  }
}

function isAddress({ name }: BoardSetting): boolean {
  return /^(?:server_name|bburl|boardurl|o_base_url|forum_url)$/i.test(name)
}

/** Mailboxes that a setting names: some name several, with the words of who they belong to. */
function mailboxesIn({ name, value }: BoardSetting): readonly string[] {
  if (/banned|blacklist|disallow|spam|domain/i.test(name)) return []
  return [...value.slice(0, 1000).matchAll(/[^\s"'<>,;:()]{1,64}@[^\s"'<>,;:()]{1,255}/g)].map(([m]) => m.toLowerCase())
}

/** Host names of a board, without `www`, and the domains they belong to: mail comes from there. */
export function hostsOf(addresses: readonly string[]): ReadonlySet<string> {
  const hosts = new Set<string>()
  for (const address of addresses) {
    const host = hostOf(address)
    if (!host.includes('.')) continue
    const domain = getDomain(host, { allowPrivateDomains: true })
    for (const one of [host, host.replace(/^www\./, ''), domain]) if (one) hosts.add(one)
  }
  return hosts
}

/** Members whose address, now or once, stands in a message. */
async function addressed(db: ClientBase, site: number): Promise<ReadonlyMap<string, readonly Addressed[]>> {
  const { rows } = await db.query<{ address: string; member: string; kept: Addressed['kept']; joined: number | null }>(
    `WITH seen AS (SELECT DISTINCT lower(address) AS address FROM evidence.mail_address),
          named AS (
       SELECT lower(trim(email)) AS address, id AS member, 1 AS rank, 'account' AS kept FROM forum.member WHERE site = $1 AND email LIKE '%@%'
       UNION ALL SELECT lower(trim(value)), member, 2, 'profile' FROM forum.profile_field WHERE site = $1 AND value LIKE '%@%'
       UNION ALL SELECT lower(m[1]), coalesce(about, member), 3, 'log'
         FROM forum.action a CROSS JOIN LATERAL regexp_matches(a.data, '[^\\s"'';:<>]{1,64}@[^\\s"'';:<>]{1,255}', 'g') m
        WHERE a.site = $1 AND a.operation ~* 'e_?mail' AND a.data LIKE '%@%')
     SELECT DISTINCT ON (n.address COLLATE "C", n.member COLLATE "C") n.address, n.member, n.kept, extract(epoch FROM m.joined_at)::float8 AS joined
       FROM named n JOIN seen USING (address) JOIN forum.member m ON m.site = $1 AND m.id = n.member AND m.kind = 'member'
      ORDER BY n.address COLLATE "C", n.member COLLATE "C", n.rank`,
    [site],
  )
  const found = new Map<string, Addressed[]>()
  for (const { address, member, kept, joined } of rows)
    found.set(address, [...(found.get(address) ?? []), { member, kept, joinedAt: joined }])
  return found
}

/** Where the next page of messages begins. */
export type After = readonly [exhibit: number, file: number, n: number]

/** What a message says, as a name: the same subject and text have the same. */
const said = `md5(concat(m.subject, chr(10), m.text))`

/** How many messages say the same, of those that say it more than once; copies of one message count once. */
export async function alikeMessages(db: ClientBase): Promise<ReadonlyMap<string, number>> {
  const { rows } = await db.query<{ said: string; n: number }>(
    `SELECT ${said} AS said, count(DISTINCT coalesce(m.message_id, m.file || ':' || m.n))::int AS n FROM evidence.mail_message m
      WHERE m.text IS NOT NULL GROUP BY 1 HAVING count(*) > 1`,
  )
  return new Map(rows.map((r): [string, number] => [r.said, r.n]))
}

/** The messages after one that may concern a board, in order, at most so many. */
export async function lettersAfter(
  db: ClientBase,
  board: Board,
  alike: ReadonlyMap<string, number>,
  after: After,
  most: number,
): Promise<readonly PlacedLetter[]> {
  const { rows } = await db.query<Omit<PlacedLetter, 'alike'> & { readonly said: string }>(
    `WITH own AS (SELECT unnest($4::text[]) AS address), hosts AS (SELECT unnest($5::text[]) AS host)
     SELECT m.exhibit, m.file, m.n, m.message_id AS "messageId", extract(epoch FROM coalesce(m.at, m.envelope_at))::float8 AS at, coalesce(m.text, '') AS text, m.marks,
            m._offset::float8 AS offset, m._length AS length, ${said} AS said,
            coalesce((SELECT json_agg(json_build_object('role', role, 'address', address) ORDER BY i) FROM evidence.mail_address x WHERE (x.exhibit, x.file, x.n) = (m.exhibit, m.file, m.n)), '[]') AS addresses,
            coalesce((SELECT json_agg(json_build_object('header', header, 'fromHost', from_host, 'fromAddress', from_address) ORDER BY hop) FROM evidence.mail_hop x WHERE (x.exhibit, x.file, x.n) = (m.exhibit, m.file, m.n)), '[]') AS hops
       FROM evidence.mail_message m
      WHERE (m.exhibit, m.file, m.n) > ($1, $2, $3)
        AND (m.marks ? 'x-phpbb-origin' OR split_part(lower(m.message_id), '@', 2) IN (SELECT host FROM hosts)
             OR EXISTS (SELECT FROM evidence.mail_address x WHERE (x.exhibit, x.file, x.n) = (m.exhibit, m.file, m.n)
                           AND (lower(x.address) IN (SELECT address FROM own) OR split_part(lower(x.address), '@', 2) IN (SELECT host FROM hosts))))
      ORDER BY m.exhibit, m.file, m.n LIMIT $6`,
    [...after, [...board.members.keys(), ...board.mailboxes], [...board.hosts], most],
  )
  return rows.map(({ said, ...row }) => ({ ...row, alike: alike.get(said) ?? 1 }))
}
