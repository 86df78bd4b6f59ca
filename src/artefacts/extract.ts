import type { Span } from '../model/artefact.ts'
import { kinds, yieldsTo } from './kinds/index.ts'

/** A selector found in a text. */
export interface Found {
  readonly kind: string
  readonly span: Span
}

const none: readonly Found[] = []
const rank = new Map(kinds.map((kind, i) => [kind.name, i]))

/**
 * Every selector in a text, in order of place. Kinds may overlap where both are true (the domain of an address, the
 * handle in a link); where only one can be, `yieldsTo` says which.
 */
export function extract(text: string): readonly Found[] {
  let found: Found[] | undefined
  for (const kind of kinds) {
    if (!kind.hint(text)) continue
    for (const span of kind.find(text)) {
      found ??= []
      found.push({ kind: kind.name, span })
    }
  }
  if (found === undefined) return none
  return resolve(found)
}

function resolve(found: Found[]): readonly Found[] {
  if (found.length === 1) return found
  found.sort((a, b) => a.span.start - b.span.start || b.span.end - a.span.end || rank.get(a.kind)! - rank.get(b.kind)!)
  const beaten = new Set<Found>()
  let open: Found[] = []
  for (const one of found) {
    open = open.filter((other) => other.span.end > one.span.start)
    for (const other of open) {
      if (yieldsTo[one.kind]?.includes(other.kind)) beaten.add(one)
      else if (yieldsTo[other.kind]?.includes(one.kind)) beaten.add(other)
      else if (sameAddress(one, other)) beaten.add(one.kind === 'handle' ? other : one)
    }
    open.push(one)
  }
  return found.filter((one) => !beaten.has(one))
}

/** A Jabber address looks like an e-mail address but is none. */
function sameAddress(a: Found, b: Found): boolean {
  const handle = a.kind === 'handle' ? a : b
  const mail = a.kind === 'email' ? a : b
  return handle.kind === 'handle' && mail.kind === 'email' && /^(?:jabber|matrix|fediverse):/.test(handle.span.value)
}
