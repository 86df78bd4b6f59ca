import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { pgCustom } from '../../src/evidence/containers/pg-custom.ts'
import { readArchive } from '../../src/evidence/mirror/pg/archive.ts'
import { temporaryFolder } from '../support/folder.ts'
import { type ArchiveItem, writeCustom } from '../support/pg-archive.ts'

const folder = temporaryFolder('pg-custom')
const items = ['roses', 'tulips', 'ferns'].map(
  (tag, n): ArchiveItem => ({
    id: 10 + n,
    tag,
    kind: 'TABLE DATA',
    copy: `COPY public.${tag} (id) FROM stdin;\n`,
    data: Buffer.from(`${`${n}\n`.repeat(2000)}\\.\n\n\n`),
  }),
)
const whole = writeCustom(items, { version: 0x010e, packing: 'none', places: true })
const { entries } = readArchive(whole)!

async function opened(bytes: Buffer) {
  const place = join(folder, 'a.dump')
  writeFileSync(place, bytes)
  const told: string[] = []
  const sizes: Record<string, number> = {}
  const { signal } = new AbortController()
  const input = {
    place,
    name: 'a.dump',
    report: (t: { detail: string }) => void told.push(t.detail),
    signal,
    seconds: 9,
  }
  for await (const { path, content } of pgCustom.open(input)) {
    let size = 0
    for await (const piece of content ?? []) size += piece.length
    sizes[path] = size
  }
  return { told, sizes }
}

const size = items[0]!.data!.length
const all = { '10.dat': size, '11.dat': size, '12.dat': size }

test('every block becomes a file', async () => {
  expect(await opened(whole)).toEqual({ told: [], sizes: all })
})

test.each([0x7000_0000, 50_000, 9000])(
  'a length changed to %i takes no block along that the list knows',
  async (length) => {
    const bytes = Buffer.from(whole)
    // Its kind, the number of its table with a sign, and the sign of the length stand before it.
    const place = entries[0]!.offset + 1 + 5 + 1
    bytes.writeUInt32LE(length, place)
    const { told, sizes } = await opened(bytes)
    expect(told).toEqual([expect.stringMatching(/^The data of 10\.dat lead into the next block/)])
    expect(sizes).toEqual({ ...all, '10.dat': expect.any(Number) })
  },
)

test('a block that is none is passed over to the next', async () => {
  const bytes = Buffer.from(whole)
  bytes[entries[1]!.offset] = 9
  const { told, sizes } = await opened(bytes)
  expect(told).toEqual([expect.stringMatching(/^Here begins no block of data/)])
  expect(sizes).toEqual({ '10.dat': size, '12.dat': size })
})
