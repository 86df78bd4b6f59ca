/** A piece of PostgreSQL's SQL. `name` is quoted with ", `string` with ' or dollars. */
export interface Token {
  readonly kind: 'word' | 'name' | 'string' | 'sign'
  /** Without its quotes; a word that is a name is folded to lower case by `nameOf`. */
  readonly text: string
  readonly start: number
  readonly end: number
}

const word = /[A-Za-z_\x80-\xff][\w$\x80-\xff]*|\d[\w.]*/y
/** What opens and closes a dollar-quoted string (PostgreSQL documentation, "Dollar-Quoted String Constants"). */
export const dollarTag = /\$(?:[A-Za-z_\x80-\xff][\w\x80-\xff]{0,62})?\$/y

/** Cuts SQL, one character a byte, into tokens; the last may be cut short by the text's end. */
export function* tokens(text: string): Generator<Token> {
  let i = 0
  while (i < text.length) {
    const c = text[i]!
    if (c <= ' ' && c !== '\0') i++
    else if (text.startsWith('--', i)) i = after(text, '\n', i)
    else if (text.startsWith('/*', i)) i = after(text, '*/', i + 2)
    else {
      const token = next(text, i, c)
      i = token.end
      yield token
    }
  }
}

function next(text: string, start: number, c: string): Token {
  if (c === '"' || c === "'") return quoted(text, start, start, c, false)
  if ((c === 'E' || c === 'e') && text[start + 1] === "'") return quoted(text, start, start + 1, "'", true)
  dollarTag.lastIndex = start
  const tag = c === '$' ? dollarTag.exec(text)?.[0] : undefined
  if (tag !== undefined) {
    const close = text.indexOf(tag, start + tag.length)
    const to = close < 0 ? text.length : close
    return {
      kind: 'string',
      text: text.slice(start + tag.length, to),
      start,
      end: Math.min(to + tag.length, text.length),
    }
  }
  word.lastIndex = start
  const found = word.exec(text)?.[0]
  if (found !== undefined) return { kind: 'word', text: found, start, end: start + found.length }
  return { kind: 'sign', text: c, start, end: start + 1 }
}

function quoted(text: string, start: number, open: number, quote: string, backslash: boolean): Token {
  const parts: string[] = []
  let i = open + 1
  for (; i < text.length; i++) {
    if (text[i] === quote) {
      if (text[i + 1] !== quote) break
      i++
    } else if (backslash && text[i] === '\\') i++
    parts.push(text[i] ?? '')
  }
  return { kind: quote === "'" ? 'string' : 'name', text: parts.join(''), start, end: Math.min(i + 1, text.length) }
}

function after(text: string, what: string, from: number): number {
  const at = text.indexOf(what, from)
  return at < 0 ? text.length : at + what.length
}

/** True when the token is one of these keywords. */
export function isWord(token: Token | undefined, ...words: readonly string[]): boolean {
  return token?.kind === 'word' && words.includes(token.text.toUpperCase())
}

/** True when the token is this sign. */
export function isSign(token: Token | undefined, text: string): boolean {
  return token?.kind === 'sign' && token.text === text
}
