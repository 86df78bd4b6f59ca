import { open, stat } from 'node:fs/promises'
import { isFirst, segmentsOf } from './image/segments.ts'
import { identify, plainHead } from './recognise.ts'

/** A file of an exhibit, by its path in it. */
export interface Lying {
  readonly file: number
  readonly path: string
  readonly place: string
}

/** Files that were cut in parts: the first of each, and the parts that go on with them, which are nothing by themselves. */
export interface Cuts {
  readonly firsts: readonly number[]
  readonly parts: readonly number[]
}

/** Archives of which a part but the first has no beginning of its own. Disk images know their segments themselves. */
const archives: ReadonlySet<string> = new Set(['gzip', 'xz', 'bzip2', 'zstd', 'lz4', 'zip', '7z', 'tar'])
const texts: ReadonlySet<string> = new Set(['mysqldump-sql', 'mysqldump-xml', 'pg-dump'])
/** First lines of dumps: what begins so is a dump of its own and no part of another. */
const ownHeader =
  /^(?:\xef\xbb\xbf)?\s*(?:--\s*)?(?:\/\*M?!999999|(?:-- |# )(?:MySQL|MariaDB|phpMyAdmin|PostgreSQL|Adminer|HeidiSQL)\b|<\?xml|<mysqldump)/

/**
 * Finds dumps and archives cut in parts. Names alone are no proof: the first part must be a dump or an archive, no other may
 * begin like one, and all but the last are of one size (`split -b`), or end with a line where they are text (`split -l`).
 */
export async function findCuts(files: readonly Lying[]): Promise<Cuts> {
  const folders = new Map<string, (Lying & { readonly name: string })[]>()
  for (const one of files) {
    if (!/\.(?:\d{2,5}|[a-z]{2,4})$/i.test(one.path)) continue
    const at = one.path.lastIndexOf('/') + 1
    const folder = one.path.slice(0, at)
    const list = folders.get(folder) ?? folders.set(folder, []).get(folder)!
    list.push({ ...one, name: one.path.slice(at) })
  }
  const firsts: number[] = []
  const parts: number[] = []
  for (const beside of folders.values())
    for (const { name } of beside) {
      if (!isFirst(name) || /\.[es]01$/i.test(name)) continue
      const own = segmentsOf(name, beside).parts
      if (own.length < 2 || !(await areParts(own))) continue
      firsts.push(own[0]!.file)
      for (const p of own.slice(1)) parts.push(p.file)
    }
  return { firsts, parts }
}

async function areParts([first, ...later]: readonly Lying[]): Promise<boolean> {
  const { source, encoding } = await identify(first!.place, first!.path)
  const packed = encoding !== null || archives.has(source)
  if (!packed && !texts.has(source)) return false
  for (const { place, path } of later) {
    const own = await identify(place, path)
    if (own.encoding !== null || archives.has(own.source)) return false
    if (!packed && ownHeader.test((await plainHead(place)).toString('latin1', 0, 200))) return false
  }
  const before = [first!, ...later.slice(0, -1)]
  const sizes = await Promise.all([...before, later.at(-1)!].map(async (f) => (await stat(f.place)).size))
  const last = sizes.pop()!
  if (sizes.every((s) => s === sizes[0] && last <= s)) return true
  if (packed) return false
  for (const [i, { place }] of before.entries()) if ((await byteAt(place, sizes[i]! - 1)) !== 0x0a) return false
  return true
}

async function byteAt(place: string, at: number): Promise<number | null> {
  const file = await open(place)
  try {
    const { bytesRead, buffer } = await file.read(Buffer.alloc(1), 0, 1, Math.max(at, 0))
    return bytesRead === 1 ? buffer[0]! : null
  } finally {
    await file.close()
  }
}
