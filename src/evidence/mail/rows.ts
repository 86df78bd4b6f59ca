import { createHash } from 'node:crypto'
import type { Column, ColumnType } from '../../db/columns.ts'
import { rowEncoder } from '../../db/encode.ts'
import type { CopyPayload } from '../../db/stage.ts'
import type { Letter } from './boxes.ts'
import type { Message } from './message.ts'
import { partPath } from './parts.ts'
import { asctimeOf, type MailTime } from './times.ts'

const columns = (declared: Readonly<Record<string, ColumnType>>): readonly Column[] =>
  Object.entries(declared).map(([name, type]) => ({ name, type }))
const key = { exhibit: 'int4', file: 'int4', n: 'int4' } as const

const tables = {
  mail_message: columns({
    ...{ ...key, message_id: 'text', in_reply_to: 'text', stated: 'text', zone: 'int2', at: 'timestamptz' },
    ...{ envelope_from: 'text', envelope_at: 'timestamptz', subject: 'text', text: 'text', form: 'text' },
    ...{ masked: 'int4', flags: 'text', marks: 'jsonb', attachments: 'int4' },
    ...{ _file: 'int4', _offset: 'int8', _length: 'int4' },
  }),
  mail_address: columns({ ...key, i: 'int4', role: 'text', name: 'text', address: 'text' }),
  mail_hop: columns({
    ...{ ...key, hop: 'int4', header: 'text', from_host: 'text', from_address: 'text', by_host: 'text' },
    ...{ stated: 'text', zone: 'int2', at: 'timestamptz' },
  }),
  mail_attachment: columns({
    ...{ ...key, i: 'int4', name: 'text', media_type: 'text', size: 'int8' },
    ...{ md5: 'text', sha1: 'text', sha256: 'text', derived: 'int4' },
  }),
} as const

/** A file of messages, and where its messages' attachments were unpacked to. */
export interface MailFile {
  readonly exhibit: number
  readonly file: number
  readonly form: 'message' | 'mbox'
  /** As a Maildir's file name has them. */
  readonly flags: string | null
  readonly derived: ReadonlyMap<string, number>
}

/** Messages on their way into the store. */
export interface MailRows {
  readonly add: (file: MailFile, n: number, letter: Letter, message: Message) => void
  readonly rows: () => number
  readonly bytes: () => number
  readonly take: () => readonly CopyPayload[]
}

/** Gathers the rows of messages for COPY. */
export function openMailRows(): MailRows {
  const encoders = Object.entries(tables).map(([name, of]) => rowEncoder(`evidence.${name}`, of))
  const [messages, addresses, hops, attachments] = encoders as [Encoder, Encoder, Encoder, Encoder]
  return {
    add: (file, n, letter, m) => {
      const own = [file.exhibit, file.file, n]
      const sender = /^From (\S{1,300})/.exec(letter.envelope ?? '')?.[1] ?? null
      const envelopeAt = letter.envelope === null ? null : asctimeOf(letter.envelope)
      const marks = Object.fromEntries(gathered(m.marks))
      messages.add([
        ...[...own, m.messageId, m.inReplyTo, m.stated, m.time?.zone, instant(m.time)],
        ...[sender, instant(envelopeAt), m.subject, m.text, m.form, m.masked, flagsOf(file, m), marks],
        ...[m.parts.length, file.file, letter.offset, Math.min(letter.length, 0x7fffffff)],
      ])
      for (const [i, a] of m.addresses.entries()) addresses.add([...own, i + 1, a.role, a.name, a.address])
      for (const [i, h] of m.hops.entries())
        hops.add([
          ...[...own, i + 1, h.header, h.fromHost, h.fromAddress, h.byHost, h.stated],
          ...[h.time?.zone, instant(h.time)],
        ])
      for (const [i, p] of m.parts.entries()) {
        const derived = file.derived.get(partPath(file.form, n, i + 1, p)) ?? null
        const hashes = ['md5', 'sha1', 'sha256'].map((h) => createHash(h).update(p.content).digest('hex'))
        attachments.add([...own, i + 1, p.name, p.mediaType, p.content.length, ...hashes, derived])
      }
    },
    rows: () => encoders.reduce((sum, e) => sum + e.rows(), 0),
    bytes: () => encoders.reduce((sum, e) => sum + e.bytes(), 0),
    take: () => encoders.map((e) => e.take()).filter((c) => c.rows > 0),
  }
}

type Encoder = ReturnType<typeof rowEncoder>

function instant(time: MailTime | null): number | null {
  return time === null ? null : time.at
}

/** Flags as a mail program keeps them in headers (mutt and others: Status, X-Status), or a Maildir in the name. */
function flagsOf({ flags }: MailFile, m: Message): string | null {
  if (flags !== null) return flags
  const noted = m.marks.filter(([name]) => name === 'status' || name === 'x-status').map(([, value]) => value)
  return noted.length === 0 ? null : noted.join('')
}

/** Headers of one name together; a name that stands several times has its values in order. */
function gathered(marks: Message['marks']): ReadonlyMap<string, readonly string[]> {
  const found = new Map<string, string[]>()
  for (const [name, value] of marks) found.set(name, [...(found.get(name) ?? []), value])
  return found
}
