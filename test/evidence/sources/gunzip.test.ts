import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { gzipSync } from 'node:zlib'
import { describe, expect, it } from 'vitest'
import type { GzipTrouble } from '../../../src/evidence/mirror/gunzip.ts'
import { pieces } from '../../../src/evidence/mirror/pieces.ts'
import { temporaryFolder } from '../../support/folder.ts'

const folder = temporaryFolder('gunzip')
let files = 0

async function read(packed: Uint8Array, encoding: 'gzip' | null = 'gzip', from = 0) {
  const path = join(folder, `${files++}`)
  writeFileSync(path, packed)
  const troubles: GzipTrouble[] = []
  const parts: Buffer[] = []
  for await (const { bytes } of pieces(path, encoding, from, (t) => troubles.push(t))) parts.push(Buffer.from(bytes))
  return { data: Buffer.concat(parts), troubles: troubles.map((t) => t.code), at: troubles.map((t) => t.at) }
}

// Text that packs, but not to nothing.
const data = Buffer.from(
  Array.from({ length: 30_000 }, (_, i) => `row ${(i * 7919) % 10_007} of the garden\n`).join(''),
)
const packed = gzipSync(data)

describe('the content of a file', () => {
  it('comes from any byte on, packed or not', async () => {
    for (const from of [0, 1, 65_536, 300_001, data.length]) {
      for (const [bytes, encoding] of [
        [data, null],
        [packed, 'gzip'],
      ] as const) {
        const got = await read(bytes, encoding, from)
        expect(got.data.equals(data.subarray(from))).toBe(true)
        expect(got.troubles).toEqual([])
      }
    }
  })

  it('comes from all members, names and comments in their headers and zeros after them aside', async () => {
    const named = Buffer.concat([
      packed.subarray(0, 3),
      Buffer.from([8]),
      packed.subarray(4, 10),
      Buffer.from('dump.sql\0'),
      packed.subarray(10),
    ])
    const got = await read(Buffer.concat([named, gzipSync(data), gzipSync(Buffer.alloc(0)), Buffer.alloc(512)]))
    expect(got.data.equals(Buffer.concat([data, data]))).toBe(true)
    expect(got.troubles).toEqual([])
  })

  it('is kept to the last byte when the checksum is wrong', async () => {
    const wrong = Buffer.from(packed)
    wrong[wrong.length - 6]! ^= 1
    const got = await read(wrong)
    expect(got.data.equals(data)).toBe(true)
    expect([got.troubles, got.at]).toEqual([['gzip-checksum'], [data.length]])
  })

  it('is kept as far as it goes when the file is cut', async () => {
    let last = -1
    for (const cut of [12, 100, 5000, packed.length - 9, packed.length - 8, packed.length - 1]) {
      const got = await read(packed.subarray(0, cut))
      expect(got.data.equals(data.subarray(0, got.data.length))).toBe(true)
      expect(got.data.length).toBeGreaterThanOrEqual(last)
      expect([got.troubles, got.at]).toEqual([['gzip-truncated'], [got.data.length]])
      last = got.data.length
    }
    expect(last).toBe(data.length)
  })

  it('is kept up to damage, and from the next member on', async () => {
    const second = Buffer.from('second member\n')
    const found = new Set<string>()
    for (let start = 2000; start < packed.length - 500; start += 4001) {
      const broken = Buffer.concat([packed, gzipSync(second)])
      for (let i = start; i < start + 400; i++) broken[i] = (i * 73 + 41) & 0xff
      const got = await read(broken)
      expect(got.troubles).not.toEqual([])
      for (const code of got.troubles) found.add(code)
      expect(got.data.subarray(-second.length).equals(second)).toBe(true)
      // What the bytes before hold, but for a few that the damage may have turned into others.
      const before = Math.floor(data.length * (start / packed.length) * 0.8)
      expect(got.data.subarray(0, before).equals(data.subarray(0, before))).toBe(true)
    }
    // Where the damage still reads as deflate only the checksum tells, or an end that comes too early.
    expect([...found]).toContain('gzip-damaged')
    expect([...found]).not.toContain('gzip-truncated')
  })
})
