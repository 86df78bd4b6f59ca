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

const usualCount = usual.length + usualText.length

/** PostgreSQL counts microseconds from 2000 on; source: datatype/timestamp.h. */
const epochSeconds = 946_684_800
const leastChunk = 16 << 10
const mostChunk = 1 << 20
/** Bytes that a tuple needs beside its texts: lengths and numbers, and an address in canonical form. */
const overhead = 256

interface Tuples {
  out: Uint8Array
  view: DataView
  at: number
  full: Uint8Array[]
  rows: number
  /** The memory that the line lies in, and where its bytes begin there. */
  seen: DataView
  base: number
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
  let address: Buffer | null = null

  /** Finds the client's address; false when the server wrote a name instead. */
  const addressOf = (line: Line): boolean => {
    const from = line.at[field.client * 2]!
    const to = line.at[field.client * 2 + 1]!
    address = null
    if (from < 0 || isDotted(line.bytes, from, to)) return true
    address = canonical(line.bytes, from, to)
    return address !== null
  }
  const putAddress = (t: Tuples, line: Line, known: boolean): void => {
    if (!known) putNull(t)
    else if (address) putAddressBytes(t, address)
    else putField(t, line, field.client)
  }
  const addRequest = (line: Line, n: number, offset: number, length: number): void => {
    const known = addressOf(line)
    const isWide = !known || hasRare(line)
    const t = isWide ? wide : narrow
    begin(t, line.bytes, length)
    putHead(t, isWide ? usualCount + rare.length : usualCount, exhibit, file, n, length)
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
    putField(t, line, field.method)
    putField(t, line, field.path)
    putField(t, line, field.query)
    putField(t, line, field.referer)
    t.rows++
    if (!isWide) return
    putField(t, line, field.user)
    if (known) putNull(t)
    else putField(t, line, field.client)
    for (const f of [field.vhost, field.forwarded, field.extra]) putField(t, line, f)
  }
  const addError = (line: Line, n: number, offset: number, length: number): void => {
    const known = addressOf(line)
    begin(errors, line.bytes, length)
    putHead(errors, errorColumns.length, exhibit, file, n, length)
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
  return { ...room(leastChunk), at: 0, full: [], rows: 0, seen: new DataView(new ArrayBuffer(0)), base: 0 }
}

function payload(t: Tuples, table: string, columns: readonly string[]): CopyPayload {
  const { rows } = t
  const chunks = t.at > 0 ? [...t.full, t.out.subarray(0, t.at)] : t.full
  Object.assign(t, { ...room(t.full.length > 0 ? mostChunk : leastChunk), at: 0, full: [], rows: 0 })
  return { table, columns, rows, chunks, given: true }
}

function room(bytes: number): Pick<Tuples, 'out' | 'view'> {
  const b = Buffer.allocUnsafeSlow(bytes)
  const out = new Uint8Array(b.buffer, b.byteOffset, bytes)
  return { out, view: new DataView(b.buffer, b.byteOffset, bytes) }
}

/** Makes room for a tuple of a line of this length; fields may overlap, and repaired characters need three bytes. */
function begin(t: Tuples, line: Buffer, length: number): void {
  if (line.buffer !== t.seen.buffer) t.seen = new DataView(line.buffer)
  t.base = line.byteOffset
  const wanted = overhead + length * 6
  if (t.at + wanted <= t.out.length) return
  if (t.at > 0) t.full.push(t.out.subarray(0, t.at))
  const { out, view } = room(Math.max(Math.min(t.out.length * 4, mostChunk), wanted))
  t.out = out
  t.view = view
  t.at = 0
}

/** What every row begins with: how many values it has, and whose line it is. */
function putHead(t: Tuples, fields: number, exhibit: number, file: number, n: number, length: number): void {
  const { view, at } = t
  view.setInt16(at, fields)
  view.setInt32(at + 2, 4)
  view.setInt32(at + 6, exhibit)
  view.setInt32(at + 10, 4)
  view.setInt32(at + 14, file)
  view.setInt32(at + 18, 4)
  view.setInt32(at + 22, n)
  view.setInt32(at + 26, 4)
  view.setInt32(at + 30, length)
  t.at = at + 34
}

function putNull(t: Tuples): void {
  t.view.setInt32(t.at, -1)
  t.at += 4
}

function putInt(t: Tuples, value: number): void {
  t.view.setInt32(t.at, 4)
  t.view.setInt32(t.at + 4, value)
  t.at += 8
}

function putShort(t: Tuples, value: number, none: boolean): void {
  if (none) {
    putNull(t)
    return
  }
  t.view.setInt32(t.at, 2)
  t.view.setInt16(t.at + 4, value)
  t.at += 6
}

function putLong(t: Tuples, value: number): void {
  const { view, at } = t
  const high = Math.floor(value / 0x1_0000_0000)
  view.setInt32(at, 8)
  view.setInt32(at + 4, high)
  view.setUint32(at + 8, value - high * 0x1_0000_0000)
  t.at = at + 12
}

function putTime(t: Tuples, line: Line): void {
  if (Number.isNaN(line.seconds)) putNull(t)
  else putLong(t, (line.seconds - epochSeconds) * 1e6 + line.micros)
}

/** Up to this length a loop beats the call into native code and the view that it needs. */
const short = 160

/** Writes a field of the line that `begin` was told of, four bytes at a time. */
function putField(t: Tuples, line: Line, n: number): void {
  const from = line.at[n * 2]!
  if (from < 0) {
    putNull(t)
    return
  }
  const length = line.at[n * 2 + 1]! - from
  const { out, view, seen } = t
  let o = t.at + 4
  view.setInt32(t.at, length)
  t.at = o + length
  if (length > short) {
    out.set(line.bytes.subarray(from, from + length), o)
    return
  }
  let i = t.base + from
  for (const last = t.at - 4; o <= last; o += 4, i += 4) view.setInt32(o, seen.getInt32(i, true), true)
  for (; o < t.at; o++, i++) out[o] = seen.getUint8(i)
}

function putAddressBytes(t: Tuples, address: Buffer): void {
  t.view.setInt32(t.at, address.length)
  t.out.set(address, t.at + 4)
  t.at += 4 + address.length
}
