/** What a StoreError says: where the trouble is, why, and what a person does about it. */
export interface StoreTrouble {
  /** File, folder or server concerned. */
  readonly place: string
  /** What is wrong there, as the system reported it. */
  readonly reason: string
  /** What to do next. */
  readonly next: string
}

/** The store cannot be used: one message that names place, reason and the next step. */
export class StoreError extends Error implements StoreTrouble {
  readonly place: string
  readonly reason: string
  readonly next: string

  constructor(trouble: StoreTrouble, cause?: unknown) {
    super(`${trouble.place}: ${trouble.reason}. ${trouble.next}`, cause === undefined ? undefined : { cause })
    this.name = 'StoreError'
    this.place = trouble.place
    this.reason = trouble.reason
    this.next = trouble.next
  }
}

const again = 'Run the same command again: it goes on where it stopped.'

/** SQLSTATEs after which the connection is gone; source: PostgreSQL manual, appendix A, classes 08 and 57P. */
const lostStates = new Set(['57P01', '57P02', '57P03', '57P05', '08000', '08001', '08003', '08004', '08006'])
const lostCodes = new Set(['ECONNRESET', 'ECONNREFUSED', 'EPIPE', 'ENOENT', 'ETIMEDOUT', 'EHOSTUNREACH', 'ENETUNREACH'])
/** The driver's words for it; "Connection terminated" alone means that we closed it ourselves. */
const lostWords = /^Connection terminated (unexpectedly|due)|has encountered a connection error/

/** SQLSTATEs that say the machine is short of something. */
const shortStates: Readonly<Record<string, readonly [reason: string, next: string]>> = {
  '53100': ['the disk of the database is full', `Free space there. ${again}`],
  '53200': ['the database has no memory left', `Close other programs. ${again}`],
  '53300': ['the database has no connection left', `Close other programs that use it. ${again}`],
  '58030': ['the database could not read or write its files', `Check the disk. ${again}`],
  XX001: ['the database found a damaged page', 'Restore the case folder from its copy, or acquire the exhibits anew.'],
  XX002: ['the database found a damaged index', 'Restore the case folder from its copy, or acquire the exhibits anew.'],
}

function field(error: unknown, name: 'code' | 'message' | 'syscall'): string {
  const value = typeof error === 'object' && error !== null ? (error as Record<string, unknown>)[name] : undefined
  return typeof value === 'string' ? value : ''
}

/** True when the error means that the connection to the database no longer exists. */
export function isLost(error: unknown): boolean {
  const code = field(error, 'code')
  // The same codes come from files; those of sockets name one of these calls.
  const socket = /^(connect|read|write|getaddrinfo|)$/.test(field(error, 'syscall'))
  return lostStates.has(code) || (socket && lostCodes.has(code)) || lostWords.test(field(error, 'message'))
}

/** Turns what a driver threw into a StoreError where the store itself is the trouble; any other error is returned as it is. */
export function explain(error: unknown, place: string): unknown {
  if (error instanceof StoreError) return error
  const short = shortStates[field(error, 'code')]
  if (short) return new StoreError({ place, reason: `${short[0]} (${field(error, 'message')})`, next: short[1] }, error)
  if (!isLost(error)) return error
  return new StoreError({ place, reason: `database lost (${field(error, 'message')})`, next: again }, error)
}

/** A file or folder of the store that cannot be written, as one clear message. */
export function unwritable(place: string, error: unknown): StoreError {
  const full = field(error, 'code') === 'ENOSPC' || field(error, 'code') === 'EDQUOT'
  const reason = full ? 'the disk is full' : `it cannot be written (${words(error)})`
  const next = full ? `Free space there. ${again}` : 'Choose a case folder that you may write to.'
  return new StoreError({ place, reason, next }, error)
}

/** One sentence from whatever was thrown, without a full stop. */
export function words(error: unknown): string {
  return (error instanceof Error ? error.message : String(error)).replace(/\.$/, '')
}
