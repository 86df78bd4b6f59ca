import type { Peek } from './peek.ts'

/** A compound file as far as it is needed here ([MS-CFB]): the names of its streams and their first bytes. */
export interface Compound {
  readonly names: readonly string[]
  /** The first bytes of a stream; empty where there is none of this name. */
  readonly start: (name: string, length: number) => Promise<Buffer>
}

interface Stream {
  readonly name: string
  readonly first: number
  readonly size: number
  readonly type: number
}

/** Chains longer than this are loops. */
const longestChain = 100_000

/** True for the signature of compound files. */
export function isCompound(head: Buffer): boolean {
  return head.length >= 512 && head.readBigUInt64BE(0) === 0xd0cf11e0a1b11ae1n
}

/** Reads the directory of a compound file; null where it is damaged beyond that. */
export async function readCompound({ head, read, size }: Peek): Promise<Compound | null> {
  const shift = head.readUInt16LE(30)
  if (shift !== 9 && shift !== 12) return null
  const sector = 1 << shift
  const place = (n: number): number => (n + 1) * sector
  const tables = Array.from({ length: 109 }, (_, i) => head.readUInt32LE(76 + i * 4)).filter((n) => n < 0xfffffffa)
  const nextOf = async (n: number): Promise<number> => {
    const table = tables[Math.floor(n / (sector / 4))]
    if (table === undefined) return 0xfffffffe
    const cell = await read(place(table) + (n % (sector / 4)) * 4, 4)
    return cell.length < 4 ? 0xfffffffe : cell.readUInt32LE(0)
  }
  const chain = async (first: number, length: number): Promise<Buffer> => {
    const parts: Buffer[] = []
    for (let n = first, had = 0, steps = 0; n < 0xfffffffa && had < length && steps < longestChain; steps++) {
      if (place(n) > size) break
      parts.push(await read(place(n), sector))
      had += sector
      n = await nextOf(n)
    }
    return Buffer.concat(parts).subarray(0, length)
  }
  const directory = await chain(head.readUInt32LE(48), 1 << 20)
  const streams: Stream[] = []
  for (let at = 0; at + 128 <= directory.length; at += 128) {
    const nameBytes = Math.min(64, directory.readUInt16LE(at + 64))
    const [type, first] = [directory[at + 66]!, directory.readUInt32LE(at + 116)]
    if (type === 0 || nameBytes < 2) continue
    const name = directory.toString('utf16le', at, at + nameBytes - 2)
    streams.push({ name, first, size: directory.readUInt32LE(at + 120), type })
  }
  const root = streams.find((s) => s.type === 5)
  if (root === undefined) return null
  return {
    names: streams.map((s) => s.name),
    start: async (name, length) => {
      const stream = streams.find((s) => s.name === name && s.type === 2)
      if (stream === undefined) return Buffer.alloc(0)
      const wanted = Math.min(length, stream.size)
      if (stream.size >= head.readUInt32LE(56)) return chain(stream.first, wanted)
      // Short streams lie in sectors of 64 bytes within the root's own; those met here begin in one and go on in the next.
      const small = await chain(root.first, (stream.first + 1) * 64 + wanted)
      return small.subarray(stream.first * 64, stream.first * 64 + wanted)
    },
  }
}
