/** One use of an address by an account. */
export interface Use {
  /** Index of the persona. */
  readonly persona: number
  /** UNIX seconds, or null where the evidence does not say. */
  readonly at: number | null
  readonly sighting: string
}

/** Two uses of one address by two accounts: the ones nearest in time. */
export interface Meeting {
  readonly a: number
  readonly b: number
  readonly gapSeconds: number | null
  readonly useA: string
  readonly useB: string
}

/**
 * For every two accounts that used an address, the two uses nearest in time. Uses come sorted by persona, then by time
 * with those of unknown time last; of equally near pairs the earliest is taken. One pass over both lists for each pair.
 */
export function meetings(uses: readonly Use[]): readonly Meeting[] {
  const runs: { persona: number; from: number; to: number }[] = []
  for (let i = 0; i < uses.length; i++) {
    const last = runs.at(-1)
    if (last && last.persona === uses[i]!.persona) last.to = i + 1
    else runs.push({ persona: uses[i]!.persona, from: i, to: i + 1 })
  }
  const met: Meeting[] = []
  for (let x = 0; x < runs.length; x++)
    for (let y = x + 1; y < runs.length; y++) met.push(nearest(uses, runs[x]!, runs[y]!))
  return met
}

function nearest(
  uses: readonly Use[],
  x: { readonly persona: number; readonly from: number; readonly to: number },
  y: { readonly persona: number; readonly from: number; readonly to: number },
): Meeting {
  let [i, j] = [x.from, y.from]
  let [bestI, bestJ] = [i, j]
  let best: number | null = null
  while (i < x.to && j < y.to) {
    const [s, t] = [uses[i]!.at, uses[j]!.at]
    if (s === null || t === null) break
    const gap = Math.abs(s - t)
    if (best === null || gap < best) [best, bestI, bestJ] = [gap, i, j]
    if (s <= t) i++
    else j++
  }
  const [p, q] = x.persona < y.persona ? [bestI, bestJ] : [bestJ, bestI]
  return {
    a: Math.min(x.persona, y.persona),
    b: Math.max(x.persona, y.persona),
    gapSeconds: best,
    useA: uses[p]!.sighting,
    useB: uses[q]!.sighting,
  }
}
