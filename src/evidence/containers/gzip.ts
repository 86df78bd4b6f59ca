import { constants } from 'node:fs'
import { open } from 'node:fs/promises'
import { gunzip } from '../mirror/gunzip.ts'
import type { Container } from '../unpack/container.ts'
import { plainName, readUnpacked, unpackedName } from '../unpack/single.ts'

/** Gzip files (RFC 1952), of one or more members; in them a tar archive or one file. */
export const gzip: Container = {
  name: 'gzip',
  about: 'gzip files, tar archives in them',
  detect: (first) => first[0] === 0x1f && first[1] === 0x8b && first[2] === 8,
  open: async function* ({ place, name, report }) {
    const file = await open(place, constants.O_RDONLY)
    try {
      const unpacked = async function* () {
        const told = gunzip(file, ({ code, detail }) =>
          report({ severity: code === 'gzip-checksum' ? 'warning' : 'loss', code, detail }),
        )
        for await (const { bytes } of told) yield bytes
      }
      const head = Buffer.alloc(4096)
      const { bytesRead } = await file.read(head, 0, head.length, 0)
      const inner = storedName(head.subarray(0, bytesRead)) ?? unpackedName(name, endings)
      yield* readUnpacked(unpacked(), inner, report)
    } finally {
      await file.close()
    }
  },
}

const endings = [
  ['.tgz', '.tar'],
  ['.gz', ''],
  ['.z', ''],
] as const

/** FNAME of the first member. */
function storedName(head: Buffer): string | null {
  if (head.length < 12 || (head[3]! & 8) === 0) return null
  const from = (head[3]! & 4) === 0 ? 10 : 12 + head.readUInt16LE(10)
  const end = head.indexOf(0, from)
  return end < 0 ? null : plainName(head.subarray(from, end))
}
