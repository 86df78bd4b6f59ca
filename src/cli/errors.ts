/** One message for a person: where, why, and what to do next. */
export interface Told {
  readonly place: string | null
  readonly reason: string
  readonly next: string | null
}

/** What the operating system's and the database's codes mean to a person. */
const codes: Readonly<Record<string, readonly [reason: string, next: string]>> = {
  ENOSPC: ['the disk is full', 'Free some space and give the same command again; it goes on where it stopped.'],
  '53100': ['the disk is full', 'Free some space and give the same command again; it goes on where it stopped.'],
  EACCES: ['permission is denied', 'Check the rights on it, or name another place.'],
  EPERM: ['the operation is not permitted', 'Check the rights on it, or name another place.'],
  EROFS: ['the file system is read-only', 'Name a case folder on a disk that can be written.'],
  ENOENT: ['does not exist', 'Check the path.'],
  EIO: ['the disk reports a read or write error', 'Check the medium; what was read before is kept.'],
  EADDRINUSE: ['the port is in use', 'Name another with --port.'],
  '57P01': ['the database was stopped', 'Give the same command again; it goes on where it stopped.'],
  '57P02': ['the database stopped unexpectedly', 'Give the same command again; it goes on where it stopped.'],
  ECONNREFUSED: ['the database does not answer', 'Check DATABASE_URL and that the server runs.'],
  ECONNRESET: ['the connection to the database was lost', 'Give the same command again; it goes on where it stopped.'],
}

/** Turns any error into one message; a stack is shown only when HOLDFAST_DEBUG is set. */
export function explain(error: unknown): Told {
  if (process.env.HOLDFAST_DEBUG && error instanceof Error) process.stderr.write(`${error.stack}\n`)
  if (typeof error !== 'object' || error === null) return { place: null, reason: String(error), next: null }
  const e = error as {
    place?: unknown
    reason?: unknown
    next?: unknown
    code?: unknown
    path?: unknown
    message?: unknown
  }
  const text = (value: unknown): string | null => (typeof value === 'string' && value !== '' ? value : null)
  if (text(e.reason)) return { place: text(e.place), reason: text(e.reason) ?? '', next: text(e.next) }
  const known = codes[String(e.code)]
  if (known) return { place: text(e.path), reason: known[0], next: known[1] }
  return { place: text(e.path), reason: text(e.message) ?? 'unknown error', next: null }
}
