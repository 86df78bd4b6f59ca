import type { Image } from './image.ts'

/**
 * Gives the content of small files of NTFS that lies in their record of the master file table, or of the stream of this name;
 * null where it does not.
 */
export type Resident = (inode: number, stream?: string) => Buffer | null

/**
 * Opens the master file table of the volume that begins at a place ([MS-FSA] names the attributes; layout as in the Linux
 * kernel, fs/ntfs3/ntfs.h). Null where its boot sector or first record cannot be read.
 */
export function residentFiles(image: Image, start: number): Resident | null {
  const boot = image.read(start, 512)
  if (boot.length < 512 || boot.toString('latin1', 3, 11) !== 'NTFS    ') return null
  const cluster = boot.readUInt16LE(11) * (boot[13]! > 0x80 ? 2 ** (256 - boot[13]!) : boot[13]!)
  const perRecord = boot.readInt8(64)
  const record = perRecord > 0 ? perRecord * cluster : 2 ** -perRecord
  if (!(cluster > 0) || !(record >= 512 && record <= 65_536)) return null
  const at = start + Number(boot.readBigUInt64LE(48)) * cluster
  const own = attribute(fixed(image.read(at, record)), 0x80)
  if (own === null || own.resident) return null
  const runs = dataRuns(own.bytes, start, cluster)
  const placeOf = (inode: number): number | null => {
    let left = inode * record
    for (const run of runs) {
      if (left < run.length) return run.at === null ? null : run.at + left
      left -= run.length
    }
    return null
  }
  return (inode, stream = '') => {
    const place = placeOf(inode)
    const found = place === null ? null : attribute(fixed(image.read(place, record)), 0x80, stream)
    return found?.resident ? found.bytes : null
  }
}

/** A record with its sector ends put back (update sequence array); empty where it is none. */
function fixed(bytes: Buffer): Buffer {
  if (bytes.length < 512 || bytes.toString('latin1', 0, 4) !== 'FILE') return Buffer.alloc(0)
  const own = Buffer.from(bytes)
  const [at, count] = [own.readUInt16LE(4), own.readUInt16LE(6)]
  for (let i = 1; i < count; i++) {
    const end = i * 512 - 2
    if (at + i * 2 + 2 > own.length || end + 2 > own.length) return Buffer.alloc(0)
    if (own.readUInt16LE(end) !== own.readUInt16LE(at)) return Buffer.alloc(0)
    own.copyWithin(end, at + i * 2, at + i * 2 + 2)
  }
  return own
}

interface Attribute {
  readonly resident: boolean
  /** Content where it is resident, else its data runs. */
  readonly bytes: Buffer
}

/** The attribute of a type and name, where it is neither compressed nor encrypted. */
function attribute(record: Buffer, type: number, name = ''): Attribute | null {
  if (record.length < 48) return null
  for (let at = record.readUInt16LE(20); at + 24 <= record.length; ) {
    const [own, length] = [record.readUInt32LE(at), record.readUInt32LE(at + 4)]
    if (own === 0xffffffff || length < 24 || at + length > record.length) return null
    if (own === type && nameOf(record, at) === name) {
      if (record[at + 8] === 0) {
        const [size, from] = [record.readUInt32LE(at + 16), at + record.readUInt16LE(at + 20)]
        return from + size > at + length ? null : { resident: true, bytes: record.subarray(from, from + size) }
      }
      if (length < 64) return null
      return { resident: false, bytes: record.subarray(at + record.readUInt16LE(at + 32), at + length) }
    }
    at += length
  }
  return null
}

function nameOf(record: Buffer, at: number): string {
  const from = at + record.readUInt16LE(at + 10)
  return record.toString('utf16le', from, from + record[at + 9]! * 2)
}

function dataRuns(bytes: Buffer, start: number, cluster: number): readonly { at: number | null; length: number }[] {
  const runs: { at: number | null; length: number }[] = []
  let place = 0
  for (let i = 0; i < bytes.length && bytes[i] !== 0; ) {
    const [wide, far] = [bytes[i]! & 15, bytes[i]! >> 4]
    if (wide === 0 || wide > 6 || far > 6 || i + 1 + wide + far > bytes.length) return runs
    const length = bytes.readUIntLE(i + 1, wide) * cluster
    if (far > 0) place += bytes.readIntLE(i + 1 + wide, far)
    runs.push({ at: far === 0 ? null : start + place * cluster, length })
    i += 1 + wide + far
  }
  return runs
}
