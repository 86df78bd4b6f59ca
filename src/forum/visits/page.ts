import { createHash } from 'node:crypto'
import { type Habits, sending } from './habits.ts'
import type { Page } from './visits.ts'

/** What a request tells of who made it; null for the many that tell nothing. */
export function pageOf(habits: Habits, method: string | null, path: string | null, query: string | null): Page | null {
  const post = method !== null && sending.includes(method)
  if (path === null || (!post && query === null && !habits.logout.test(path))) return null
  const asked = query === null ? path : `${path}?${query}`
  const values = query === null ? null : parameters(query)
  const found = (names: readonly string[]): string | null => {
    for (const name of names) {
      const value = values?.get(name)
      if (value) return value
    }
    return null
  }
  const sid = found(habits.session)
  const own = habits.own?.exec(asked)?.[1] ?? null
  const kind = kindOf(habits, post, asked)
  if (!post && sid === null && own === null && kind === 'other') return null
  const about =
    kind === 'edit' || kind === 'report'
      ? (found(habits.about) ?? /\/(?:posts?|edit(?:comment|discussion))\/(\d+)(?:\/|$)/i.exec(path)?.[1] ?? null)
      : null
  // SMF writes `topic=12.0`, the page after the number.
  const number = (text: string | null): string | null => /^\d+/.exec(text ?? '')?.[0] ?? null
  return {
    kind,
    post,
    session: sid && /^[0-9A-Za-z,-]{16,128}$/.test(sid) ? sessionName(sid) : null,
    own,
    board: number(found(habits.board)),
    topic: number(found(habits.topic)),
    about: number(about),
  }
}

function kindOf(habits: Habits, post: boolean, asked: string): Page['kind'] {
  if (habits.logout.test(asked)) return 'logout'
  if (!post) return 'other'
  for (const kind of ['login', 'register', 'message', 'edit', 'report', 'write'] as const)
    if (habits[kind].test(asked)) return kind
  return 'post'
}

/** The name under which forum.login holds a session: its identifier is a secret. */
export function sessionName(sid: string): string {
  return `session:${createHash('sha256').update(sid).digest('hex').slice(0, 20)}`
}

/** The parameters of a query, the first of each name; `;` parts them where software writes it so. */
function parameters(query: string): ReadonlyMap<string, string> {
  const values = new Map<string, string>()
  for (const part of query.split(/[&;]/)) {
    const equals = part.indexOf('=')
    if (equals > 0 && !values.has(part.slice(0, equals))) values.set(part.slice(0, equals), part.slice(equals + 1))
  }
  return values
}
