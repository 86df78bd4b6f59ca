import { createReadStream } from 'node:fs'
import type { Container } from '../unpack/container.ts'
import { isLz4, unlz4 } from '../unpack/lz4.ts'
import { readUnpacked, unpackedName } from '../unpack/single.ts'

/** Files packed with LZ4 (LZ4 Frame Format Description 1.6.4), of one or more frames; in them a tar archive or one file. */
export const lz4: Container = {
  name: 'lz4',
  about: 'LZ4 files, tar archives in them',
  detect: isLz4,
  open: async function* ({ place, name, report }) {
    const packed = createReadStream(place, { highWaterMark: 256 << 10 })
    try {
      yield* readUnpacked(unlz4(packed, report), unpackedName(name, endings), report)
    } finally {
      packed.destroy()
    }
  },
}

const endings = [
  ['.tlz4', '.tar'],
  ['.lz4', ''],
] as const
