/** A value of a document; `double`, `long` and others say in which form a number or text is written. */
export type BsonValue =
  | string
  | number
  | bigint
  | boolean
  | null
  | Date
  | Buffer
  | readonly BsonValue[]
  | { readonly oid: string }
  | { readonly double: number }
  | { readonly raw: readonly [type: number, bytes: Buffer] }
  | { readonly doc: Readonly<Record<string, BsonValue>> }

/** Writes a document (BSON specification 1.1): whole numbers of 32 bits as such, larger ones as doubles, as JavaScript's driver does. */
export function writeBson(fields: Readonly<Record<string, BsonValue>>): Buffer {
  const body = Buffer.concat(Object.entries(fields).map(([name, value]) => element(name, value)))
  return Buffer.concat([int32(body.length + 5), body, Buffer.of(0)])
}

function element(name: string, value: BsonValue): Buffer {
  const [type, bytes] = typed(value)
  return Buffer.concat([Buffer.of(type), Buffer.from(`${name}\0`), bytes])
}

function typed(value: BsonValue): readonly [number, Buffer] {
  if (value === null) return [0x0a, Buffer.alloc(0)]
  if (typeof value === 'string') {
    const text = Buffer.from(`${value}\0`)
    return [0x02, Buffer.concat([int32(text.length), text])]
  }
  if (typeof value === 'boolean') return [0x08, Buffer.of(value ? 1 : 0)]
  if (typeof value === 'bigint') return [0x12, int64(value)]
  if (typeof value === 'number')
    return Number.isInteger(value) && Math.abs(value) < 2 ** 31 ? [0x10, int32(value)] : [0x01, double(value)]
  if (value instanceof Date) return [0x09, int64(BigInt(value.getTime()))]
  if (Buffer.isBuffer(value)) return [0x05, Buffer.concat([int32(value.length), Buffer.of(0), value])]
  if ('oid' in value) return [0x07, Buffer.from(value.oid, 'hex')]
  if ('double' in value) return [0x01, double(value.double)]
  if ('raw' in value) return value.raw
  if ('doc' in value) return [0x03, writeBson(value.doc)]
  return [0x04, writeBson(Object.fromEntries(value.map((v, i) => [String(i), v])))]
}

function int32(n: number): Buffer {
  const b = Buffer.alloc(4)
  b.writeInt32LE(n)
  return b
}

function int64(n: bigint): Buffer {
  const b = Buffer.alloc(8)
  b.writeBigInt64LE(n)
  return b
}

function double(n: number): Buffer {
  const b = Buffer.alloc(8)
  b.writeDoubleLE(n)
  return b
}

/** A block of an archive of mongodump: documents of a collection, or the end of it. */
export interface ArchiveBlock {
  readonly db: string
  readonly collection: string
  readonly documents: readonly Buffer[]
}

/** An archive as `mongodump --archive` writes it (mongo-tools, common/archive): blocks in this order, then every collection's end. */
export function writeArchive(blocks: readonly ArchiveBlock[], views: readonly string[] = []): Buffer {
  const mark = int32(-1)
  const named = [...new Map(blocks.map((b) => [`${b.db}.${b.collection}`, b])).values()]
  const metadata = (view: boolean): string => JSON.stringify({ options: view ? { viewOn: 'x' } : {}, indexes: [] })
  const prelude = [
    writeBson({ concurrent_collections: 4, version: '0.1', server_version: '6.0.5', tool_version: '100.7.0' }),
    ...named.map(({ db, collection }) =>
      writeBson({ db, collection, metadata: metadata(false), size: 100, type: 'collection' }),
    ),
    ...views.map((collection) => writeBson({ db: 'garden', collection, metadata: metadata(true), size: 0, type: '' })),
  ]
  const head = (b: ArchiveBlock, EOF: boolean): Buffer =>
    writeBson({ db: b.db, collection: b.collection, EOF, CRC: EOF ? 7n : 0n })
  return Buffer.concat([
    Buffer.from('6de29981', 'hex'),
    ...prelude,
    mark,
    ...blocks.flatMap((b) => [head(b, false), ...b.documents, mark]),
    ...named.flatMap((b) => [head(b, true), mark]),
  ])
}
