import { createHash, pbkdf2 } from 'node:crypto'
import { promisify } from 'node:util'
import { argon2i, argon2id } from 'hash-wasm'
import { failed } from '../opener.ts'
import type { Peek } from '../peek.ts'
import { sectorCipher } from './ciphers.ts'
import type { Kdf, KeySlot, LuksHeader } from './header.ts'

const stretch = promisify(pbkdf2)
/** A header asking for more memory (KiB), stripes or rounds than this was not made by cryptsetup. */
const mostMemory = 4 << 20
const mostStripes = 100_000
const mostRounds = 500_000_000

/** The volume's key, from the first key slot that the passphrase opens; null where it opens none. */
export async function volumeKey(
  peek: Pick<Peek, 'read'>,
  at: number,
  header: LuksHeader,
  passphrase: Buffer,
): Promise<Buffer | null> {
  for (const slot of header.slots) {
    if (slot.stripes > mostStripes) throw failed('limit', `key slot ${slot.slot} asks for ${slot.stripes} stripes`)
    const key = await derived(slot.kdf, passphrase, slot.areaKeyBytes)
    const wanted = slot.keyBytes * slot.stripes
    const area = await peek.read(at + slot.offset, Math.ceil(wanted / 512) * 512)
    if (area.length < wanted) throw failed('damaged', `the area of key slot ${slot.slot} is cut short`)
    const split = sectorCipher(slot.cipher, key, 512)(area, 0).subarray(0, wanted)
    const candidate = merge(split, slot)
    if (await agrees(candidate, header)) return candidate
  }
  return null
}

async function agrees(key: Buffer, { digest }: LuksHeader): Promise<boolean> {
  if (digest.iterations > mostRounds) throw failed('limit', 'the digest asks for too many rounds')
  const own = await stretch(key, digest.salt, digest.iterations, digest.value.length, digest.hash)
  return own.equals(digest.value)
}

async function derived(kdf: Kdf, passphrase: Buffer, length: number): Promise<Buffer> {
  if (kdf.type === 'pbkdf2') {
    if (kdf.iterations > mostRounds) throw failed('limit', 'a key slot asks for too many rounds')
    return stretch(passphrase, kdf.salt, kdf.iterations, length, kdf.hash)
  }
  if (kdf.memory > mostMemory) throw failed('limit', `a key slot asks for ${kdf.memory} KiB of memory`)
  const { salt, time: iterations, memory: memorySize, cpus: parallelism } = kdf
  const work = {
    password: passphrase,
    salt,
    iterations,
    memorySize,
    parallelism,
    hashLength: length,
    outputType: 'binary',
  } as const
  return Buffer.from(await (kdf.type === 'argon2id' ? argon2id(work) : argon2i(work)))
}

/** AFmerge of LUKS1 On-Disk Format Specification 1.2.3, section 2.4: stripes folded into one by diffusion. */
function merge(split: Buffer, { keyBytes, stripes, stripeHash }: KeySlot): Buffer {
  let key: Buffer = Buffer.alloc(keyBytes)
  for (let i = 0; i < stripes; i++) {
    const stripe = split.subarray(i * keyBytes, (i + 1) * keyBytes)
    for (let n = 0; n < keyBytes; n++) key[n]! ^= stripe[n]!
    if (i < stripes - 1) key = diffuse(key, stripeHash)
  }
  return key
}

function diffuse(block: Buffer, hash: string): Buffer {
  const size = createHash(hash).digest().length
  const parts: Buffer[] = []
  for (let n = 0; n * size < block.length; n++) {
    const count = Buffer.alloc(4)
    count.writeUInt32BE(n)
    const part = block.subarray(n * size, (n + 1) * size)
    parts.push(createHash(hash).update(count).update(part).digest().subarray(0, part.length))
  }
  return Buffer.concat(parts)
}
