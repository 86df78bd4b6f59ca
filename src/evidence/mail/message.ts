import { isAscii, isUtf8 } from 'node:buffer'
import PostalMime, { addressParser, type Email } from 'postal-mime'
import type { Trouble } from '../mirror/source.ts'
import { plainOf } from './plain.ts'
import { type Hop, hopsOf } from './received.ts'
import { withoutSecrets } from './secrets.ts'
import { type MailTime, mailTime } from './times.ts'

/** Sizes beyond which a message is not taken apart further; what was read until then stays. */
export interface MailLimits {
  /** Bytes of one message; of a longer one the beginning is read. */
  readonly message: number
  /** Bytes of headers, in all parts together. */
  readonly headers: number
  /** Parts within parts. */
  readonly depth: number
  /** Lines that can separate parts. */
  readonly parts: number
  readonly attachments: number
  readonly addresses: number
  /** Characters of text. */
  readonly text: number
}

/** What holds unless a test says otherwise. */
export const usualMailLimits: MailLimits = {
  message: 48 << 20,
  headers: 512 << 10,
  depth: 50,
  parts: 10_000,
  attachments: 1000,
  addresses: 1000,
  text: 1_000_000,
}

/** Something that could not be read as expected; `Trouble` without its place. */
export type MailTrouble = Pick<Trouble, 'severity' | 'code' | 'detail'>

/** An address in a message's headers. */
export interface MailAddress {
  readonly role: string
  readonly name: string | null
  readonly address: string
}

/** Something that a message carries besides its text. */
export interface MailPart {
  readonly name: string | null
  readonly mediaType: string | null
  readonly content: Uint8Array
}

/** A message as far as it could be read. */
export interface Message {
  readonly messageId: string | null
  readonly inReplyTo: string | null
  readonly stated: string | null
  readonly time: MailTime | null
  readonly subject: string | null
  readonly text: string | null
  readonly form: 'plain' | 'html' | null
  readonly masked: number
  readonly marks: readonly (readonly [name: string, value: string])[]
  readonly addresses: readonly MailAddress[]
  readonly hops: readonly Hop[]
  readonly parts: readonly MailPart[]
  readonly troubles: readonly MailTrouble[]
}

/** Headers with addresses, and what part each plays (RFC 5322, section 3.6). */
const roles: readonly (readonly [key: string, role: string])[] = [
  ['from', 'from'],
  ['sender', 'sender'],
  ['reply-to', 'reply-to'],
  ['to', 'to'],
  ['cc', 'cc'],
  ['bcc', 'bcc'],
  ['return-path', 'return-path'],
  ['delivered-to', 'delivered-to'],
  ['x-original-to', 'delivered-to'],
  ['envelope-to', 'delivered-to'],
]

/** Headers besides those that begin with `X-` that tell which program sent a message, why, and for whom. */
const telling =
  /^(?:x-.*|user-agent|auto-submitted|precedence|list-id|list-unsubscribe|importance|priority|content-language|organization|status)$/
const mostMarks = 100
const longestMark = 1000

/** Reads one message; whatever the bytes are, it gives what could be read and says what could not. */
export async function readMessage(bytes: Uint8Array, size: number, limits: MailLimits): Promise<Message> {
  const troubles: MailTrouble[] = []
  if (size > bytes.length)
    troubles.push(loss('mail-limit', `The message has ${size} bytes; the first ${bytes.length} were read`))
  const email = await taken(bytes, limits, troubles)
  const first = (key: string): string | null => {
    const value = email.headers.find((h) => h.key === key)?.value
    return value === undefined || value === '' ? null : clean(value).slice(0, longestMark)
  }
  const stated = first('date')
  const time = stated === null ? null : mailTime(stated)
  if (stated !== null && time === null)
    troubles.push({ severity: 'note', code: 'mail-date', detail: `Its Date states no time: ${stated.slice(0, 100)}` })
  const subject = withoutSecrets(clean(email.subject ?? '').slice(0, 4000))
  const body = bodyOf(email)
  if (body.text.length > limits.text)
    troubles.push(loss('mail-limit', `Its text has ${body.text.length} characters; the first ${limits.text} are kept`))
  const text = withoutSecrets(body.text.slice(0, limits.text))
  if (email.attachments.length > limits.attachments)
    troubles.push(
      loss('mail-limit', `It carries ${email.attachments.length} files; the first ${limits.attachments} were kept`),
    )
  return {
    messageId: bracketed(first('message-id')),
    inReplyTo: bracketed(first('in-reply-to')),
    stated,
    time,
    subject: email.subject === undefined ? null : subject.text,
    text: body.form === null ? null : text.text,
    form: body.form,
    masked: subject.masked + text.masked,
    marks: marksOf(email),
    addresses: addressesOf(email, limits, troubles),
    hops: hopsOf(email.headers),
    parts: email.attachments.slice(0, limits.attachments).map((a) => ({
      name: a.filename === null ? null : clean(a.filename).slice(0, 500),
      mediaType: a.mimeType === '' ? null : clean(a.mimeType).slice(0, 200),
      content: typeof a.content === 'string' ? Buffer.from(a.content) : new Uint8Array(a.content),
    })),
    troubles,
  }
}

function loss(code: string, detail: string): MailTrouble {
  return { severity: 'loss', code, detail }
}

/** Takes a message apart, and where limits forbid that, its headers alone. */
async function taken(bytes: Uint8Array, limits: MailLimits, troubles: MailTrouble[]): Promise<Email> {
  const options = {
    maxNestingDepth: limits.depth,
    maxHeadersSize: limits.headers,
    maxRfc822NestingDepth: 0,
    // A message within a message is a file of its own, which is then read in turn.
    forceRfc822Attachments: true,
  } as const
  const simple = simpleBody(bytes)
  if (simple !== null) {
    // Line by line costs many times more; headers are few, and such a body is text as it stands.
    try {
      return { ...(await PostalMime.parse(bytes.subarray(0, simple.start), options)), text: simple.text }
    } catch {
      // Too many headers: told below.
    }
  }
  const lines = separators(bytes, limits.parts + 1)
  let why = `more than ${limits.parts} lines that can separate parts`
  if (lines <= limits.parts) {
    try {
      const email = await PostalMime.parse(bytes, options)
      const cut = unclosed(email, bytes)
      if (cut) troubles.push({ severity: 'warning', code: 'mail-cut-short', detail: 'Its last part has no end' })
      return email
    } catch (error) {
      why = error instanceof Error ? error.message.toLowerCase() : 'its form'
    }
  }
  troubles.push(loss('mail-limit', `Its body was not taken apart (${why}); its headers were read`))
  return PostalMime.parse(headersOf(bytes, limits.headers / 2), options)
}

/** The body of a message that is plain text without any encoding, as most notices of boards are; null for any other. */
function simpleBody(bytes: Uint8Array): { readonly start: number; readonly text: string } | null {
  const whole = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length)
  const head = whole.toString('latin1', 0, Math.min(whole.length, 64 << 10))
  const end = /\r?\n\r?\n/.exec(head)
  if (end === null) return null
  const headers = head.slice(0, end.index + 1)
  const type = /^content-type:([^\n]*(?:\n[ \t][^\n]*)*)/im.exec(headers)?.[1] ?? 'text/plain'
  const encoding = /^content-transfer-encoding:[ \t]*([^\s;]*)/im.exec(headers)?.[1]?.toLowerCase() ?? '7bit'
  if (!['7bit', '8bit', 'binary'].includes(encoding) || /^content-disposition:/im.test(headers)) return null
  if (!/^\s*text\/plain\b/i.test(type) || /format\s*=/i.test(type)) return null
  const charset = /charset\s*=\s*"?([\w-]+)/i.exec(type)?.[1]?.toLowerCase() ?? 'us-ascii'
  const start = end.index + end[0].length
  const body = whole.subarray(start)
  const plain = /^(?:us-ascii|utf-8|iso-8859-\d+|windows-125\d)$/.test(charset) && isAscii(body)
  if (!plain && !(charset === 'utf-8' && isUtf8(body))) return null
  return { start, text: body.toString('utf8').replaceAll('\r\n', '\n') }
}

/** How many lines begin with `--`, counted up to `most`. */
function separators(bytes: Uint8Array, most: number): number {
  const text = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length)
  let n = 0
  for (let at = text.indexOf('\n--'); at >= 0 && n < most; at = text.indexOf('\n--', at + 3)) n += 1
  return n
}

/** The headers of a message without those that say how its body is built. */
function headersOf(bytes: Uint8Array, most: number): Uint8Array {
  const text = Buffer.from(bytes.subarray(0, most)).toString('latin1')
  const end = /\r?\n\r?\n/.exec(text)?.index ?? text.length
  const kept = text.slice(0, end).replaceAll(/^content-[^\n]*(?:\n[ \t][^\n]*)*\n?/gim, '')
  return Buffer.from(`${kept}\n\n`, 'latin1')
}

function unclosed(email: Email, bytes: Uint8Array): boolean {
  const type = email.headers.find((h) => h.key === 'content-type')?.value ?? ''
  const boundary = /^multipart\/.*?;\s*boundary\s*=\s*(?:"([^"]{1,200})"|([^\s;"]{1,200}))/is.exec(type)
  if (boundary === null) return false
  const text = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length)
  return !text.includes(`--${boundary[1] ?? boundary[2]}--`)
}

function bodyOf(email: Email): { readonly text: string; readonly form: Message['form'] } {
  const text = clean(email.text ?? '').trimEnd()
  if (text !== '') return { text, form: 'plain' }
  const html = clean(email.html ?? '')
  return html === '' ? { text: '', form: null } : { text: plainOf(html), form: 'html' }
}

function marksOf(email: Email): Message['marks'] {
  return email.headers
    .filter((h) => telling.test(h.key))
    .slice(0, mostMarks)
    .map((h) => [h.key, withoutSecrets(clean(h.value).slice(0, longestMark)).text] as const)
}

function addressesOf(email: Email, limits: MailLimits, troubles: MailTrouble[]): readonly MailAddress[] {
  const found: MailAddress[] = []
  const seen = new Set<string>()
  for (const [key, role] of roles)
    for (const header of email.headers)
      if (header.key === key)
        for (const one of addressParser(header.value, { flatten: true })) {
          const address = clean(one.address ?? '').trim()
          if (!address.includes('@') || address.length > 320 || seen.has(`${role} ${address}`)) continue
          seen.add(`${role} ${address}`)
          found.push({ role, name: one.name ? clean(one.name).slice(0, 300) : null, address })
        }
  if (found.length > limits.addresses)
    troubles.push(loss('mail-limit', `It names ${found.length} addresses; the first ${limits.addresses} are kept`))
  return found.slice(0, limits.addresses)
}

function bracketed(value: string | null): string | null {
  return value === null ? null : (/<([^<>\s]{1,900})>/.exec(value)?.[1] ?? value)
}

/** Text that the store can hold. */
function clean(text: string): string {
  return text.includes('\0') ? text.replaceAll('\0', '␀') : text
}
