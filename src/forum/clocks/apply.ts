/** A clock as far as a time of its source is corrected by it, for display only. */
export interface Applied {
  readonly verdict: string
  readonly seconds: number | null
  readonly drift: number | null
  readonly pieces: readonly { readonly from: string; readonly to: string; readonly seconds: number }[]
}

const apart = new Set(['skew', 'zone', 'daylight-saving', 'drift'])

/** How many seconds a clock was ahead at a time, null where it agreed or nothing tells. */
export function aheadAt({ verdict, seconds, drift, pieces }: Applied, at: number): number | null {
  if (!apart.has(verdict) || seconds === null || pieces.length === 0) return null
  const spans = pieces.map((p) => ({ ...p, from: Date.parse(p.from) / 1000, to: Date.parse(p.to) / 1000 }))
  if (verdict === 'drift') return seconds + ((drift ?? 0) * (at - (spans[0]!.from + spans[0]!.to) / 2)) / 86_400
  const inside = (p: (typeof spans)[number]): number => Math.max(p.from - at, at - p.to, 0)
  return spans.reduce((a, b) => (inside(b) < inside(a) ? b : a)).seconds
}
