import type { CopyPayload } from '../../db/stage.ts'
import { isDotted, openAddresses } from './address.ts'
import type { Agents } from './agents.ts'
import type { Line } from './line.ts'
import * as field from './line.ts'

/** Columns of a request that every log has, in the order of the tuples. */
const usual = ['exhibit', '_file', 'n', '_length', 'agent', 'at', '_offset', 'bytes', 'status', 'zone']
const usualText = ['ip', 'method', 'path', 'query', 'referer']
/** Columns that few logs have: only their rows carry them, since a NULL costs time too. */
const rare = ['auth_user', 'host', 'vhost', 'forwarded_for', 'extra']
const errorColumns = ['exhibit', '_file', 'n', '_length', 'at', '_offset', 'ip', 'host', 'level', 'message', 'referer']

/** The fields in the order of `usualText` after the address, and of `rare` after the host. */
const usualFields = [field.method, field.path, field.query, field.referer] as const
const rareFields = [field.vhost, field.forwarded, field.extra] as const

/** PostgreSQL counts microseconds from 2000 on; source: datatype/timestamp.h. */
const epochSeconds = 946_684_800
const chunkBytes = 1 << 20
/** Bytes that a tuple needs beside its texts: lengths and numbers, and an address in canonical form. */
const overhead = 256

interface Tuples {
  out: Uint8Array
  at: number
  full: Uint8Array[]
  rows: number
}

/** Requests and error entries on their way into the store, as COPY BINARY tuples (PostgreSQL manual, COPY). */
export interface Rows {
  readonly addRequest: (line: Line, n: number, offset: number, length: number) => void
  readonly addError: (line: Line, n: number, offset: number, length: number) => void
  /** The rows since the last call; `table` is where the requests go. */
  readonly take: (table: string) => readonly CopyPayload[]
}

/** Collects the rows of one file. */
export function openRows(exhibit: number, file: number, agents: Agents): Rows {
  const [narrow, wide, errors] = [openTuples(), openTuples(), openTuples()]
  const canonical = openAddresses()
  let address: Uint8Array | null = null

  /** Finds the client's address; false when the server wrote a name instead. */
  const addressOf = (line: Line): boolean => {
    const [from, to] = [line.at[0]!, line.at[1]!]
    address = null
    if (from < 0 || isDotted(line.bytes, from, to)) return true
    address = canonical(line.bytes, from, to)
    return address !== null
  }
  const putAddress = (t: Tuples, line: Line, known: boolean): void => {
    if (!known) putNull(t)
    else if (address) putBytes(t, address, 0, address.length)
    else putField(t, line, field.client)
  }
  const addRequest = (line: Line, n: number, offset: number, length: number): void => {
    const known = addressOf(line)
    const isWide = !known || hasRare(line)
    const t = isWide ? wide : narrow
    begin(t, line, isWide ? usual.length + usualText.length + rare.length : usual.length + usualText.length)
    putInt(t, exhibit)
    putInt(t, file)
    putInt(t, n)
    putInt(t, length)
    const agent = line.at[field.agent * 2]!
    if (agent < 0) putNull(t)
    else putInt(t, agents.numberOf(line.bytes, agent, line.at[field.agent * 2 + 1]!))
    putTime(t, line)
    putLong(t, offset)
    if (line.size < 0) putNull(t)
    else putLong(t, line.size)
    putShort(t, line.status, line.status < 0)
    putShort(t, line.zone, line.zone === field.noZone)
    putAddress(t, line, known)
    for (let k = 0; k < usualFields.length; k++) putField(t, line, usualFields[k]!)
    t.rows++
    if (!isWide) return
    putField(t, line, field.user)
    if (known) putNull(t)
    else putField(t, line, field.client)
    for (let k = 0; k < rareFields.length; k++) putField(t, line, rareFields[k]!)
  }
  const addError = (line: Line, n: number, offset: number, length: number): void => {
    const known = addressOf(line)
    begin(errors, line, errorColumns.length)
    putInt(errors, exhibit)
    putInt(errors, file)
    putInt(errors, n)
    putInt(errors, length)
    putTime(errors, line)
    putLong(errors, offset)
    putAddress(errors, line, known)
    if (known) putNull(errors)
    else putField(errors, line, field.client)
    for (const f of [field.level, field.message, field.referer]) putField(errors, line, f)
    errors.rows++
  }
  const take = (table: string): readonly CopyPayload[] =>
    [
      payload(narrow, table, [...usual, ...usualText]),
      payload(wide, table, [...usual, ...usualText, ...rare]),
      payload(errors, 'evidence.web_error', errorColumns),
    ].filter((p) => p.rows > 0)
  return { addRequest, addError, take }
}

function hasRare({ at }: Line): boolean {
  const { user, vhost, forwarded, extra } = field
  return at[user * 2]! >= 0 || at[vhost * 2]! >= 0 || at[forwarded * 2]! >= 0 || at[extra * 2]! >= 0
}

function openTuples(): Tuples {
  return { out: Buffer.allocUnsafeSlow(16 << 10), at: 0, full: [], rows: 0 }
}

function payload(t: Tuples, table: string, columns: readonly string[]): CopyPayload {
  const { rows } = t
  const chunks = t.at > 0 ? [...t.full, t.out.subarray(0, t.at)] : t.full
  Object.assign(t, { out: t.out.subarray(t.at), at: 0, full: [], rows: 0 })
  return { table, columns, rows, chunks }
}

/** Makes room for a tuple of this line and writes how many values it has. */
function begin(t: Tuples, line: Line, fields: number): void {
  const wanted = overhead + textBytes(line)
  if (t.at + wanted > t.out.length) {
    if (t.at > 0) t.full.push(t.out.subarray(0, t.at))
    t.out = Buffer.allocUnsafeSlow(Math.max(chunkBytes, wanted))
    t.at = 0
  }
  t.out[t.at] = 0
  t.out[t.at + 1] = fields
  t.at += 2
}

/** Bytes of all fields together. */
function textBytes({ at }: Line): number {
  let sum = 0
  for (let i = 0; i < at.length; i += 2) sum += at[i + 1]! - at[i]!
  return sum
}

function write32(t: Tuples, value: number): void {
  const { out } = t
  out[t.at] = value >>> 24
  out[t.at + 1] = value >>> 16
  out[t.at + 2] = value >>> 8
  out[t.at + 3] = value
  t.at += 4
}

function putNull(t: Tuples): void {
  write32(t, -1)
}

function putInt(t: Tuples, value: number): void {
  write32(t, 4)
  write32(t, value)
}

function putShort(t: Tuples, value: number, none: boolean): void {
  if (none) {
    putNull(t)
    return
  }
  write32(t, 2)
  t.out[t.at] = value >> 8
  t.out[t.at + 1] = value
  t.at += 2
}

function putLong(t: Tuples, value: number): void {
  write32(t, 8)
  write32(t, Math.floor(value / 0x1_0000_0000))
  write32(t, value % 0x1_0000_0000)
}

function putTime(t: Tuples, line: Line): void {
  if (Number.isNaN(line.seconds)) putNull(t)
  else putLong(t, (line.seconds - epochSeconds) * 1e6 + line.micros)
}

function putField(t: Tuples, line: Line, n: number): void {
  const from = line.at[n * 2]!
  if (from < 0) putNull(t)
  else putBytes(t, line.bytes, from, line.at[n * 2 + 1]!)
}

/** Up to this length a loop beats the call into native code. */
const short = 48

function putBytes(t: Tuples, b: Uint8Array, from: number, to: number): void {
  const length = to - from
  write32(t, length)
  const { out, at } = t
  if (length <= short) for (let k = 0; k < length; k++) out[at + k] = b[from + k]!
  else out.set(b.subarray(from, to), at)
  t.at = at + length
}
