/** A value of a row and where it stands, counted from the row's first byte. */
export interface Piece {
  readonly start: number
  readonly end: number
  /** Written as bytes: 0x…, X'…', b'…' or with the introducer _binary. */
  readonly binary: boolean
}

const binaryLiteral = /^(?:0[xb]|[xb]'|_binary\b)/i

/**
 * Cuts a row `( … )` into its values, white space around them left out. Simple and slow: for single rows, and in the
 * tests as the judge of the fast reader.
 */
export function splitTuple(row: Uint8Array, backslash: boolean): Piece[] {
  const pieces: Piece[] = []
  let start = 1
  let depth = 0
  let quote = 0
  for (let i = 1; i < row.length; i++) {
    const b = row[i]!
    if (quote !== 0) {
      if (b === 0x5c && backslash) i++
      else if (b === quote) quote = 0
    } else if (b === 0x27 || b === 0x22) quote = b
    else if (b === 0x28) depth++
    else if (b === 0x29 && depth > 0) depth--
    else if (b === 0x2c || b === 0x29) {
      if (depth > 0) continue
      const piece = trimmed(row, start, i)
      if (piece.end > piece.start || b === 0x2c || pieces.length > 0) pieces.push(piece)
      if (b === 0x29) break
      start = i + 1
    }
  }
  return pieces
}

function trimmed(row: Uint8Array, from: number, to: number): Piece {
  let start = from
  let end = to
  while (start < end && row[start]! <= 0x20) start++
  while (end > start && row[end - 1]! <= 0x20) end--
  const head = String.fromCharCode(...row.subarray(start, Math.min(end, start + 8)))
  return { start, end, binary: binaryLiteral.test(head) }
}
