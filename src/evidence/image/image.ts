/** A disk image as bytes: however it is kept, it is read at any place. */
export interface Image {
  readonly size: number
  /** So many bytes from a place; fewer at the end of what is there. */
  readonly read: (at: number, length: number) => Buffer
  /** The files by which The Sleuth Kit's programs open it; null where they cannot. */
  readonly paths: readonly string[] | null
  /** Runs that hold nothing and need not be looked at, in order. */
  readonly holes?: readonly Extent[]
  readonly close: () => void
}

/** A run of bytes of one image. */
export interface Extent {
  readonly at: number
  readonly length: number
}

/** Part of an image, or several parts one after the other, as an image of its own; a part without a place reads as zeros. */
export function mapped(
  image: Image,
  extents: readonly { readonly at: number | null; readonly length: number }[],
): Image {
  const starts: number[] = []
  const holes: Extent[] = []
  let size = 0
  for (const { at, length } of extents) {
    starts.push(size)
    if (at === null) holes.push({ at: size, length })
    else if (extents.length === 1) holes.push(...within(image.holes ?? [], at, length))
    size += length
  }
  return {
    size,
    paths: null,
    holes,
    read: (at, length) => {
      const parts: Buffer[] = []
      let [from, left] = [at, Math.min(length, size - at)]
      for (let i = lastBefore(starts, at); i < extents.length && left > 0; i++) {
        const { at: place, length: whole } = extents[i]!
        const inside = from - starts[i]!
        const wanted = Math.min(left, whole - inside)
        if (wanted <= 0) continue
        const part = place === null ? Buffer.alloc(wanted) : image.read(place + inside, wanted)
        parts.push(part)
        if (part.length < wanted) break
        from += wanted
        left -= wanted
      }
      return parts.length === 1 ? parts[0]! : Buffer.concat(parts)
    },
    close: () => undefined,
  }
}

/** What of some runs lies in one of them, counted from its beginning. */
function within(runs: readonly Extent[], at: number, length: number): readonly Extent[] {
  return runs.flatMap((run): readonly Extent[] => {
    const [from, to] = [Math.max(run.at, at), Math.min(run.at + run.length, at + length)]
    return from < to ? [{ at: from - at, length: to - from }] : []
  })
}

/** Where a place of a mapped image lies in the image below it; null where nothing of it does. */
export function placeBelow(
  extents: readonly { readonly at: number | null; readonly length: number }[],
  at: number,
): number | null {
  let left = at
  for (const { at: place, length } of extents) {
    if (left < length) return place === null ? null : place + left
    left -= length
  }
  return null
}

/** Where a run of a mapped image lies in the image below it: in as many pieces as that is put together from. */
export function piecesBelow(
  extents: readonly { readonly at: number | null; readonly length: number }[],
  { at, length }: Extent,
): readonly { readonly at: number | null; readonly length: number }[] {
  const out: { at: number | null; length: number }[] = []
  let start = 0
  for (const extent of extents) {
    const [from, to] = [Math.max(at, start), Math.min(at + length, start + extent.length)]
    if (from < to) out.push({ at: extent.at === null ? null : extent.at + from - start, length: to - from })
    start += extent.length
  }
  return out
}

/** The index of the last start that is not after a place. */
export function lastBefore(starts: ArrayLike<number>, at: number): number {
  let [low, high] = [0, starts.length - 1]
  while (low < high) {
    const middle = (low + high + 1) >> 1
    if (starts[middle]! <= at) low = middle
    else high = middle - 1
  }
  return Math.max(0, low)
}
