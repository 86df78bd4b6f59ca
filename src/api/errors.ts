import type { ApiError } from './contract.ts'

/** A refusal to a caller: the thing, the reason and the next step, with the HTTP status it goes out under. */
export class Refusal extends Error {
  readonly status: number
  readonly thing: string
  readonly reason: string
  readonly next: string

  constructor(status: number, thing: string, reason: string, next: string) {
    super(`${thing}: ${reason}`)
    this.name = 'Refusal'
    this.status = status
    this.thing = thing
    this.reason = reason
    this.next = next
  }
}

/** What is asked for does not exist in this case. */
export function missing(thing: string): Refusal {
  return new Refusal(404, thing, 'this case holds nothing under that name', 'Go back to the list and choose again.')
}

/** Another person or an earlier deed stands in the way. */
export function conflict(thing: string, reason: string, next: string): Refusal {
  return new Refusal(409, thing, reason, next)
}

/** The request says something that cannot be. */
export function invalid(
  thing: string,
  reason: string,
  next = 'Correct the address or the form and send it again.',
): Refusal {
  return new Refusal(400, thing, reason, next)
}

/** The body of an answer that refuses. */
export function body(refusal: Refusal): ApiError {
  return { error: { name: refusal.thing, reason: refusal.reason, next: refusal.next } }
}

/** Fastify's own refusals, in words; source: Fastify reference, "Errors". */
const framework: Readonly<Record<string, readonly [status: number, reason: string, next: string]>> = {
  FST_ERR_CTP_BODY_TOO_LARGE: [413, 'the form is larger than the program accepts', 'Shorten it and send it again.'],
  FST_ERR_CTP_INVALID_MEDIA_TYPE: [415, 'the form is not JSON', 'Send it as application/json.'],
  FST_ERR_CTP_EMPTY_JSON_BODY: [400, 'the form is empty', 'Fill it in and send it again.'],
  FST_ERR_CTP_INVALID_JSON_BODY: [400, 'the form is not valid JSON', 'Correct it and send it again.'],
  FST_ERR_CTP_INVALID_CONTENT_LENGTH: [400, 'the form is not as long as announced', 'Send it again.'],
  FST_ERR_MAX_PARAM_LENGTH: [414, 'the address is longer than the program accepts', 'Check the address.'],
  FST_ERR_BAD_URL: [400, 'the address is not well formed', 'Check the address.'],
}

function field(error: unknown, name: 'code' | 'name'): string {
  const value = typeof error === 'object' && error !== null ? (error as Record<string, unknown>)[name] : undefined
  return typeof value === 'string' ? value : ''
}

/** The rooms whose refusals speak to the person at the screen; others name folders and servers. */
const speaking = new Set(['DisseminationError', 'OutcomeError', 'RiskError', 'IdentityError'])

function isRoomRefusal(
  error: unknown,
): error is { readonly place: string; readonly reason: string; readonly next: string } {
  return (
    error instanceof Error &&
    speaking.has(error.constructor.name) &&
    'place' in error &&
    'reason' in error &&
    'next' in error
  )
}

/**
 * Turns whatever was thrown into a refusal that tells the reader what to do and tells nobody how the program is made:
 * no SQL, no stack, no path. The error itself goes to the program's own log.
 */
export function refusalOf(error: unknown): Refusal {
  if (error instanceof Refusal) return error
  const known = framework[field(error, 'code')]
  if (known) return new Refusal(known[0], 'Request', known[1], known[2])
  if (isRoomRefusal(error)) return conflict(error.place, error.reason, error.next)
  if (field(error, 'name') === 'AccessLogFull')
    return new Refusal(
      503,
      'Access log',
      'it cannot be written, so nothing more is shown',
      'Look at what the program printed.',
    )
  if (field(error, 'code') === '57014')
    return new Refusal(503, 'List', 'the database took too long over it', 'Narrow the filter and try again.')
  if (field(error, 'name') === 'StoreError' || /^(57P|08|53|58)/.test(field(error, 'code')))
    return new Refusal(
      503,
      'Database',
      'it does not answer now',
      'Wait a moment and try again; then start the program anew.',
    )
  return new Refusal(
    500,
    'Program',
    'it failed over this request',
    'Try again; if it stays, look at what the program printed.',
  )
}
