/** A key and what it holds. */
export interface RedisKey {
  readonly key: string
  readonly expires?: number
  readonly string?: string
  readonly list?: readonly string[]
  readonly set?: readonly string[]
  readonly zset?: readonly (readonly [value: string, score: number])[]
  readonly hash?: Readonly<Record<string, string>>
}

/** How values are written: each for itself, or many in one text, in the forms of Redis before and since 7. */
export type RdbStyle = 'plain' | 'ziplist' | 'listpack'

const u32 = (n: number): Buffer => Buffer.of(n & 255, (n >> 8) & 255, (n >> 16) & 255, n >>> 24)
const size = (n: number): Buffer =>
  n < 64
    ? Buffer.of(n)
    : n < 1 << 14
      ? Buffer.of(0x40 | (n >> 8), n & 255)
      : Buffer.concat([Buffer.of(0x80), u32(n).reverse()])
const plain = (b: Buffer): Buffer => Buffer.concat([size(b.length), b])

/** A text: small numbers as such, one that repeats its first three letters throughout packed with LZF. */
export function rdbText(s: string): Buffer {
  const n = Number(s)
  if (String(n) === s && Number.isInteger(n)) {
    if (n >= -128 && n < 128) return Buffer.of(0xc0, n & 255)
    if (n >= -32768 && n < 32768) return Buffer.of(0xc1, n & 255, (n >> 8) & 255)
    if (n >= -(2 ** 31) && n < 2 ** 31) return Buffer.concat([Buffer.of(0xc2), u32(n)])
  }
  const bytes = Buffer.from(s)
  const rest = bytes.length - 3
  if (rest < 9 || rest > 264 || !bytes.every((b, i) => b === bytes[i % 3])) return plain(bytes)
  const packed = Buffer.concat([Buffer.of(2), bytes.subarray(0, 3), Buffer.of(0xe0, rest - 9, 2)])
  return Buffer.concat([Buffer.of(0xc3), size(packed.length), size(bytes.length), packed])
}

function ziplist(values: readonly string[]): Buffer {
  let before = 0
  const entries = values.map((s) => {
    const n = Number(s)
    const whole = String(n) === s && Number.isInteger(n) && Math.abs(n) < 2 ** 31
    const bytes = Buffer.from(s)
    const own = whole
      ? n >= 0 && n <= 12
        ? Buffer.of(0xf1 + n)
        : Math.abs(n) < 128
          ? Buffer.of(0xfe, n & 255)
          : Buffer.concat([Buffer.of(0xd0), u32(n)])
      : Buffer.concat([
          bytes.length < 64 ? Buffer.of(bytes.length) : Buffer.of(0x40 | (bytes.length >> 8), bytes.length & 255),
          bytes,
        ])
    const entry = Buffer.concat([before < 254 ? Buffer.of(before) : Buffer.concat([Buffer.of(0xfe), u32(before)]), own])
    before = entry.length
    return entry
  })
  const body = Buffer.concat(entries)
  return Buffer.concat([u32(body.length + 11), u32(10), Buffer.of(values.length & 255, 0), body, Buffer.of(0xff)])
}

function listpack(values: readonly string[]): Buffer {
  const entries = values.map((s) => {
    const n = Number(s)
    const whole = String(n) === s && Number.isInteger(n) && Math.abs(n) < 2 ** 31
    const bytes = Buffer.from(s)
    const own = whole
      ? n >= 0 && n < 128
        ? Buffer.of(n)
        : Math.abs(n) < 4096
          ? Buffer.of(0xc0 | ((n >> 8) & 0x1f), n & 255)
          : Buffer.concat([Buffer.of(0xf3), u32(n)])
      : Buffer.concat([
          bytes.length < 64
            ? Buffer.of(0x80 | bytes.length)
            : Buffer.of(0xe0 | (bytes.length >> 8), bytes.length & 255),
          bytes,
        ])
    return Buffer.concat([
      own,
      own.length < 128 ? Buffer.of(own.length) : Buffer.of(own.length >> 7, (own.length & 127) | 128),
    ])
  })
  const body = Buffer.concat(entries)
  return Buffer.concat([u32(body.length + 7), Buffer.of(values.length & 255, 0), body, Buffer.of(0xff)])
}

function value(k: RedisKey, style: RdbStyle): readonly [number, Buffer] {
  const packed = style === 'ziplist' ? ziplist : listpack
  const all = (list: readonly string[]): Buffer => Buffer.concat(list.map(rdbText))
  if (k.string !== undefined) return [0, rdbText(k.string)]
  if (k.list) {
    if (style === 'plain') return [1, Buffer.concat([size(k.list.length), all(k.list)])]
    if (style === 'ziplist') return [14, Buffer.concat([size(1), plain(ziplist(k.list))])]
    return [
      18,
      Buffer.concat([size(2), size(2), plain(listpack(k.list.slice(0, -1))), size(1), rdbText(k.list.at(-1) ?? '')]),
    ]
  }
  if (k.set) {
    const numbers = k.set.every((s) => /^\d{1,4}$/.test(s))
    if (style !== 'plain' && numbers)
      return [11, plain(Buffer.concat([u32(2), u32(k.set.length), ...k.set.map((s) => u32(Number(s)).subarray(0, 2))]))]
    if (style === 'listpack') return [20, plain(listpack(k.set))]
    return [2, Buffer.concat([size(k.set.length), all(k.set)])]
  }
  if (k.zset) {
    if (style !== 'plain')
      return [style === 'ziplist' ? 12 : 17, plain(packed(k.zset.flatMap(([v, s]) => [v, String(s)])))]
    const pairs = k.zset.map(([v, s]) => {
      const score = Buffer.alloc(8)
      score.writeDoubleLE(s)
      return Buffer.concat([rdbText(v), score])
    })
    return [5, Buffer.concat([size(pairs.length), ...pairs])]
  }
  const fields = Object.entries(k.hash ?? {}).flat()
  if (style !== 'plain') return [style === 'ziplist' ? 13 : 16, plain(packed(fields))]
  return [4, Buffer.concat([size(fields.length / 2), all(fields)])]
}

/** Writes a dump of Redis (rdb.c): version, marks, keys, the mark of the end and an empty checksum. */
export function writeRdb(
  keys: readonly RedisKey[],
  style: RdbStyle,
  version = 11,
  marks: readonly string[] = [],
): Buffer {
  const body = keys.map((k) => {
    const [type, bytes] = value(k, style)
    const until = Buffer.alloc(8)
    until.writeBigInt64LE(BigInt(k.expires ?? 0))
    const expires = k.expires === undefined ? Buffer.alloc(0) : Buffer.concat([Buffer.of(0xfc), until])
    return Buffer.concat([expires, Buffer.of(type), rdbText(k.key), bytes])
  })
  const head = Buffer.concat([
    Buffer.of(0xfa),
    rdbText('redis-ver'),
    rdbText('7.2.0'),
    ...marks.flatMap((mark) => [Buffer.of(0xfa), rdbText(mark), rdbText('1')]),
    Buffer.of(0xfe, 0, 0xfb),
    size(keys.length),
    size(0),
  ])
  return Buffer.concat([
    Buffer.from(`REDIS00${String(version).padStart(2, '0')}`),
    head,
    ...body,
    Buffer.of(0xff),
    Buffer.alloc(8),
  ])
}

/** Commands as a log of Redis has them (Redis serialization protocol: arrays of bulk strings). */
export function writeAof(commands: readonly (readonly (string | Buffer)[])[]): Buffer {
  return Buffer.concat(
    commands.flatMap((args) => [
      Buffer.from(`*${args.length}\r\n`),
      ...args.flatMap((a) => [Buffer.from(`$${Buffer.byteLength(a)}\r\n`), Buffer.from(a), Buffer.from('\r\n')]),
    ]),
  )
}
