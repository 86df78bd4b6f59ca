import type { MemberRef } from '../src/api/contract.ts'
import { part } from './router.tsx'

/** Where the thing an identifier names is shown, or null where it has no page of its own. */
export function addressOf(id: string): string | null {
  const [kind = '', site = '', ...rest] = id.split(':')
  const last = rest.join(':')
  switch (kind) {
    case 'subject':
      return `/identity/${part(id)}`
    case 'persona':
    case 'member':
      return `/forum/${site}/members/${part(last)}`
    case 'post':
      return `/forum/${site}/posts/${part(last)}`
    case 'topic':
      return `/forum/${site}?topic=${part(last)}`
    case 'message':
      return `/forum/${site}/messages/${part(last)}`
    case 'letter':
      return `/evidence/mail/${site}/${part(last)}`
    case 'package':
      return `/dissemination/${part(id.slice('package:'.length))}`
    case 'sighting':
      return ['post', 'message', 'member', 'topic'].includes(rest[0] ?? '')
        ? addressOf(`${rest[0]}:${site}:${rest.slice(1, -1).join(':')}`)
        : null
    default:
      return null
  }
}

/** The page of an account; null for a guest, who has none. */
export function memberAddress(member: MemberRef): string | null {
  return member.id === null ? null : `/forum/${member.site}/members/${part(member.id)}`
}

/** The page of a subject. */
export function subjectAddress(subject: string): string {
  return `/identity/${part(subject)}`
}
