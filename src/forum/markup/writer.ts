/** Text as a person reads it, written piece by piece: the markup readers decide what is said, this how it looks. */
export interface Plain {
  readonly pieces: string[]
  /** How many quotes are open; each line inside begins with that many marks. */
  quotes: number
  /** True where the next piece begins a line. */
  fresh: boolean
  /** True where a line must end before anything else is written. */
  pending: boolean
}

/** Deeper quotes are marked no further, so that a million of them do not make a million marks on every line. */
const deepest = 8

/** Nothing written yet. */
export function openPlain(): Plain {
  return { pieces: [], quotes: 0, fresh: true, pending: false }
}

/** Writes text, newlines and all. */
export function write(out: Plain, text: string): void {
  if (text === '') return
  if (out.pending) {
    out.pending = false
    if (!text.startsWith('\n')) newline(out)
  }
  const mark = markOf(out)
  if (mark === '') out.pieces.push(text)
  else {
    if (out.fresh) out.pieces.push(mark)
    // A newline at the very end gets its mark when the next line begins: the quote may be over by then.
    const ended = text.endsWith('\n')
    const body = ended ? text.slice(0, -1) : text
    out.pieces.push(body.includes('\n') ? body.replaceAll('\n', `\n${mark}`) : body, ended ? '\n' : '')
  }
  out.fresh = text.endsWith('\n')
}

/** Begins a quote on a line of its own: `Name wrote:` and then every line after a mark. */
export function openQuote(out: Plain, author: string): void {
  startLine(out)
  if (author !== '') write(out, `${author} wrote:\n`)
  out.quotes += 1
}

/** Ends the innermost quote; what follows stands on a new line. */
export function closeQuote(out: Plain): void {
  if (out.quotes === 0) return
  if (!out.fresh) out.pending = true
  out.quotes -= 1
}

/** Ends the line unless one just ended. */
export function startLine(out: Plain): void {
  if (!out.fresh || out.pending) newline(out)
}

/** Everything written so far. */
export function plainText(out: Plain): string {
  return out.pieces.join('')
}

function newline(out: Plain): void {
  out.pending = false
  out.pieces.push('\n')
  out.fresh = true
}

function markOf(out: Plain): string {
  return out.quotes === 0 ? '' : '> '.repeat(Math.min(out.quotes, deepest))
}
