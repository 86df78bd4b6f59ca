import { readFileSync, statSync } from 'node:fs'
import type { Layout } from './layout.ts'

/** Whom the server's files belong to and as whom it runs. */
export interface Account {
  readonly name: string
  readonly uid: number
  readonly gid: number
}

/** Finds a user in /etc/passwd by name or number; source: passwd(5). Root is never found. */
function accountOf(which: string | number): Account | null {
  let text = ''
  try {
    text = readFileSync('/etc/passwd', 'utf8')
  } catch {
    return null
  }
  for (const line of text.split('\n')) {
    const [name, , uid, gid] = line.split(':')
    if (name && uid && gid && uid !== '0' && (name === which || Number(uid) === which)) {
      return { name, uid: Number(uid), gid: Number(gid) }
    }
  }
  return null
}

/**
 * As whom the server runs when root starts the program, for PostgreSQL refuses to run as root: as the owner of the
 * database where there is one, else as an unprivileged user that every system has. Null when the program is not root.
 */
export function accountFor(layout: Layout): Account | null {
  if (process.getuid?.() !== 0) return null
  const owner = statSync(layout.data, { throwIfNoEntry: false })
  if (owner && owner.uid !== 0) {
    return accountOf(owner.uid) ?? { name: String(owner.uid), uid: owner.uid, gid: owner.gid }
  }
  return accountOf('postgres') ?? accountOf('nobody') ?? { name: 'nobody', uid: 65534, gid: 65534 }
}

/** A user without rights for programs that work on evidence, other than the store's where there is one; null when the program is not root. */
export function unprivileged(): Account | null {
  if (process.getuid?.() !== 0) return null
  return accountOf('nobody') ?? { name: 'nobody', uid: 65534, gid: 65534 }
}
