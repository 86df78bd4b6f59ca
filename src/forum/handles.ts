import type { Derived, Found, Made } from './forum.ts'
import { decodeEntities } from './markup/entities.ts'

/** Messengers and services under the names that forum software and its administrators give such fields. */
const services = new Set(
  `icq aim aol yim yahoo msn msnm wlm live skype jabber xmpp gtalk googletalk hangouts telegram signal threema wickr wire
  session tox discord whatsapp viber line wechat qq kik snapchat instagram facebook twitter vk matrix briar ricochet
  googleplus youtube github steam xbox psn nintendo irc bluesky mastodon tiktok reddit linkedin soundcloud twitch`
    .trim()
    .split(/\s+/),
)

/** True for a field that says how to reach a member elsewhere: by its name, however it is written. */
export function isHandle(field: string): boolean {
  const bare = field.toLowerCase().replace(/[^a-z0-9]+/g, '')
  return services.has(bare) || services.has(bare.replace(/(?:name|id|number|nick|handle|address|account)$/, ''))
}

/** Of a JSON object of profile fields those that say how to reach a member elsewhere; `marked` are further ones, by name, parted by blanks. */
export const handles: Derived = {
  hint: '_marked',
  by: (json, { hint }) => {
    const marked = new Set((hint ?? '').split(' '))
    const found = entries(json).filter(([field]) => isHandle(field) || marked.has(field))
    return JSON.stringify(Object.fromEntries(found))
  },
}

/** The filled fields of a JSON object as rows of an account; a name that the software itself uses is set apart. */
export function fieldsOf(row: Found, taken: ReadonlySet<string> = new Set()): readonly Made[] {
  return entries(row._fields ?? '{}').map(([field, value]) => ({
    member: row.member ?? null,
    field: taken.has(field) ? `field:${field}` : field,
    value,
  }))
}

/** Names of fields that readers of accounts elsewhere, payments and customers make. */
const numbered = /^(?:connected:|payment \d+ |address \d+$|customer (?:name|phone)$)/

/**
 * Filled profile fields that stand in columns such as `field_3`, under the names an administrator gave them: both JSON
 * objects that the SELECT made. Where `all` is false, columns without a name are no profile fields. A name that was there
 * before, or that the software itself uses, is told apart by its column.
 */
export function renamed(
  fields: string,
  names: string | null,
  all = true,
  own: ReadonlySet<string> = new Set(),
): readonly (readonly [string, string])[] {
  const known = JSON.parse(names ?? '{}') as Record<string, string | null>
  const taken = new Set<string>()
  return entries(fields).flatMap(([column, value]) => {
    const called = decodeEntities(known[column] ?? '')
      .trim()
      .slice(0, 200)
    if (called === '' && !all) return []
    let field = called || column
    while (taken.has(field) || own.has(field) || numbered.test(field)) field = `(${column}) ${field}`
    taken.add(field)
    return [[field, decodeEntities(value)] as const]
  })
}

/** The filled fields of a JSON object that the SELECT made. */
function entries(json: string): readonly (readonly [string, string])[] {
  return Object.entries(JSON.parse(json) as Record<string, string | null>).flatMap(([field, value]) =>
    field === '' || value === null || value.trim() === '' ? [] : [[field, value] as const],
  )
}
