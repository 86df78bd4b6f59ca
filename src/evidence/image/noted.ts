import type { Extent } from './image.ts'
import type { Layout, Volume } from './layout.ts'
import type { NotedVolume } from './notes.ts'

/** What logical volumes take of a physical one, and an array of its member. */
export function usedOf(volume: Volume, { volumes }: Layout): readonly Extent[] {
  const start = volume.extents[0]?.at ?? 0
  return volumes
    .filter(
      (v) => v.n > volume.n && (v.scheme === 'lvm2' || v.label === (volume.label ? `${volume.label}/raid` : 'raid')),
    )
    .flatMap((v) => v.extents)
    .flatMap(({ at, length }) => (at === null ? [] : [{ at: at - start, length }]))
}

/** A volume as it is recorded. */
export function notedOf({ n, label, scheme, kind, state, size, type, name, extents }: Volume): NotedVolume {
  const volume = { extents } as Pick<Volume, 'extents'>
  return { n, label, scheme, kind, state, size, type, name, at: extents[0]?.at ?? null, extents: extentsText(volume) }
}
/** Longer lists of extents are cut: a striped volume has as many as stripes. */
const longestExtents = 100_000

/** The runs of a volume as they are recorded. */
export function extentsText({ extents }: Pick<Volume, 'extents'>): string {
  const joined: { at: number | null; length: number }[] = []
  for (const { at, length } of extents) {
    const last = joined.at(-1)
    if (last !== undefined && last.at !== null && at === last.at + last.length) last.length += length
    else joined.push({ at, length })
    if (joined.length > longestExtents) break
  }
  return joined.map((e) => `${e.at ?? '-'}+${e.length}`).join(' ')
}
