import type { Extent, Image } from './image.ts'
import type { Listed, Run } from './listing.ts'

const pieceBytes = 4 << 20

/** The bytes of runs, so many of them, piece by piece; runs behind the end of the image give nothing more. */
export async function* bytesOfRuns(image: Image, runs: readonly Run[], size: number): AsyncGenerator<Uint8Array> {
  let left = size
  for (const run of joined(runs)) {
    for (let done = 0; done < run.length && left > 0; ) {
      const wanted = Math.min(run.length - done, left, pieceBytes)
      const piece = run.at === null ? Buffer.alloc(wanted) : image.read(run.at + done, wanted)
      if (piece.length > 0) yield piece
      if (piece.length < wanted) return
      done += wanted
      left -= wanted
    }
    if (left <= 0) return
  }
}

/** Runs that follow each other in the image as one. */
function joined(runs: readonly Run[]): readonly Run[] {
  const out: { at: number | null; length: number }[] = []
  for (const { at, length } of runs) {
    const last = out.at(-1)
    if (last !== undefined && (last.at === null ? at === null : at === last.at + last.length)) last.length += length
    else out.push({ at, length })
  }
  return out
}

/** True when all of a file's bytes can be read from the image by its runs. */
export function isPlain({ runs, size, compressed }: Pick<Listed, 'runs' | 'size' | 'compressed'>): boolean {
  return !compressed && runs.every((r) => !r.inside) && sum(runs) >= (size ?? 0)
}

/** Where the runs of a file lie in the image. */
export function extentsOf(runs: readonly Run[]): readonly Extent[] {
  return runs.flatMap((r): readonly Extent[] => (r.at === null ? [] : [{ at: r.at, length: r.length }]))
}

/** Longer lists of runs are not kept beside the file. */
const longestRuns = 4000

/** Runs as they are recorded. */
export function runsText(runs: readonly Run[]): string | null {
  const text = joined(runs)
    .map((r) => `${r.at ?? '-'}+${r.length}`)
    .join(' ')
  return text === '' || text.length > longestRuns || runs.some((r) => r.inside) ? null : text
}

/** Bytes in runs. */
export function sum(runs: readonly { readonly length: number }[]): number {
  return runs.reduce((all, r) => all + r.length, 0)
}
