import type { Pool } from 'pg'
import { type Right, together } from '../../forum/rights.ts'
import type { BoardRight, LensQuery, View } from '../contract.ts'
import { missing } from '../errors.ts'
import { type At, sourced } from './page.ts'

/** What stands for somebody who is not signed in. */
export const guest = 'guest'

/** Groups of guests by software: what is documented of each. */
const guests: Readonly<Record<string, string>> = {
  fluxbb: '3',
  punbb: '3',
  mybb: '1',
  vbulletin: '1',
  smf: '-1',
  xenforo: '1',
  invision: '2',
  flarum: '2',
  nodebb: 'guests',
}

/** Groups that every account is in, without a row that says so. */
const everyAccount: Readonly<Record<string, readonly Group[]>> = {
  phpbb: [{ id: 'registered', name: 'accounts' }],
  flarum: [
    { id: '2', name: 'guests' },
    { id: '3', name: 'members' },
  ],
  nodebb: [{ id: 'registered-users', name: 'registered-users' }],
}

interface AccessRow {
  readonly n: number
  readonly board: string
  readonly sees: Right
  readonly reads: Right
  readonly posts: Right
}

/** What a reader who looks through an account's eyes, or as of a day, is shown and told. */
export async function viewOf(db: Pool, site: number, { as, asOf }: LensQuery): Promise<View> {
  const known = await db.query<{ known: boolean; engine: string | null }>(
    `SELECT EXISTS (SELECT FROM forum.board_access WHERE site = $1) AS known, (SELECT engine FROM forum.site WHERE site = $1) AS engine`,
    [site],
  )
  const { known: permissionsKnown = false, engine = null } = known.rows[0] ?? {}
  if (as === undefined) return { as: null, asOf: asOf ?? null, permissionsKnown, boards: [] }
  const account = as === guest ? guestAccount(site) : await accountOf(db, site, as, asOf ?? null)
  const groups = as === guest ? await guestGroups(db, site, engine ?? '') : await groupsOf(db, site, as, engine ?? '')
  const { rows } = await db.query<AccessRow>(
    `SELECT n, board, sees, reads, posts FROM forum.board_access
      WHERE site = $1 AND ((grp IS NULL AND member IS NULL) OR grp = ANY ($2) OR member = $3) ORDER BY n`,
    [site, groups.map((each) => each.id), as === guest ? null : as],
  )
  return {
    as: { ...account, groups: groups.map((each) => each.name) },
    asOf: asOf ?? null,
    permissionsKnown,
    boards: permissionsKnown ? rights(site, rows) : [],
  }
}

function rights(site: number, rows: readonly AccessRow[]): readonly BoardRight[] {
  const by = new Map<string, AccessRow[]>()
  for (const row of rows) by.set(row.board, [...(by.get(row.board) ?? []), row])
  return [...by].map(([board, all]) => ({
    board,
    sees: together(all.map((row) => row.sees)),
    reads: together(all.map((row) => row.reads)),
    posts: together(all.map((row) => row.posts)),
    because: all.slice(0, 20).map((row) => `access:${site}:${row.n}`),
  }))
}

function guestAccount(site: number): Omit<NonNullable<View['as']>, 'groups'> {
  return { member: { site, id: null, name: 'a guest' }, staff: null, joinedAt: null, existed: true, ban: null }
}

async function accountOf(
  db: Pool,
  site: number,
  id: string,
  asOf: string | null,
): Promise<Omit<NonNullable<View['as']>, 'groups'>> {
  const { rows } = await db.query<{
    name: string
    staff: string | null
    joinedAt: string | null
    existed: boolean | null
  }>(
    `SELECT name, staff, joined_at AS "joinedAt", joined_at <= coalesce($3::timestamptz, 'infinity') AS existed
       FROM forum.member WHERE site = $1 AND id = $2`,
    [site, id, asOf],
  )
  const found = rows[0]
  if (found === undefined) throw missing('Member')
  const bans = await db.query<At & { id: string; reason: string | null; at: string | null; until: string | null }>(
    `SELECT b.id, b.reason, b.at, b.until, b._file, b._offset, b._length FROM forum.ban b
       JOIN forum.member m ON m.site = b.site AND m.id = $2
       CROSS JOIN (SELECT coalesce($3::timestamptz, (SELECT max(last_seen_at) FROM forum.member WHERE site = $1), 'infinity') AS day) d
      WHERE b.site = $1 AND NOT b.exempt AND (b.member = m.id OR (b.member IS NULL AND (b.name = m.name OR b.email = m.email)))
        AND (b.at IS NULL OR b.at <= d.day) AND (b.until IS NULL OR b.until > d.day)
      ORDER BY b.at DESC NULLS LAST, b.id LIMIT 1`,
    [site, id, asOf],
  )
  const ban = bans.rows[0]
  const { id: banId, ...said } = ban === undefined ? { id: '' } : sourced(`ban:${site}:${ban.id}`, ban)
  return {
    member: { site, id, name: found.name },
    staff: found.staff,
    joinedAt: found.joinedAt,
    existed: found.existed,
    ban: banId === '' ? null : (said as NonNullable<NonNullable<View['as']>['ban']>),
  }
}

interface Group {
  readonly id: string
  readonly name: string
}

async function groupsOf(db: Pool, site: number, member: string, engine: string): Promise<readonly Group[]> {
  const { rows } = await db.query<Group & { readonly kind: string | null }>(
    `SELECT g.grp AS id, coalesce(n.name, 'group ' || g.grp) AS name, n.kind FROM forum.grp_member g
       LEFT JOIN forum.grp n ON n.site = g.site AND n.id = g.grp
      WHERE g.site = $1 AND g.member = $2 AND NOT g.pending ORDER BY length(g.grp), g.grp`,
    [site, member],
  )
  // Simple Machines puts members who are in no group of their own into a group that has no row.
  const none = engine === 'smf' && !rows.some((row) => row.kind !== 'by posts')
  const implied = (everyAccount[engine] ?? []).filter((each) => !rows.some((row) => row.id === each.id))
  return [...rows, ...(none ? [{ id: '0', name: 'regular members' }] : []), ...implied]
}

async function guestGroups(db: Pool, site: number, engine: string): Promise<readonly Group[]> {
  const { rows } = await db.query<Group>(
    `SELECT id, name FROM forum.grp WHERE site = $1 AND (id = $2 OR (name = 'GUESTS' AND $3 = 'phpbb')
        OR ($3 = 'woltlab' AND kind IN ('guests', 'everyone')) OR ($3 = 'vanilla' AND lower(kind) = 'guest'))`,
    [site, guests[engine] ?? '', engine],
  )
  // Guests have rights of their own where no row makes them a group.
  return rows.length > 0 || !['smf', 'flarum', 'nodebb'].includes(engine)
    ? rows
    : [{ id: guests[engine] ?? '', name: 'guests' }]
}

/** How a view limits what is read: conditions over posts (`p`) and topics (`t`), and the boards that are open. */
export interface Lens {
  readonly asOf: string | null
  /** The account through whose eyes, where it is not of the staff, who saw what was deleted. */
  readonly as: string | null
  /** Boards that can be read; null for all of them. */
  readonly open: ReadonlySet<string> | null
}

export const noLens: Lens = { asOf: null, as: null, open: null }

/** The limits of a view. */
export async function lensOf(db: Pool, site: number, query: LensQuery): Promise<Lens> {
  if (query.as === undefined) return { ...noLens, asOf: query.asOf ?? null }
  const view = await viewOf(db, site, query)
  const open = view.permissionsKnown
    ? new Set(view.boards.filter((each) => each.reads).map((each) => each.board))
    : null
  const staff = view.as?.staff !== null && view.as?.staff !== undefined
  return { asOf: query.asOf ?? null, as: staff ? null : query.as, open }
}

/** Conditions that leave out of posts or topics what the view does not show. */
export function seen(lens: Lens, alias: string, put: (value: unknown) => string): readonly string[] {
  const where: string[] = []
  const day = lens.asOf === null ? null : put(lens.asOf)
  if (day !== null) where.push(`${alias}.at IS NULL OR ${alias}.at <= ${day}::timestamptz`)
  if (lens.as !== null) {
    const own = put(lens.as)
    const later = day === null ? '' : ` OR ${alias}.deleted_at > ${day}::timestamptz`
    where.push(`${alias}.deleted IS NULL OR (${alias}.deleted = 'unapproved' AND ${alias}.author = ${own})${later}`)
  }
  return where
}
