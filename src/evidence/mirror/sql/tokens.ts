/** A piece of SQL text. `name` is quoted with ` or ", `string` with '. */
export interface Token {
  readonly kind: 'word' | 'name' | 'string' | 'sign'
  /** Without its quotes. */
  readonly text: string
  readonly start: number
  readonly end: number
}

const wordPart = /[\w$\x80-\xff]+/y

/**
 * Cuts SQL into tokens. The text is one character a byte (latin1), so that places are byte offsets. Comments are left
 * out; what stands in a conditional comment (`/*!40101 … *\/`) is SQL. The last token may be cut short by the text's end.
 */
export function* tokens(text: string, from = 0): Generator<Token> {
  let i = from
  while (i < text.length) {
    const c = text[i]!
    if (c <= ' ' && c !== '\0') i++
    else if (text.startsWith('/*!', i) || text.startsWith('/*M!', i)) i = afterMarker(text, i)
    else if (text.startsWith('*/', i)) i += 2
    else if (text.startsWith('/*', i)) i = after(text, '*/', i + 2)
    else if (c === '#' || (c === '-' && /^--(\s|$)/.test(text.slice(i, i + 3)))) i = after(text, '\n', i)
    else {
      const token = next(text, i, c)
      i = token.end
      yield token
    }
  }
}

function next(text: string, start: number, c: string): Token {
  if (c === '`' || c === '"' || c === "'") return quoted(text, start, c)
  wordPart.lastIndex = start
  const word = wordPart.exec(text)
  if (word) return { kind: 'word', text: word[0], start, end: start + word[0].length }
  return { kind: 'sign', text: c, start, end: start + 1 }
}

function quoted(text: string, start: number, quote: string): Token {
  const parts: string[] = []
  let i = start + 1
  for (; i < text.length; i++) {
    if (text[i] === quote) {
      if (text[i + 1] !== quote) break
      i++
    } else if (text[i] === '\\' && quote !== '`') i++
    parts.push(text[i] ?? '')
  }
  return { kind: quote === "'" ? 'string' : 'name', text: parts.join(''), start, end: Math.min(i + 1, text.length) }
}

function afterMarker(text: string, from: number): number {
  let i = text.indexOf('!', from) + 1
  while (text[i]! >= '0' && text[i]! <= '9') i++
  return i
}

function after(text: string, what: string, from: number): number {
  const at = text.indexOf(what, from)
  return at < 0 ? text.length : at + what.length
}

/** True when the token is this keyword. */
export function isWord(token: Token | undefined, ...words: readonly string[]): boolean {
  return token?.kind === 'word' && words.includes(token.text.toUpperCase())
}
