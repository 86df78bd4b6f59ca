import { execFileSync } from 'node:child_process'
import { describe, expect, test } from 'vitest'
import { isLz4, unlz4 } from '../../../src/evidence/unpack/lz4.ts'
import { findProgram } from '../../../src/evidence/unpack/programs.ts'
import { xxh32 } from '../../../src/evidence/unpack/xxhash.ts'
import { writeLegacyLz4, writeLz4 } from '../../support/lz4.ts'
import { mysqlText } from '../survival/dumps.ts'

const text = Buffer.from(mysqlText.repeat(4))
const noise = Buffer.from(Array.from({ length: 90_000 }, (_, i) => (Math.imul(i, 2_654_435_761) >>> 13) & 255))

async function unpacked(packed: Uint8Array, size = packed.length || 1) {
  const troubles: string[] = []
  const parts: Buffer[] = []
  const pieces = async function* () {
    for (let at = 0; at < packed.length; at += size) yield packed.subarray(at, at + size)
  }
  for await (const piece of unlz4(pieces(), ({ severity, code }) => troubles.push(`${severity} ${code}`)))
    parts.push(Buffer.from(piece))
  return { bytes: Buffer.concat(parts), troubles }
}

test('XXH32 is that of its description', () => {
  const of = (bytes: Uint8Array): string => {
    const sum = xxh32()
    sum.update(bytes.subarray(0, 5))
    sum.update(bytes.subarray(5))
    return sum.digest().toString(16).padStart(8, '0')
  }
  expect(of(Buffer.alloc(0))).toBe('02cc5d05')
  expect(of(Buffer.from('a'))).toBe('550d7456')
  expect(of(Buffer.from('Nobody inspects the spammish repetition'))).toBe('e2293b2f')
})

describe('a frame of LZ4', () => {
  test.each([
    {},
    { linked: true },
    { blockSums: true, contentSum: false },
    { linked: true, blockSums: true, contentSize: true },
  ])('written as %o gives its content, in pieces of any size', async (style) => {
    for (const data of [text, noise, Buffer.alloc(300_000, 7), Buffer.from('short'), Buffer.alloc(0)]) {
      const packed = writeLz4(data, style)
      expect(isLz4(packed)).toBe(true)
      for (const size of [packed.length, 1009]) {
        const got = await unpacked(packed, size)
        expect(got.troubles).toEqual([])
        expect(got.bytes.equals(data)).toBe(true)
      }
    }
    expect(writeLz4(text, style).length).toBeLessThan(text.length / 2)
  })

  test('may be followed by others, by what holds no content, and be one of the old form', async () => {
    const aside = Buffer.concat([Buffer.from('512a4d1803000000', 'hex'), Buffer.from('abc')])
    const packed = Buffer.concat([writeLz4(text), aside, writeLegacyLz4(noise), writeLz4(Buffer.from('end'))])
    const { bytes, troubles } = await unpacked(packed)
    expect(troubles).toEqual([])
    expect(bytes.equals(Buffer.concat([text, noise, Buffer.from('end')]))).toBe(true)
    expect(isLz4(writeLegacyLz4(noise))).toBe(true)
  })

  test('that is cut off gives what lies before the cut, and says so', async () => {
    const packed = writeLz4(text)
    for (let end = 7; end < packed.length; end += 997) {
      const { bytes, troubles } = await unpacked(packed.subarray(0, end))
      expect(troubles, `${end}`).toEqual(['loss lz4-damaged'])
      expect(bytes.equals(text.subarray(0, bytes.length))).toBe(true)
      expect(bytes.length).toBeGreaterThan(end - 300)
    }
  })

  test('of which a block is damaged gives the blocks behind it', async () => {
    const packed = writeLz4(text, { blockSums: true })
    packed.fill(0xff, 60, 90)
    const { bytes, troubles } = await unpacked(packed)
    expect(troubles).toEqual(['warning lz4-checksum', 'loss lz4-damaged'])
    expect(bytes.subarray(-5000).equals(text.subarray(-5000))).toBe(true)
    const changed = writeLz4(noise, { contentSum: true })
    changed[2000]! ^= 1
    expect((await unpacked(changed)).troubles).toEqual(['warning lz4-checksum'])
  })

  const program = findProgram(['lz4'])
  test.skipIf(program === null)('is read as the program lz4 writes it (skipped without it)', async () => {
    for (const args of [[], ['-9', '-BD'], ['-B4', '-BX'], ['-l'], ['--content-size']])
      for (const data of [text, noise]) {
        const packed = execFileSync(program!, ['-c', ...args], { input: data, maxBuffer: 1 << 28 })
        const got = await unpacked(packed)
        expect(got.troubles).toEqual([])
        expect(got.bytes.equals(data)).toBe(true)
        const back = execFileSync(program!, ['-d', '-c'], {
          input: writeLz4(data, { linked: true }),
          maxBuffer: 1 << 28,
        })
        expect(back.equals(data)).toBe(true)
      }
  })
})
