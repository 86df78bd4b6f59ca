import { pathToFileURL } from 'node:url'
import { extract } from '../../src/artefacts/extract.ts'
import { marksOf } from '../../src/artefacts/marks.ts'
import { prose } from './prose.ts'

/** Speed of extraction over prose, with how many of the planted selectors it found. */
export function benchExtract(posts = 200_000): Readonly<Record<string, number | string>> {
  const { texts, planted } = prose(posts)
  const bytes = texts.reduce((sum, text) => sum + text.length, 0)
  for (const text of texts.slice(0, 20_000)) extract(text)
  const start = performance.now()
  const cpu = process.cpuUsage()
  const found = new Map<string, number>()
  for (const text of texts) for (const one of extract(text)) found.set(one.kind, (found.get(one.kind) ?? 0) + 1)
  const seconds = (performance.now() - start) / 1000
  const cpuSeconds = process.cpuUsage(cpu).user / 1e6
  const scanStart = performance.now()
  let marked = 0
  for (const text of texts) if (marksOf(`${text}`) !== 0) marked++
  const scanSeconds = (performance.now() - scanStart) / 1000
  const primary = (found.get('url') ?? 0) + (found.get('email') ?? 0) + (found.get('handle') ?? 0)
  return {
    bench: 'artefacts/extract',
    posts,
    megabytes: Math.round(bytes / 1e4) / 100,
    seconds: Math.round(seconds * 1000) / 1000,
    megabytesPerSecond: Math.round(bytes / 1e6 / seconds),
    megabytesPerCpuSecond: Math.round(bytes / 1e6 / cpuSeconds),
    scanMegabytesPerSecond: Math.round(bytes / 1e6 / scanSeconds),
    marked,
    planted,
    recall: Math.round((primary / planted) * 1e4) / 1e4,
    ...Object.fromEntries([...found].sort(([a], [b]) => (a < b ? -1 : 1)).map(([kind, n]) => [`found.${kind}`, n])),
    rssMegabytes: Math.round(process.memoryUsage().rss / 1e6),
  }
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href) console.log(JSON.stringify(benchExtract(), null, 2))
