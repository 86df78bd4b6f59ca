import { deflateSync } from 'node:zlib'

/** One entry of the list of contents; `data` are the rows of a table as COPY text or INSERTs. */
export interface ArchiveItem {
  readonly id: number
  readonly tag: string
  readonly kind: string
  readonly definition?: string
  readonly copy?: string
  readonly data?: Buffer
  readonly objects?: readonly { readonly oid: number; readonly data: Buffer }[]
}

/** How an archive is written: its version as 0x010e, and its method of packing. */
export interface ArchiveStyle {
  readonly version: number
  readonly packing: 'none' | 'gzip' | 'zstd' | 'lz4'
  /** Places of the data are in the list; a dump that was written to a pipe has none. */
  readonly places: boolean
}

const methods = { none: 0, gzip: 1, lz4: 2, zstd: 3 } as const

/** The list of contents of a dump in the directory or tar format. */
export function writeToc(items: readonly ArchiveItem[], style: ArchiveStyle): Buffer {
  return list(items, style, 3, (item) => text(item.data ? `${item.id}.dat` : item.objects ? 'blobs.toc' : ''))
}

/** An archive in the custom format; `pack` gives the content of one block as it is stored. */
export function writeCustom(
  items: readonly ArchiveItem[],
  style: ArchiveStyle,
  pack: (data: Buffer) => Buffer = (data) => (style.packing === 'gzip' ? deflateSync(data) : data),
): Buffer {
  const chunked = (data: Buffer): Buffer => {
    const parts: Buffer[] = []
    const packed = data.length === 0 ? data : pack(data)
    for (let at = 0; at < packed.length; at += 4096) {
      const piece = packed.subarray(at, at + 4096)
      parts.push(int(piece.length), piece)
    }
    return Buffer.concat([...parts, int(0)])
  }
  const blocks = items.map(({ id, data, objects }): Buffer => {
    if (data) return Buffer.concat([Buffer.from([1]), int(id), chunked(data)])
    if (!objects) return Buffer.alloc(0)
    const each = objects.flatMap((o) => [int(o.oid), chunked(o.data)])
    return Buffer.concat([Buffer.from([3]), int(id), ...each, int(0)])
  })
  const place = (at: number, has: boolean): Buffer => {
    const bytes = Buffer.alloc(9)
    bytes[0] = has ? (style.places ? 2 : 1) : 3
    if (has && style.places) bytes.writeBigUInt64LE(BigInt(at), 1)
    return bytes
  }
  const size = list(items, style, 1, () => place(0, false)).length
  let at = size
  const places = blocks.map((b) => {
    at += b.length
    return at - b.length
  })
  return Buffer.concat([
    list(items, style, 1, (item, i) => place(places[i]!, (item.data ?? item.objects) !== undefined)),
    ...blocks,
  ])
}

function list(
  items: readonly ArchiveItem[],
  { version, packing }: ArchiveStyle,
  format: number,
  extra: (item: ArchiveItem, index: number) => Buffer,
): Buffer {
  const head = Buffer.from([...Buffer.from('PGDMP'), version >> 8, version & 255, 0, 4, 8, format])
  const parts = [head, version >= 0x010f ? Buffer.from([methods[packing]]) : int(packing === 'none' ? 0 : -1)]
  for (const part of [5, 4, 3, 2, 0, 124, 0]) parts.push(int(part))
  parts.push(text('garden'), text('15.2'), text('15.2'), int(items.length))
  for (const [i, item] of items.entries()) {
    parts.push(int(item.id), int(item.data ? 1 : 0), text('0'), text('0'), text(item.tag), text(item.kind))
    if (version >= 0x010b) parts.push(int(2))
    parts.push(text(item.definition ?? ''), text(''), text(item.copy ?? ''), text('public'), text(null))
    if (version >= 0x010e) parts.push(text('heap'))
    if (version >= 0x0110) parts.push(int(0x72))
    parts.push(text('gardener'), text('false'), text('1'), text(null), extra(item, i))
  }
  return Buffer.concat(parts)
}

function int(value: number): Buffer {
  const bytes = Buffer.alloc(5)
  bytes[0] = value < 0 ? 1 : 0
  bytes.writeUInt32LE(Math.abs(value), 1)
  return bytes
}

function text(value: string | null): Buffer {
  if (value === null) return int(-1)
  const bytes = Buffer.from(value)
  return Buffer.concat([int(bytes.length), bytes])
}
