import type { ContainerTrouble } from './container.ts'
import { unpackBlock } from './lz4-block.ts'
import { type Xxh32, xxh32 } from './xxhash.ts'

/** How a frame was packed (LZ4 Frame Format Description 1.6.4, "Frame Descriptor"). */
interface Frame {
  readonly linked: boolean
  readonly blockSums: boolean
  readonly contentSum: boolean
  readonly longest: number
}

const frameMagic = 0x184d2204
const legacyMagic = 0x184c2102
/** Copies reach so far back. */
const reach = 64 << 10
const legacyBlock = 8 << 20

/** True for the beginning of a frame, or of what lz4 wrote before there were frames ("Legacy frame"). */
export function isLz4(first: Uint8Array): boolean {
  const magic = first.length < 7 ? 0 : (first[0]! | (first[1]! << 8) | (first[2]! << 16) | (first[3]! << 24)) >>> 0
  if (magic === legacyMagic) return true
  return magic === frameMagic && first[4]! >> 6 === 1 && (first[4]! & 2) === 0 && (first[5]! & 0x8f) === 0
}

/**
 * Unpacks frames of LZ4, one after the other. What comes out before damage is given; behind it reading goes on with the
 * next block where blocks do not rest on each other.
 */
export async function* unlz4(
  packed: AsyncIterable<Uint8Array>,
  report: (trouble: ContainerTrouble) => void,
): AsyncGenerator<Uint8Array> {
  const source = openQueue(packed)
  const loss = (detail: string): void => report({ severity: 'loss', code: 'lz4-damaged', detail })
  try {
    for (let n = 0; ; n++) {
      const head = await source.take(4)
      if (head.length === 0 && n > 0) return
      if (head.length < 4) return loss('The file ends within the mark of a frame')
      const magic = head.readUInt32LE(0)
      if (magic >>> 4 === 0x184d2a5) {
        const length = await source.take(4)
        if (length.length < 4 || !(await source.skip(length.readUInt32LE(0))))
          return loss('The file ends within a frame that holds no content')
      } else if (magic === legacyMagic) {
        if (!(yield* legacy(source, loss))) return
      } else if (magic === frameMagic) {
        if (!(yield* frame(source, report, loss))) return
      } else return loss(`Behind ${n} frames stands something else, which is not read`)
    }
  } finally {
    await source.close()
  }
}

/** Gives the content of a frame; false where nothing behind it can be found. */
async function* frame(
  source: Queue,
  report: (trouble: ContainerTrouble) => void,
  loss: (detail: string) => void,
): AsyncGenerator<Uint8Array, boolean> {
  const read = await descriptor(source)
  if (typeof read === 'string') {
    loss(read)
    return false
  }
  const sum = read.contentSum ? xxh32() : null
  // What copies may reach, and room for a block.
  const out = new Uint8Array(reach + read.longest)
  let [filled, damaged] = [0, false]
  for (;;) {
    const size = await source.take(4)
    if (size.length < 4) {
      loss('The file ends between the blocks of a frame')
      return false
    }
    const stated = size.readUInt32LE(0)
    if (stated === 0) break
    const length = stated & 0x7fffffff
    if (length > read.longest) {
      loss(`A block states ${length} bytes, more than the frame allows`)
      return false
    }
    const block = await source.take(length)
    const own = read.blockSums ? await source.take(4) : null
    if (own !== null && own.length === 4 && own.readUInt32LE(0) !== sumOf(block))
      report({ severity: 'warning', code: 'lz4-checksum', detail: 'A block does not agree with its checksum' })
    if (!read.linked) filled = 0
    if (filled > reach) {
      out.copyWithin(0, filled - reach, filled)
      filled = reach
    }
    const { end, whole } = stated > 0x7fffffff ? stored(block, out, filled) : unpackBlock(block, out, filled)
    if (end > filled) {
      const piece = out.slice(filled, end)
      sum?.update(piece)
      yield piece
    }
    filled = end
    if (block.length < length) {
      loss('The file ends within a block; what could be unpacked of it is kept')
      return false
    }
    if (whole) continue
    damaged = true
    loss('A block cannot be unpacked to its end; what came before is kept')
    if (read.linked) return false
  }
  if (sum !== null) await checkContent(source, sum, damaged, report)
  return true
}

async function checkContent(
  source: Queue,
  sum: Xxh32,
  damaged: boolean,
  report: (trouble: ContainerTrouble) => void,
): Promise<void> {
  const stated = await source.take(4)
  if (stated.length < 4)
    report({ severity: 'loss', code: 'lz4-damaged', detail: 'The file ends within the checksum of a frame' })
  else if (stated.readUInt32LE(0) !== sum.digest() && !damaged)
    report({ severity: 'warning', code: 'lz4-checksum', detail: 'What was unpacked does not agree with its checksum' })
}

/** Reads what stands before the blocks; words where it cannot be read. */
async function descriptor(source: Queue): Promise<Frame | string> {
  const two = await source.take(2)
  const flags = two[0] ?? 0
  const more = ((flags & 8) === 0 ? 0 : 8) + ((flags & 1) === 0 ? 0 : 4)
  const rest = await source.take(more + 1)
  if (rest.length < more + 1) return 'The file ends within the head of a frame'
  if (flags >> 6 !== 1) return 'A frame is of a version that is not known'
  const size = (two[1]! >> 4) & 7
  if (size < 4 || ((sumOf(Buffer.concat([two, rest.subarray(0, more)])) >>> 8) & 0xff) !== rest[more])
    return 'The head of a frame was changed'
  if ((flags & 1) !== 0) return 'A frame was packed with a dictionary, which is not in it'
  return {
    linked: (flags & 0x20) === 0,
    blockSums: (flags & 0x10) !== 0,
    contentSum: (flags & 4) !== 0,
    longest: 1 << (8 + 2 * size),
  }
}

/** Blocks of up to 8 MB, each by itself, up to the end of the file or the mark of another frame. */
async function* legacy(source: Queue, loss: (detail: string) => void): AsyncGenerator<Uint8Array, boolean> {
  const out = new Uint8Array(legacyBlock)
  for (;;) {
    const size = await source.peek(4)
    if (size.length === 0) return true
    if (size.length < 4) {
      loss('The file ends between blocks')
      return false
    }
    const length = size.readUInt32LE(0)
    if (length === frameMagic || length === legacyMagic || length >>> 4 === 0x184d2a5) return true
    await source.take(4)
    // Packed, a block grows by at most one byte in 255.
    if (length > legacyBlock + legacyBlock / 255 + 16) {
      loss(`A block states ${length} bytes, more than there can be`)
      return false
    }
    const block = await source.take(length)
    const { end, whole } = unpackBlock(block, out, 0)
    if (end > 0) yield out.slice(0, end)
    if (!whole) loss('A block cannot be unpacked to its end; what came before is kept')
    if (block.length < length) return false
  }
}

function stored(block: Uint8Array, out: Uint8Array, from: number): { readonly end: number; readonly whole: boolean } {
  out.set(block, from)
  return { end: from + block.length, whole: true }
}

function sumOf(bytes: Uint8Array): number {
  const sum = xxh32()
  sum.update(bytes)
  return sum.digest()
}

/** Bytes that come in pieces, taken in lengths of one's own; fewer at their end. */
interface Queue {
  readonly take: (length: number) => Promise<Buffer>
  readonly peek: (length: number) => Promise<Buffer>
  readonly skip: (length: number) => Promise<boolean>
  readonly close: () => Promise<void>
}

function openQueue(packed: AsyncIterable<Uint8Array>): Queue {
  const pieces = packed[Symbol.asyncIterator]()
  let held: Buffer[] = []
  let [length, over] = [0, false]
  const fill = async (wanted: number): Promise<void> => {
    while (length < wanted && !over) {
      const next = await pieces.next()
      if (next.done) over = true
      else {
        // A copy: a piece is valid until the next is asked for.
        held.push(Buffer.from(next.value))
        length += next.value.length
      }
    }
  }
  const whole = (): Buffer => {
    if (held.length !== 1) held = [Buffer.concat(held)]
    return held[0]!
  }
  const take = async (wanted: number): Promise<Buffer> => {
    await fill(wanted)
    const bytes = whole()
    const own = bytes.subarray(0, wanted)
    held = [bytes.subarray(wanted)]
    length = held[0]!.length
    return own
  }
  return {
    take,
    peek: async (wanted) => {
      await fill(wanted)
      return whole().subarray(0, wanted)
    },
    skip: async (wanted) => {
      for (let left = wanted; left > 0; ) {
        const piece = await take(Math.min(left, 1 << 20))
        if (piece.length === 0) return false
        left -= piece.length
      }
      return true
    },
    close: async () => void (await pieces.return?.()),
  }
}
