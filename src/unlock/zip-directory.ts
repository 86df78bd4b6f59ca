import type { Peek } from './peek.ts'

/** An entry of a zip archive that is encrypted, as its directory tells it (APPNOTE.TXT, sections 4.3.12, 4.4 and 7). */
export interface ZipEntry {
  readonly name: Buffer
  readonly encrypted: boolean
  /** How it is packed; of an AES entry what its extra field says. */
  readonly method: number
  /** AES-128, -192 or -256 (WinZip's AE-1 and AE-2), null for the traditional encryption. */
  readonly aes: { readonly bits: 128 | 192 | 256; readonly version: number } | null
  /** Strong encryption of PKWARE (section 7), which nothing here opens. */
  readonly strong: boolean
  readonly crc: number
  readonly packed: number
  readonly size: number
  /** Of its local header. */
  readonly offset: number
  /** What the traditional encryption checks the passphrase by. */
  readonly check: number
  readonly modifiedAt: Date | null
}

/** More entries than these are not looked at one by one. */
const mostEntries = 500_000

/** The entries by the directory at the end of the file; null where there is none. */
export async function zipEntries(peek: Pick<Peek, 'size' | 'read'>): Promise<readonly ZipEntry[] | null> {
  const tailAt = Math.max(0, peek.size - 65_557)
  const tail = await peek.read(tailAt, peek.size - tailAt)
  const i = tail.lastIndexOf(Buffer.from('504b0506', 'hex'))
  if (i < 0 || i + 22 > tail.length) return null
  let [length, at] = [tail.readUInt32LE(i + 12), tail.readUInt32LE(i + 16)]
  let shift = tailAt + i - length - at
  if (i >= 20 && tail.readUInt32LE(i - 20) === 0x07064b50 && (at === 0xffffffff || length === 0xffffffff)) {
    const wide = await peek.read(Number(tail.readBigUInt64LE(i - 12)), 56)
    if (wide.length < 56 || wide.readUInt32LE(0) !== 0x06064b50) return null
    length = Number(wide.readBigUInt64LE(40))
    at = Number(wide.readBigUInt64LE(48))
    shift = 0
  }
  if (shift < 0) return null
  return entries(await peek.read(at + shift, length), shift)
}

function entries(directory: Buffer, shift: number): readonly ZipEntry[] {
  const found: ZipEntry[] = []
  for (let at = 0; at + 46 <= directory.length && found.length < mostEntries; ) {
    if (directory.readUInt32LE(at) !== 0x02014b50) break
    const nameEnd = at + 46 + directory.readUInt16LE(at + 28)
    const end = nameEnd + directory.readUInt16LE(at + 30)
    found.push(
      entry(
        directory.subarray(at, at + 46),
        directory.subarray(at + 46, nameEnd),
        fields(directory, nameEnd, end),
        shift,
      ),
    )
    at = end + directory.readUInt16LE(at + 32)
  }
  return found
}

function entry(head: Buffer, name: Buffer, extra: ReadonlyMap<number, Buffer>, shift: number): ZipEntry {
  const flags = head.readUInt16LE(8)
  const wide = extra.get(1)
  let next = 0
  const maybeWide = (value: number): number => {
    if (value !== 0xffffffff || !wide || next + 8 > wide.length) return value
    next += 8
    return Number(wide.readBigUInt64LE(next - 8))
  }
  const size = maybeWide(head.readUInt32LE(24))
  const packed = maybeWide(head.readUInt32LE(20))
  const offset = maybeWide(head.readUInt32LE(42)) + shift
  const aes = extra.get(0x9901)
  const bits = ([128, 192, 256] as const)[(aes?.[4] ?? 0) - 1]
  const crc = head.readUInt32LE(16)
  return {
    name: unicodeName(extra) ?? name,
    encrypted: (flags & 1) === 1,
    method: bits && aes && aes.length >= 7 ? aes.readUInt16LE(5) : head.readUInt16LE(10),
    aes: bits && aes ? { bits, version: aes.readUInt16LE(0) } : null,
    strong: (flags & 0x40) !== 0,
    crc,
    packed,
    size,
    offset,
    // With a data descriptor the checksum is not known when writing begins: the time stands in for it.
    check: (flags & 8) === 0 ? crc >>> 24 : head[13]!,
    modifiedAt: timeOf(head.readUInt16LE(12), head.readUInt16LE(14)),
  }
}

function fields(bytes: Buffer, from: number, to: number): ReadonlyMap<number, Buffer> {
  const found = new Map<number, Buffer>()
  for (let i = from; i + 4 <= Math.min(to, bytes.length); ) {
    const end = i + 4 + bytes.readUInt16LE(i + 2)
    found.set(bytes.readUInt16LE(i), bytes.subarray(i + 4, end))
    i = end
  }
  return found
}

/** Info-ZIP Unicode Path (section 4.6.9). */
function unicodeName(extra: ReadonlyMap<number, Buffer>): Buffer | null {
  const field = extra.get(0x7075)
  return field && field.length > 5 ? field.subarray(5) : null
}

/** The DOS time, which has no zone and is taken as UTC. */
function timeOf(time: number, date: number): Date | null {
  const [month, day] = [(date >> 5) & 15, date & 31]
  if (month < 1 || month > 12 || day < 1) return null
  return new Date(Date.UTC(1980 + (date >> 9), month - 1, day, time >> 11, (time >> 5) & 63, (time & 31) * 2))
}
