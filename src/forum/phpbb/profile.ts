import type { Found, Made } from '../forum.ts'
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
