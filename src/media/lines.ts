/** Lines longer than this are no lines of a set. */
const longest = 1 << 20

/** Some lines of a text, the first of them with its number from 1; `null` stands for one that is too long. */
export interface Lines {
  readonly first: number
  readonly lines: readonly (string | null)[]
}

/** The character set that the first bytes of a text tell: spreadsheets and PowerShell write UTF-16 (Unicode, section 23.8). */
function decoderOf(head: Uint8Array): InstanceType<typeof TextDecoder> {
  const utf16 =
    head[0] === 0xff && head[1] === 0xfe ? 'utf-16le' : head[0] === 0xfe && head[1] === 0xff ? 'utf-16be' : null
  return new TextDecoder(utf16 ?? 'utf-8')
}

/** The beginning of a text as it will be read. */
export function headText(head: Buffer): string {
  return decoderOf(head).decode(head)
}

/** A text's lines, as many at a time as a piece of it brings; any line end, no line without its end but the last. */
export async function* linesOf(bytes: AsyncIterable<Uint8Array>): AsyncGenerator<Lines> {
  let decoder: InstanceType<typeof TextDecoder> | null = null
  let [rest, next, skipping] = ['', 1, false]
  const cut = (text: string, last: boolean): Lines => {
    // A line end may be cut in two by the end of a piece.
    const whole = last && text.endsWith('\r') ? `${text.slice(0, -1)}\n` : text
    const lines: (string | null)[] = whole.includes('\r') ? whole.split(/\r\n|\n|\r(?!$)/) : whole.split('\n')
    if (!last) rest = lines.pop() ?? ''
    if (skipping && lines.length > 0) {
      lines[0] = null
      skipping = false
    }
    if (last) {
      rest = ''
      if (lines.at(-1) === '') lines.pop()
    }
    if (rest.length > longest) {
      skipping = true
      rest = ''
    }
    const first = next
    next += lines.length
    return { first, lines: lines.map((line) => (line !== null && line.length > longest ? null : line)) }
  }
  for await (const piece of bytes) {
    decoder ??= decoderOf(piece)
    yield cut(rest + decoder.decode(piece, { stream: true }), false)
  }
  const end = cut(rest + (decoder?.decode() ?? ''), true)
  if (end.lines.length > 0) yield end
}
