import type { Extent } from './image.ts'
import { lines, type Running, tsk } from './tsk.ts'

/** The blocks of a file system that belong to no file, as runs of the image, in order. */
export async function freeExtents(
  paths: readonly string[],
  start: number,
  unit: number,
  running: Running,
): Promise<readonly Extent[]> {
  const found: { at: number; length: number }[] = []
  let last: { at: number; length: number } | null = null
  const quiet = { ...running, report: () => undefined }
  for await (const line of lines(tsk('blkls', ['-l', '-o', String(start / 512), ...paths], quiet))) {
    // `ADDRESS|f`; what comes before are headings.
    if (line.length < 3 || line[line.length - 1] !== 0x66 || line[line.length - 2] !== 0x7c) continue
    let address = 0
    let digits = true
    for (let i = 0; i < line.length - 2; i++) {
      const digit = line[i]! - 0x30
      if (digit < 0 || digit > 9) digits = false
      address = address * 10 + digit
    }
    if (!digits) continue
    const at = start + address * unit
    if (last !== null && last.at + last.length === at) last.length += unit
    else {
      last = { at, length: unit }
      found.push(last)
    }
  }
  return found
}

/** True when a run lies wholly in free extents. */
export function isFree(free: readonly Extent[], at: number, length: number): boolean {
  let [low, high] = [0, free.length - 1]
  while (low <= high) {
    const middle = (low + high) >> 1
    const extent = free[middle]!
    if (extent.at + extent.length <= at) low = middle + 1
    else if (extent.at > at) high = middle - 1
    else return at + length <= extent.at + extent.length
  }
  return false
}

/** What is left of extents without some others. */
export function without(extents: readonly Extent[], taken: readonly Extent[]): readonly Extent[] {
  const sorted = [...taken].sort((a, b) => a.at - b.at)
  const left: Extent[] = []
  let i = 0
  for (const { at, length } of extents) {
    let from = at
    const to = at + length
    while (i > 0 && sorted[i - 1]!.at + sorted[i - 1]!.length > from) i -= 1
    for (; i < sorted.length && sorted[i]!.at < to; i++) {
      const t = sorted[i]!
      if (t.at > from) left.push({ at: from, length: t.at - from })
      from = Math.max(from, t.at + t.length)
      if (from >= to) break
    }
    if (from < to) left.push({ at: from, length: to - from })
  }
  return left
}

/** Holes from block to block, so that what is looked at between them begins where blocks begin. */
export function blocksOf(holes: readonly Extent[]): readonly Extent[] {
  const block = 4096
  return holes.flatMap(({ at, length }): readonly Extent[] => {
    const from = Math.ceil(at / block) * block
    const to = Math.floor((at + length) / block) * block
    return from < to ? [{ at: from, length: to - from }] : []
  })
}
