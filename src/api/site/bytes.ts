import { createHash, type Hash } from 'node:crypto'
import { createReadStream } from 'node:fs'
import { createGunzip } from 'node:zlib'
import type { Pool } from 'pg'
import { type Place, placesOf } from '../../evidence/place.ts'
import type { Source } from '../contract.ts'

type Range = Pick<Source, 'file' | 'offset' | 'length'>

/** Where an item's bytes lie and what they are: exhibit, file, offset, SHA-256; null where the bytes could not be had. */
export type ProvenanceOf = (
  source: Range,
) => { readonly exhibit: string; readonly path: string; readonly sha256: string | null } | null

const keyOf = (range: Range): string => `${range.file} ${range.offset} ${range.length}`

/**
 * The SHA-256 of the bytes of many rows: each file is read once from its beginning to its end, whatever its packing, so that
 * a hundred thousand rows cost one reading.
 */
export async function hashRanges(
  db: Pool,
  caseDir: string,
  ranges: readonly Range[],
  signal: AbortSignal,
  onFile: (path: string) => void = () => undefined,
): Promise<ProvenanceOf> {
  const byFile = new Map<number, Range[]>()
  for (const range of ranges) {
    const known = byFile.get(range.file)
    if (known) known.push(range)
    else byFile.set(range.file, [range])
  }
  const hashes = new Map<string, string>()
  const places = new Map<number, Place>()
  for (const [file, own] of [...byFile].sort((a, b) => a[0] - b[0])) {
    const place = (await placesOf(db, caseDir, file))[0]
    if (place === undefined) continue
    places.set(file, place)
    onFile(place.path)
    if (place.stored !== null) await hashFile(place, own, hashes, signal)
  }
  return (source) => {
    const place = places.get(source.file)
    return place === undefined
      ? null
      : { exhibit: place.number, path: place.innerPath ?? place.path, sha256: hashes.get(keyOf(source)) ?? null }
  }
}

async function hashFile(
  place: Place,
  ranges: readonly Range[],
  hashes: Map<string, string>,
  signal: AbortSignal,
): Promise<void> {
  const waiting = [...ranges].filter((range) => range.length > 0).sort((a, b) => a.offset - b.offset)
  const open: { readonly range: Range; readonly hash: Hash }[] = []
  let next = 0
  let at = 0
  const packed = createReadStream(place.stored!, { highWaterMark: 1 << 20 })
  const plain = place.encoding === 'gzip' ? packed.pipe(createGunzip()) : packed
  if (plain !== packed) packed.on('error', (error) => plain.destroy(error))
  try {
    for await (const chunk of plain as AsyncIterable<Buffer>) {
      signal.throwIfAborted()
      const end = at + chunk.length
      for (; next < waiting.length && waiting[next]!.offset < end; next++)
        open.push({ range: waiting[next]!, hash: createHash('sha256') })
      for (let i = open.length - 1; i >= 0; i--) {
        const { range, hash } = open[i]!
        const until = range.offset + range.length
        hash.update(chunk.subarray(Math.max(0, range.offset - at), Math.min(until, end) - at))
        if (until > end) continue
        hashes.set(keyOf(range), hash.digest('hex'))
        open[i] = open.at(-1)!
        open.pop()
      }
      at = end
      if (next === waiting.length && open.length === 0) break
    }
  } catch (error) {
    if (signal.aborted) throw error
    // A file that is damaged or gone leaves its items without a hash, and each of them says so.
  } finally {
    packed.destroy()
  }
}
