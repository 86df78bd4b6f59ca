import type { Span } from '../model/artefact.ts'

/** The span of a match and its value, or null where the match has none. */
export function spanAt(start: number, raw: string, value: string | null): Span | null {
  return value === null ? null : { start, end: start + raw.length, raw, value }
}

/** Spans of one kind from several patterns: in order of place, the longer first, none inside another. */
export function* apart(spans: readonly (Span | null)[]): Generator<Span> {
  let end = 0
  const found = spans.filter((span) => span !== null).sort((a, b) => a.start - b.start || b.end - a.end)
  for (const span of found) {
    if (span.start < end) continue
    end = span.end
    yield span
  }
}
