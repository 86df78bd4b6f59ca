import { dollarTag } from './tokens.ts'

/** A value of a row and where it stands, counted from the row's first byte. */
export interface Piece {
  readonly start: number
  readonly end: number
}

/** Cuts a line of COPY text into its values as they are written: tabs that no backslash stands before separate them. */
export function splitCopy(row: Uint8Array): Piece[] {
  const pieces: Piece[] = []
  let start = 0
  let end = row.length
  if (row[end - 1] === 0x0a) end--
  if (row[end - 1] === 0x0d) end--
  for (let i = 0; i < end; i++) {
    if (row[i] === 0x5c) i++
    else if (row[i] === 0x09) {
      pieces.push({ start, end: i })
      start = i + 1
    }
  }
  return [...pieces, { start, end }]
}

/** Cuts a row `( … )` of an INSERT into its values as they are written, white space around them left out. */
export function splitInsert(row: Uint8Array, backslash: boolean): Piece[] {
  const text = Buffer.from(row.buffer, row.byteOffset, row.length).toString('latin1')
  const pieces: Piece[] = []
  let start = 1
  let depth = 0
  for (let i = 1; i < text.length; i++) {
    const c = text[i]!
    if (c === "'" || c === '"') {
      const escapes = c === "'" && (backslash || /(?:^|[^\w$\x80-\xff])[eE]$/.test(text.slice(Math.max(0, i - 2), i)))
      i++
      while (i < text.length && text[i] !== c) i += escapes && text[i] === '\\' ? 2 : 1
    } else if (c === '$') {
      dollarTag.lastIndex = i
      const tag = dollarTag.exec(text)?.[0]
      const close = tag === undefined ? -1 : text.indexOf(tag, i + tag.length)
      if (tag !== undefined && close >= 0) i = close + tag.length - 1
    } else if (c === '(' || c === '[') depth++
    else if (depth > 0 && (c === ')' || c === ']')) depth--
    else if (depth === 0 && (c === ',' || c === ')')) {
      const piece = trimmed(text, start, i)
      if (c === ',' || piece.end > piece.start || pieces.length > 0) pieces.push(piece)
      start = i + 1
      if (c === ')') break
    }
  }
  return pieces
}

function trimmed(text: string, from: number, to: number): Piece {
  let start = from
  let end = to
  while (start < end && text[start]! <= ' ') start++
  while (end > start && text[end - 1]! <= ' ') end--
  return { start, end }
}
