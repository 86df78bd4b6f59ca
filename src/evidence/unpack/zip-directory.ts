import type { FileHandle } from 'node:fs/promises'
import { readAt } from './zip-content.ts'

/** An entry as the directory of a zip archive has it (APPNOTE.TXT, section 4.3.12). */
export interface Record {
  readonly name: Buffer
  readonly method: number
  readonly encrypted: boolean
  readonly link: boolean
  readonly modifiedAt: Date | null
  readonly crc: number
  readonly packed: number
  readonly size: number
  /** Of its local header. */
  readonly offset: number
}

/** The directory of a zip archive. */
export interface Directory {
  readonly records: AsyncIterable<Record>
  readonly damaged: string | null
}

/** Finds the directory; null where there is none. */
export async function directory(file: FileHandle, size: number): Promise<Directory | null> {
  const tailAt = Math.max(0, size - 65_557)
  const tail = await readAt(file, tailAt, size - tailAt)
  for (let i = tail.lastIndexOf(endMark); i >= 0; i = i === 0 ? -1 : tail.lastIndexOf(endMark, i - 1)) {
    if (i + 22 > tail.length) continue
    const end = await endOf(file, tail, i, tailAt)
    if (end === null) continue
    const head = await readAt(file, end.at, 4)
    if (end.entries > 0 && (head.length < 4 || head.readUInt32LE(0) !== recordMark)) continue
    const disks = tail.readUInt16LE(i + 4)
    const damaged = disks > 0 && disks !== 0xffff ? `This is part ${disks + 1} of an archive in several parts` : null
    return { records: records(file, end), damaged }
  }
  return null
}

const endMark = Buffer.from('504b0506', 'hex')
const recordMark = 0x02014b50

interface End {
  readonly entries: number
  readonly at: number
  readonly length: number
  /** Bytes before the archive, as in self-extracting programs: offsets do not count them. */
  readonly shift: number
}

/** Sections 4.3.14 to 4.3.16. */
async function endOf(file: FileHandle, tail: Buffer, i: number, tailAt: number): Promise<End | null> {
  const end = { entries: tail.readUInt16LE(i + 10), length: tail.readUInt32LE(i + 12), at: tail.readUInt32LE(i + 16) }
  const locator = i >= 20 && tail.readUInt32LE(i - 20) === 0x07064b50 ? Number(tail.readBigUInt64LE(i - 12)) : null
  if (locator !== null && (end.entries === 0xffff || end.length === 0xffffffff || end.at === 0xffffffff)) {
    const wide = await readAt(file, locator, 56)
    if (wide.length < 56 || wide.readUInt32LE(0) !== 0x06064b50) return null
    const [entries, length, at] = [32, 40, 48].map((o) => Number(wide.readBigUInt64LE(o)))
    return { entries: entries!, length: length!, at: at!, shift: 0 }
  }
  const shift = tailAt + i - end.length - end.at
  return shift < 0 ? null : { ...end, at: end.at + shift, shift }
}

async function* records(file: FileHandle, end: End): AsyncGenerator<Record> {
  let at = end.at
  for (;;) {
    const head = await readAt(file, at, 46)
    if (head.length < 46 || head.readUInt32LE(0) !== recordMark) return
    const [nameLength, extraLength, commentLength] = [28, 30, 32].map((o) => head.readUInt16LE(o)) as [
      number,
      number,
      number,
    ]
    const rest = await readAt(file, at + 46, nameLength + extraLength)
    const extra = rest.subarray(nameLength)
    const wide = extraField(extra, 1)
    let next = 0
    const maybeWide = (value: number): number => {
      if (value !== 0xffffffff || wide === null || next + 8 > wide.length) return value
      next += 8
      return Number(wide.readBigUInt64LE(next - 8))
    }
    const size = maybeWide(head.readUInt32LE(24))
    const packed = maybeWide(head.readUInt32LE(20))
    const offset = maybeWide(head.readUInt32LE(42)) + end.shift
    const unix = head.readUInt16LE(4) >> 8 === 3 ? head.readUInt32LE(38) >>> 16 : 0
    yield {
      name: unicodeName(extra) ?? rest.subarray(0, nameLength),
      method: head.readUInt16LE(10),
      encrypted: (head.readUInt16LE(8) & 1) === 1,
      link: (unix & 0o170000) === 0o120000,
      modifiedAt: timeOf(extra, head.readUInt16LE(12), head.readUInt16LE(14)),
      crc: head.readUInt32LE(16),
      packed,
      size,
      offset,
    }
    at += 46 + nameLength + extraLength + commentLength
  }
}

/** An extra field by its number (section 4.5). */
export function extraField(extra: Buffer, wanted: number): Buffer | null {
  for (let i = 0; i + 4 <= extra.length; ) {
    const length = extra.readUInt16LE(i + 2)
    if (extra.readUInt16LE(i) === wanted) return extra.subarray(i + 4, i + 4 + length)
    i += 4 + length
  }
  return null
}

/** Info-ZIP Unicode Path (section 4.6.9). */
function unicodeName(extra: Buffer): Buffer | null {
  const field = extraField(extra, 0x7075)
  return field !== null && field.length > 5 ? field.subarray(5) : null
}

/** The extended time stamp (UTC) where there is one, else the DOS time, which has no zone and is taken as UTC. */
export function timeOf(extra: Buffer, time: number, date: number): Date | null {
  const stamp = extraField(extra, 0x5455)
  if (stamp !== null && stamp.length >= 5 && (stamp[0]! & 1) === 1) return new Date(stamp.readInt32LE(1) * 1000)
  const [year, month, day] = [1980 + (date >> 9), (date >> 5) & 15, date & 31]
  if (month < 1 || month > 12 || day < 1) return null
  return new Date(Date.UTC(year, month - 1, day, time >> 11, (time >> 5) & 63, (time & 31) * 2))
}
