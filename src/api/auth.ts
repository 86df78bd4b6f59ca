import { createHash } from 'node:crypto'

/** How long a one-time code opens the app, and how long a session lasts and may rest, in milliseconds. */
export const codeLife = 30 * 60_000
export const sessionLife = 12 * 3_600_000
export const idleLife = 4 * 3_600_000
const failuresAllowed = 10
const failureWindow = 60_000
const secretBytes = 24

/** A person who is in: the cookie holds the token, the page the key. Neither is kept here, only their hashes. */
export interface Session {
  readonly person: string
  readonly keyHash: string
  readonly since: number
}

/** What a spent code gives: the cookie's token and the page's key. */
export interface Admission {
  readonly token: string
  readonly key: string
  readonly person: string
}

/** Who may enter and who is in; all of it in memory, gone with the program. */
export interface Doorkeeper {
  /** A new one-time code for a person. */
  readonly invite: (person: string) => string
  /** Spends a code: null when it was never given, was spent, or has expired; 'wait' after too many wrong ones. */
  readonly admit: (code: string) => Admission | 'wait' | null
  /** The session of a cookie's token, or null. */
  readonly find: (token: string | undefined) => Session | null
  /** True when the key belongs to the session. */
  readonly holds: (session: Session, key: unknown) => boolean
  readonly dismiss: (token: string) => void
}

function hash(secret: string): string {
  return createHash('sha256').update(secret).digest('hex')
}

/** Keeps the door, with time and chance given from outside. */
export function keepDoor(clock: () => Date, randomBytes: (size: number) => Uint8Array): Doorkeeper {
  const codes = new Map<string, { readonly person: string; readonly until: number }>()
  const sessions = new Map<string, { readonly session: Session; seen: number }>()
  let failures: number[] = []
  const secret = (): string => Buffer.from(randomBytes(secretBytes)).toString('base64url')
  const now = (): number => clock().getTime()

  return {
    invite(person) {
      for (const [key, code] of codes) if (code.until <= now()) codes.delete(key)
      const code = secret()
      codes.set(hash(code), { person, until: now() + codeLife })
      return code
    },
    admit(code) {
      failures = failures.filter((at) => at > now() - failureWindow)
      if (failures.length >= failuresAllowed) return 'wait'
      const key = hash(code)
      const found = codes.get(key)
      codes.delete(key)
      if (!found || found.until <= now()) {
        failures.push(now())
        return null
      }
      const admission = { token: secret(), key: secret(), person: found.person }
      const session = { person: found.person, keyHash: hash(admission.key), since: now() }
      sessions.set(hash(admission.token), { session, seen: now() })
      return admission
    },
    find(token) {
      if (token === undefined) return null
      const held = sessions.get(hash(token))
      if (!held) return null
      if (held.session.since + sessionLife <= now() || held.seen + idleLife <= now()) {
        sessions.delete(hash(token))
        return null
      }
      held.seen = now()
      return held.session
    },
    holds(session, key) {
      // Hashes are compared, so the time it takes tells nothing of the key.
      return typeof key === 'string' && hash(key) === session.keyHash
    },
    dismiss(token) {
      sessions.delete(hash(token))
    },
  }
}
