import { filled, named, scheme, unescaped } from '../derived.ts'
import { type Derivations, type Found, type Made, type Reader, source } from '../forum.ts'
import { isHandle, renamed } from '../handles.ts'

/** What is the same of accounts in all versions: names and titles are HTML source, fields of messengers are handles. */
export const accountDerived: Derivations = {
  name: unescaped,
  title: unescaped,
  password_scheme: scheme,
  handles: {
    hint: '_names',
    by: (fields, cell) =>
      filled.by(
        JSON.stringify(Object.fromEntries(renamed(fields, cell.hint).filter(([field]) => isHandle(field)))),
        cell,
      ),
  },
}

/** Names of profile fields that other tables of some version fill. */
const own: ReadonlySet<string> = new Set(
  'log-in name,about me,gender,icq,aim,msn,yahoo,website,location,interests,biography'.split(','),
)

/** Fields of a profile. */
export const fieldRows: NonNullable<Reader['each']> = (row) =>
  renamed(row._fields ?? '{}', row._names ?? null, true, own).map(([field, value]) => ({
    member: row.member ?? null,
    field,
    value,
  }))

/** The group of an account and the further ones it is in (`,4,6,`), each once. */
export function groupRows(row: Found): readonly Made[] {
  const all = [row._first ?? '', ...(row._others ?? '').split(',')]
    .map((g) => g.trim())
    .filter((g) => g !== '' && g !== '0')
  return [...new Set(all)].map((grp) => ({ grp, member: row.member ?? null, leader: false, pending: false }))
}

/** Who is in which group, read from the accounts. */
export function memberships(table: string): Reader {
  return {
    entity: 'grp_member',
    from: table,
    key: ['member_id'],
    aside: true,
    sql: `SELECT ${source}, d.member_id AS member, d.member_group_id AS _first, d.mgroup_others AS _others FROM ${table} d`,
    each: groupRows,
  }
}

const mostFailures = 500

/** Failed log-ins are kept with the account: `{"192.0.2.8": [time, …]}` since 4, before that `time-192.0.2.8,…`. */
export function failures(table: string, id: 'member_id' | 'id' = 'member_id'): Reader {
  return {
    entity: 'login',
    from: table,
    key: [id],
    aside: true,
    sql: `SELECT ${source}, d.${id} AS member, d.name, d.failed_logins AS _failed FROM ${table} d WHERE d.failed_logins <> ''`,
    each: (row) =>
      failedOf(row._failed ?? '')
        .slice(0, mostFailures)
        .map(([at, ip], i) => ({
          id: `failed:${row.member}:${i + 1}`,
          kind: 'failed',
          member: row.member ?? null,
          name: row.name ?? null,
          at,
          ip,
        })),
  }
}

function failedOf(text: string): readonly (readonly [at: string, ip: string])[] {
  if (text.startsWith('{')) {
    try {
      const found = Object.entries(JSON.parse(text) as Record<string, unknown>)
      return found.flatMap(([ip, times]) => (Array.isArray(times) ? times : []).map((at) => [String(at), ip] as const))
    } catch {
      return []
    }
  }
  return text.split(',').flatMap((part) => {
    const found = /^\s*(\d{9,11})-(.{3,45})$/.exec(part)
    return found ? [[found[1] ?? '', found[2]?.trim() ?? ''] as const] : []
  })
}

/** Accounts that may not come in: for good (-1), or until a moment. */
export function memberBans(table: string, column: string): Reader {
  return {
    entity: 'ban',
    from: table,
    key: ['member_id'],
    aside: true,
    sql: `SELECT ${source}, 'member:' || d.member_id AS id, d.member_id AS member, d.name, CASE WHEN d.${column} ~ '^[0-9]{9,11}$' THEN d.${column} END AS until,
      false AS exempt FROM ${table} d WHERE d.${column} NOT IN ('', '0')`,
    derive: { name: unescaped },
  }
}

/** Bans of addresses, mailboxes and names. */
export function filters(table: string): Reader {
  return {
    entity: 'ban',
    from: table,
    key: ['ban_id'],
    sql: `SELECT ${source}, d.ban_id AS id, CASE d.ban_type WHEN 'ip' THEN d.ban_content END AS ip, CASE d.ban_type WHEN 'email' THEN d.ban_content END AS email,
      CASE d.ban_type WHEN 'name' THEN d.ban_content END AS name, d.ban_date AS at, d.ban_reason AS reason, false AS exempt FROM ${table} d`,
    derive: { name: unescaped, reason: unescaped },
  }
}

/** Sessions, under names made from a digest: their identifiers are secrets. */
export function sessions(table: string, key: string, columns: string): Reader {
  return {
    entity: 'login',
    from: table,
    key: [key],
    sql: `SELECT ${source}, d.${key} AS id, 'session' AS kind, ${columns} FROM ${table} d`,
    derive: { id: named(table), name: unescaped },
  }
}
