import { type Found, type Made, type Reader, source } from '../forum.ts'
import { pairsOf } from '../lists.ts'
import { decodeEntities } from '../markup/entities.ts'

/** Contact fields that phpBB brings along, in any version. */
const services = new Set('icq aim aol yim yahoo msnm wlm skype facebook twitter googleplus youtube jabber'.split(' '))

/** Columns of a member that are profile fields too, by version. */
export function fieldRows(row: Found, json: string, taken: ReadonlySet<string>): readonly Made[] {
  const seen = new Set(taken)
  const rows: Made[] = []
  for (const [column, value] of Object.entries(JSON.parse(json) as Record<string, string | null>)) {
    if (value === null || value.trim() === '') continue
    const short = column.replace(/^pf_(?:phpbb_)?/, '')
    const field = seen.has(short) ? column : short
    seen.add(field)
    rows.push({ member: row.member ?? null, field, value: decodeEntities(value) })
  }
  return rows
}

/** The fields of a member that say how to reach him elsewhere: those phpBB knows and those an administrator marked so. */
export function contacts(json: string, marked: string | null): string {
  const own = new Set((marked ?? '').split(' '))
  const found: [string, string][] = []
  for (const [column, value] of Object.entries(JSON.parse(json) as Record<string, string | null>)) {
    const ident = column.replace(/^pf_/, '')
    const service = ident.replace(/^phpbb_/, '')
    if (value === null || value.trim() === '' || service === 'website') continue
    if (services.has(service) || own.has(ident)) found.push([service, decodeEntities(value)])
  }
  return JSON.stringify(Object.fromEntries(found))
}

/** Names and addresses that an account had before: the log of members keeps the old beside the new. */
export const former: Reader = {
  entity: 'profile_field',
  from: 'log',
  key: ['log_id'],
  aside: true,
  whole: true,
  sql: `SELECT ${source}, d.reportee_id AS member, d.log_operation AS _operation, d.log_data AS _data,
    row_number() OVER (PARTITION BY d.reportee_id, d.log_operation ORDER BY length(d.log_id), d.log_id)::text AS _turn
    FROM log d WHERE d.log_operation IN ('LOG_USER_UPDATE_NAME', 'LOG_USER_UPDATE_EMAIL') AND d.reportee_id <> '0'`,
  each: (row) => {
    const name = row._operation === 'LOG_USER_UPDATE_NAME'
    // A change of name lists the old and the new one; a change of address the account's name before both.
    const old = pairsOf(row._data ?? null)[name ? 0 : 1]?.[1]
    if (typeof old !== 'string' || old.trim() === '') return []
    const turn = row._turn === '1' ? '' : ` ${row._turn}`
    return [
      { member: row.member ?? null, field: `former ${name ? 'name' : 'e-mail'}${turn}`, value: decodeEntities(old) },
    ]
  },
}
