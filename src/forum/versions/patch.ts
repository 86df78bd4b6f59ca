/**
 * Unified diffs as NodeBB keeps them (src/posts/diffs.js of the software; the `diff` package, createPatch): a patch leads
 * from the newer text to the older one. Lines count with their line feed, so that a last line without one is another line.
 */

interface Hunk {
  /** Where the old lines begin, from 0. */
  readonly at: number
  readonly before: readonly string[]
  readonly after: readonly string[]
}

const header = /^@@ -(\d{1,9})(?:,(\d{1,9}))? \+\d{1,9}(?:,\d{1,9})? @@/
/** A hunk is looked for so many lines around its place: texts whose history has gaps have moved. */
const farthest = 500

/** The text that a patch makes of a text; null where it does not fit. */
export function patched(text: string, patch: string): string | null {
  const hunks = hunksOf(patch)
  if (hunks === null) return null
  const lines = linesOf(text)
  const out: string[] = []
  let [from, shift] = [0, 0]
  for (const hunk of hunks) {
    const at = placeOf(lines, hunk, hunk.at + shift, from)
    if (at === null) return null
    shift = at - hunk.at
    out.push(...lines.slice(from, at), ...hunk.after)
    from = at + hunk.before.length
  }
  return [...out, ...lines.slice(from)].join('')
}

function linesOf(text: string): readonly string[] {
  return text.match(/[^\n]*\n|[^\n]+$/g) ?? []
}

function hunksOf(patch: string): readonly Hunk[] | null {
  const hunks: { at: number; before: string[]; after: string[] }[] = []
  let last: readonly string[][] = []
  for (const line of patch.split('\n')) {
    const found = header.exec(line)
    const hunk = hunks[hunks.length - 1]
    if (found) {
      // A hunk that takes no line away names the line before it.
      const start = Number(found[1]) - (found[2] === '0' ? 0 : 1)
      hunks.push({ at: Math.max(0, start), before: [], after: [] })
    } else if (hunk && /^[ +-]/.test(line)) {
      last = line[0] === ' ' ? [hunk.before, hunk.after] : [line[0] === '-' ? hunk.before : hunk.after]
      for (const side of last) side.push(`${line.slice(1)}\n`)
    } else if (hunk && line.startsWith('\\')) for (const side of last) side.push((side.pop() ?? '').slice(0, -1))
  }
  return hunks.length === 0 ? null : hunks
}

/** Where the old lines of a hunk stand: at their place, or nearest to it. */
function placeOf(lines: readonly string[], { before }: Hunk, wanted: number, from: number): number | null {
  const last = lines.length - before.length
  const fits = (at: number): boolean =>
    at >= from && at <= last && before.every((line, i) => alike(line, lines[at + i]!, at + i === lines.length - 1))
  for (let by = 0; by <= farthest; by++) {
    if (fits(wanted + by)) return wanted + by
    if (by > 0 && fits(wanted - by)) return wanted - by
  }
  return null
}

/** The last line of a text may have lost its line feed since: software trims what is posted. */
function alike(line: string, found: string, isLast: boolean): boolean {
  return line === found || (isLast && line.trimEnd() === found.trimEnd())
}
