import { z } from 'zod'
import type { Peek } from '../peek.ts'

/** How a passphrase is made into a key. */
export type Kdf =
  | { readonly type: 'pbkdf2'; readonly hash: string; readonly iterations: number; readonly salt: Buffer }
  | {
      readonly type: 'argon2i' | 'argon2id'
      readonly time: number
      readonly memory: number
      readonly cpus: number
      readonly salt: Buffer
    }

/** A key slot: the volume's key, spread over stripes and encrypted under what follows from a passphrase. */
export interface KeySlot {
  readonly slot: number
  readonly kdf: Kdf
  readonly stripes: number
  readonly stripeHash: string
  /** Where its area lies, from the start of the volume, and how it is encrypted. */
  readonly offset: number
  readonly cipher: string
  readonly areaKeyBytes: number
  readonly keyBytes: number
}

/** A volume as its header tells it. */
export interface LuksHeader {
  readonly version: 1 | 2
  readonly uuid: string
  readonly cipher: string
  readonly keyBytes: number
  readonly slots: readonly KeySlot[]
  /** What the volume's key is checked by. */
  readonly digest: { readonly hash: string; readonly salt: Buffer; readonly iterations: number; readonly value: Buffer }
  /** Where the data lies from the start of the volume; `size` null for all that follows. */
  readonly data: {
    readonly offset: number
    readonly size: number | null
    readonly sector: number
    readonly firstIv: number
  }
}

const magic = Buffer.from('4c554b53babe', 'hex')

/** The header of a LUKS volume at a place; null where there is none, `damaged` where it cannot be read. */
export async function luksHeader(peek: Pick<Peek, 'read'>, at: number): Promise<LuksHeader | 'damaged' | null> {
  const start = await peek.read(at, 4096)
  if (start.length < 592 || !start.subarray(0, 6).equals(magic)) return null
  try {
    if (start.readUInt16BE(6) === 1) return versionOne(start)
    if (start.readUInt16BE(6) === 2)
      return versionTwo(start, await peek.read(at, Math.min(Number(start.readBigUInt64BE(8)), 4 << 20)))
  } catch {
    // Said by the caller: the numbers or the JSON of the header make no sense.
  }
  return 'damaged'
}

const text = (bytes: Buffer): string => bytes.toString('latin1').replace(/\0.*$/s, '')

/** LUKS1 On-Disk Format Specification 1.2.3, section 2.1. */
function versionOne(h: Buffer): LuksHeader {
  const cipher = `${text(h.subarray(8, 40))}-${text(h.subarray(40, 72))}`
  const [hash, keyBytes] = [text(h.subarray(72, 104)), h.readUInt32BE(108)]
  const slots = Array.from({ length: 8 }, (_, slot) => {
    const at = 208 + slot * 48
    const kdf: Kdf = { type: 'pbkdf2', hash, iterations: h.readUInt32BE(at + 4), salt: h.subarray(at + 8, at + 40) }
    const area = { offset: h.readUInt32BE(at + 40) * 512, cipher, areaKeyBytes: keyBytes, keyBytes }
    return {
      active: h.readUInt32BE(at) === 0x00ac71f3,
      slot,
      kdf,
      stripes: h.readUInt32BE(at + 44),
      stripeHash: hash,
      ...area,
    }
  })
  return {
    version: 1,
    uuid: text(h.subarray(168, 208)),
    cipher,
    keyBytes,
    slots: slots.flatMap(({ active, ...slot }) => (active ? [slot] : [])),
    digest: { hash, salt: h.subarray(132, 164), iterations: h.readUInt32BE(164), value: h.subarray(112, 132) },
    data: { offset: h.readUInt32BE(104) * 512, size: null, sector: 512, firstIv: 0 },
  }
}

const bytes64 = z
  .string()
  .max(4096)
  .transform((s) => Buffer.from(s, 'base64'))
const offset = z
  .string()
  .regex(/^\d{1,15}$/)
  .transform(Number)
const count = z.number().int().min(1).max(0xffffffff)
const hashName = z.string().max(32)

const kdfShape = z.discriminatedUnion('type', [
  z.object({ type: z.literal('pbkdf2'), hash: hashName, iterations: count, salt: bytes64 }),
  z.object({ type: z.enum(['argon2i', 'argon2id']), time: count, memory: count, cpus: count, salt: bytes64 }),
])
const jsonShape = z.object({
  keyslots: z.record(
    z.string(),
    z.object({
      type: z.string(),
      key_size: count,
      af: z.object({ stripes: count, hash: hashName }).optional(),
      area: z.object({ offset, encryption: z.string().optional(), key_size: count.optional() }),
      kdf: kdfShape.optional(),
    }),
  ),
  segments: z.record(
    z.string(),
    z.object({
      type: z.string(),
      offset,
      size: z.string(),
      iv_tweak: offset.optional(),
      encryption: z.string().optional(),
      sector_size: z.number().int().min(512).max(4096).optional(),
      flags: z.array(z.string()).optional(),
    }),
  ),
  digests: z.record(
    z.string(),
    z.object({
      type: z.string(),
      segments: z.array(z.string()),
      hash: hashName,
      iterations: count,
      salt: bytes64,
      digest: bytes64,
    }),
  ),
})

/** LUKS2 On-Disk Format Specification 1.1, sections 2 and 3. */
function versionTwo(start: Buffer, whole: Buffer): LuksHeader {
  const json = jsonShape.parse(JSON.parse(text(whole.subarray(4096))))
  const [name, segment] = Object.entries(json.segments).find(([, s]) => s.type === 'crypt' && !s.flags?.length)!
  const digest = Object.values(json.digests).find((d) => d.segments.includes(name))!
  const slots = Object.entries(json.keyslots).flatMap(([slot, { af, area, kdf, key_size }]): readonly KeySlot[] => {
    if (!af || !kdf || !area.encryption || !area.key_size) return []
    const place = { offset: area.offset, cipher: area.encryption, areaKeyBytes: area.key_size, keyBytes: key_size }
    return [{ slot: Number(slot), kdf, stripes: af.stripes, stripeHash: af.hash, ...place }]
  })
  return {
    version: 2,
    uuid: text(start.subarray(168, 208)),
    cipher: segment.encryption ?? '',
    keyBytes: slots[0]?.keyBytes ?? 0,
    slots,
    digest: { hash: digest.hash, salt: digest.salt, iterations: digest.iterations, value: digest.digest },
    data: {
      offset: segment.offset,
      size: segment.size === 'dynamic' ? null : Number(segment.size),
      sector: segment.sector_size ?? 512,
      firstIv: segment.iv_tweak ?? 0,
    },
  }
}
