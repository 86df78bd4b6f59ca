/** Marks where a value stands in bytes shown as hex and text, so that the eye lands on it. */

/** One byte as shown: two hex digits and its character, masked as `**` and `█`. */
export interface ShownByte {
  readonly hex: string
  readonly text: string
  readonly hit: boolean
}

/** One line of sixteen bytes. */
export interface ShownLine {
  readonly offset: number
  readonly bytes: readonly ShownByte[]
}

/** Whether two hex bytes are equal, ASCII letters compared without case (addresses are stored in either). */
function alike(a: string, b: string): boolean {
  if (a === b) return true
  const x = Number.parseInt(a, 16)
  const y = Number.parseInt(b, 16)
  return (x | 32) === (y | 32) && (x | 32) >= 97 && (x | 32) <= 122
}

/** Lines with every occurrence of `hit` (as UTF-8) marked, across line ends too. */
export function shownLines(
  lines: readonly { readonly offset: number; readonly hex: string; readonly text: string }[],
  hit: string,
): readonly ShownLine[] {
  const split = lines.map((line) => ({
    offset: line.offset,
    hex: line.hex
      .split(/\s+/)
      .filter(Boolean)
      .flatMap((group) => group.match(/../g) ?? []),
    text: [...line.text],
  }))
  const all = split.flatMap((line) => line.hex)
  const wanted = [...new TextEncoder().encode(hit)].map((byte) => byte.toString(16).padStart(2, '0'))
  const marked = new Uint8Array(all.length)
  for (let i = 0; wanted.length > 0 && i + wanted.length <= all.length; i++) {
    if (wanted.every((byte, j) => alike(all[i + j]!, byte))) marked.fill(1, i, i + wanted.length)
  }
  let at = 0
  return split.map((line) => ({
    offset: line.offset,
    bytes: line.hex.map((hex, i) => ({ hex, text: line.text[i] ?? '.', hit: marked[at++] === 1 })),
  }))
}

/** A text cut at every occurrence of `hit`, case apart; odd pieces are the occurrences. */
export function cutAt(text: string, hit: string): readonly string[] {
  if (hit === '') return [text]
  const pieces: string[] = []
  const lower = text.toLowerCase()
  const wanted = hit.toLowerCase()
  let from = 0
  for (let at = lower.indexOf(wanted); at >= 0 && pieces.length < 400; at = lower.indexOf(wanted, from)) {
    pieces.push(text.slice(from, at), text.slice(at, at + hit.length))
    from = at + hit.length
  }
  pieces.push(text.slice(from))
  return pieces
}
