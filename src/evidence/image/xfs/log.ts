import type { Image } from '../image.ts'
import { blockPlace, type Layout } from './superblock.ts'

/** How the log of changes was left: closed by an unmount, still holding changes, outside of this volume, or not legible. */
export type LogState = 'clean' | 'dirty' | 'external' | 'unknown'

const sector = 512
/** No record of the log is longer than this, its headers included (xfs_log_format.h, XLOG_MAX_RECORD_BSIZE, and room). */
const longestRecord = 1 << 20

/**
 * Whether the log's last record is that of an unmount. Every sector of the log begins with the number of the round in which
 * it was written, or is the header of a record, so that its end is where that number falls (xfs_log_format.h).
 */
export function logState(image: Image, layout: Layout): LogState {
  if (layout.log === null) return 'external'
  const start = blockPlace(layout, layout.log.block)
  if (start === null) return 'unknown'
  const sectors = Math.floor((layout.log.blocks * layout.blockBytes) / sector)
  const round = (n: number): number | null => {
    const head = image.read(start + n * sector, 8)
    if (head.length < 8) return null
    return head.readUInt32BE(0) === magic ? head.readUInt32BE(4) : head.readUInt32BE(0)
  }
  const first = round(0)
  if (first === null || sectors < 2) return 'unknown'
  let [low, high] = [1, sectors]
  while (low < high) {
    const middle = Math.floor((low + high) / 2)
    if (round(middle) === first) low = middle + 1
    else high = middle
  }
  // A log that was never written in holds nothing to replay.
  if (first === 0) return low === sectors ? 'clean' : 'unknown'
  const from = Math.max(0, low * sector - longestRecord)
  const tail = image.read(start + from, low * sector - from)
  for (let at = tail.length - sector; at >= 0; at -= sector)
    if (tail.readUInt32BE(at) === magic) return isUnmount(tail, at) ? 'clean' : 'dirty'
  return 'unknown'
}

const magic = 0xfeedbabe

/** A record of one operation, which is flagged as that of an unmount (struct xlog_rec_header, struct xlog_op_header). */
function isUnmount(tail: Buffer, at: number): boolean {
  const [version, operations, headerSize] = [
    tail.readUInt32BE(at + 8),
    tail.readUInt32BE(at + 40),
    tail.readUInt32BE(at + 320),
  ]
  const headers = (version & 2) !== 0 ? Math.max(1, Math.min(8, Math.ceil(headerSize / 32_768))) : 1
  const own = at + headers * sector
  return operations === 1 && own + 12 <= tail.length && (tail[own + 9]! & 0x20) !== 0
}
