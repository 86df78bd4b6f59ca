const sector = 512

/** A disk with an Apple partition map of the map itself and the volumes given. */
export function apmDisk(volumes: readonly { readonly type: string; readonly bytes: Buffer }[]): Buffer {
  const count = volumes.length + 1
  const head = Buffer.alloc(64 * sector)
  head.write('ER', 0, 'latin1')
  head.writeUInt16BE(sector, 2)
  let at = 64
  const entries = [
    { type: 'Apple_partition_map', start: 1, blocks: 63 },
    ...volumes.map(({ type, bytes }) => {
      const start = at
      at += bytes.length / sector
      return { type, start, blocks: bytes.length / sector }
    }),
  ]
  for (const [i, { type, start, blocks }] of entries.entries()) {
    const place = (i + 1) * sector
    head.write('PM', place, 'latin1')
    head.writeUInt32BE(count, place + 4)
    head.writeUInt32BE(start, place + 8)
    head.writeUInt32BE(blocks, place + 12)
    head.write(i === 0 ? 'Apple' : 'garden', place + 16, 'latin1')
    head.write(type, place + 48, 'latin1')
  }
  return Buffer.concat([head, ...volumes.map((v) => v.bytes)])
}

/**
 * A disk whose slice (0xa5 FreeBSD, 0xa6 OpenBSD; none: the whole disk) has a label with one partition 16 sectors in;
 * offsets count from the disk or, as FreeBSD also writes them, from the slice.
 */
export function bsdDisk(volume: Buffer, slice: 0xa5 | 0xa6 | null, from: 'disk' | 'slice' = 'disk'): Buffer {
  const begin = slice === null ? 0 : 63
  const length = 16 + volume.length / sector
  const disk = Buffer.alloc((begin + length) * sector)
  if (slice !== null) {
    disk.writeUInt16LE(0xaa55, 510)
    disk[446] = 0x80
    disk[450] = slice
    disk.writeUInt32LE(begin, 454)
    disk.writeUInt32LE(length, 458)
  }
  const label = (begin + 1) * sector
  const base = from === 'disk' ? begin : 0
  disk.writeUInt32LE(0x82564557, label)
  disk.writeUInt32LE(0x82564557, label + 132)
  disk.writeUInt32LE(sector, label + 40)
  disk.writeUInt16LE(3, label + 138)
  const entry = (n: number, size: number, offset: number, type: number): void => {
    disk.writeUInt32LE(size, label + 148 + n * 16)
    disk.writeUInt32LE(offset, label + 152 + n * 16)
    disk[label + 160 + n * 16] = type
  }
  entry(0, volume.length / sector, base + 16, 7)
  // OpenBSD's raw partition is the disk, FreeBSD's the slice.
  entry(2, length, slice === 0xa6 ? 0 : base, 0)
  disk.set(volume, (begin + 16) * sector)
  return disk
}
