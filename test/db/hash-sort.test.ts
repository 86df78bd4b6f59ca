import { createHash } from 'node:crypto'
import { describe, expect, it } from 'vitest'
import { openHashSorter } from '../../src/db/hash-sort.ts'

const hash = (n: number) => createHash('sha256').update(String(n)).digest()

/** What the sorter gives for these records, in one piece. */
function sorted(records: readonly Buffer[], width: number): Buffer {
  const sorter = openHashSorter(width)
  for (const record of records) sorter.add(Buffer.concat([Buffer.of(7), record]), 1)
  return Buffer.concat([...sorter.sorted()])
}

describe('hashes of rows', () => {
  it('come back in the order of their bytes, none lost, whatever order they came in', () => {
    const records = Array.from({ length: 5000 }, (_, n) => hash(n))
    const expected = Buffer.concat([...records].sort(Buffer.compare))
    expect(sorted(records, 32).equals(expected)).toBe(true)
    expect(sorted([...records].reverse(), 32).equals(expected)).toBe(true)
  })

  it('are told apart by their last byte', () => {
    const alike = Array.from({ length: 300 }, (_, n) => {
      const record = Buffer.alloc(64, 5)
      record.writeUInt16BE((n * 7919) % 300, 62)
      return record
    })
    expect(sorted(alike, 64).equals(Buffer.concat([...alike].sort(Buffer.compare)))).toBe(true)
  })

  it('are given once', () => {
    const sorter = openHashSorter(32)
    sorter.add(hash(1), 0)
    expect([...sorter.sorted()]).toHaveLength(1)
    expect([...sorter.sorted()]).toHaveLength(0)
  })
})
