import { pathToFileURL } from 'node:url'
import { extract } from '../../src/artefacts/extract.ts'
import { marksOf } from '../../src/artefacts/marks.ts'
import { prose } from './prose.ts'

const slicePosts = 1000
const rounds = 40

/** The least time of many rounds over each slice: what the code needs when nobody else uses the machine. */
function leastSeconds(slices: readonly (readonly string[])[], work: (text: string) => void): number {
  const least = slices.map(() => Number.POSITIVE_INFINITY)
  for (let round = 0; round < rounds; round++) {
    for (const [i, slice] of slices.entries()) {
      const start = performance.now()
      for (const text of slice) work(text)
      least[i] = Math.min(least[i]!, performance.now() - start)
    }
  }
  return least.reduce((sum, ms) => sum + ms, 0) / 1000
}

/** Speed of extraction over prose, with how many of the planted selectors it found. */
export function benchExtract(posts = 20_000): Readonly<Record<string, number | string>> {
  const { texts, planted } = prose(posts)
  // As they come from the database: flat, not joined from pieces.
  const flat = texts.map((text) => Buffer.from(text).toString())
  const slices = Array.from({ length: posts / slicePosts }, (_, i) => flat.slice(i * slicePosts, (i + 1) * slicePosts))
  const megabytes = flat.reduce((sum, text) => sum + text.length, 0) / 1e6
  const found = new Map<string, number>()
  for (const text of flat) for (const { kind } of extract(text)) found.set(kind, (found.get(kind) ?? 0) + 1)
  const seconds = leastSeconds(slices, extract)
  const scanSeconds = leastSeconds(slices, marksOf)
  const primary = ['url', 'email', 'handle'].reduce((sum, kind) => sum + (found.get(kind) ?? 0), 0)
  return {
    bench: 'artefacts/extract',
    posts,
    megabytes: Math.round(megabytes * 100) / 100,
    megabytesPerSecond: Math.round(megabytes / seconds),
    postsPerSecond: Math.round(posts / seconds),
    scanMegabytesPerSecond: Math.round(megabytes / scanSeconds),
    planted,
    recall: Math.round((primary / planted) * 1e4) / 1e4,
    ...Object.fromEntries([...found].sort(([a], [b]) => (a < b ? -1 : 1)).map(([kind, n]) => [`found.${kind}`, n])),
    rssMegabytes: Math.round(process.memoryUsage.rss() / 1e6),
  }
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href) console.log(JSON.stringify(benchExtract(), null, 2))
