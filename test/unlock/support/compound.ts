/** A compound file ([MS-CFB], version 3) with these streams; those below 4096 bytes lie in the short-stream container. */
export function compoundOf(streams: Readonly<Record<string, Buffer>>): Buffer {
  const names = Object.keys(streams)
  const isShort = (name: string): boolean => streams[name]!.length < 4096
  const shorts = names.filter(isShort)
  const parts = shorts.map((n) => padded(streams[n]!, 64))
  const container = padded(Buffer.concat(parts), 512)
  const bodies = [container, ...names.filter((n) => !isShort(n)).map((n) => padded(streams[n]!, 512))]
  const directorySectors = Math.ceil((names.length + 1) / 4)
  // Sector 0 is the allocation table, then the directory, then the streams one after the other.
  const table = Buffer.alloc(512, 0xff)
  table.writeUInt32LE(0xfffffffd, 0)
  let next = 1
  const chain = (sectors: number): number => {
    const first = next
    for (let i = 0; i < sectors; i++, next++) table.writeUInt32LE(i === sectors - 1 ? 0xfffffffe : next + 1, next * 4)
    return sectors === 0 ? 0xfffffffe : first
  }
  chain(directorySectors)
  const starts = bodies.map((b) => chain(b.length / 512))
  const directory = Buffer.alloc(directorySectors * 512)
  const put = (i: number, name: string, type: number, first: number, size: number): void => {
    directory.write(name, i * 128, 'utf16le')
    directory.writeUInt16LE(name.length * 2 + 2, i * 128 + 64)
    directory[i * 128 + 66] = type
    directory.writeUInt32LE(first, i * 128 + 116)
    directory.writeUInt32LE(size, i * 128 + 120)
  }
  put(0, 'Root Entry', 5, starts[0]!, container.length)
  let [short, long] = [0, 1]
  for (const [i, name] of names.entries()) {
    const size = streams[name]!.length
    if (isShort(name)) {
      put(i + 1, name, 2, short, size)
      short += padded(streams[name]!, 64).length / 64
    } else put(i + 1, name, 2, starts[long++]!, size)
  }
  const head = Buffer.alloc(512, 0xff)
  head.fill(0, 0, 76)
  head.write('d0cf11e0a1b11ae1', 'hex')
  head.writeUInt16LE(9, 30)
  head.writeUInt16LE(6, 32)
  head.writeUInt32LE(1, 44)
  head.writeUInt32LE(1, 48)
  head.writeUInt32LE(4096, 56)
  head.writeUInt32LE(0, 76)
  return Buffer.concat([head, table, directory, ...bodies])
}

function padded(bytes: Buffer, to: number): Buffer {
  return Buffer.concat([bytes, Buffer.alloc((to - (bytes.length % to)) % to)])
}
