import { decodeEntities, decodeNumeric } from './entities.ts'
import { closeLink, htmlAttribute, type OpenLinks, openLink } from './links.ts'
import { closeQuote, openPlain, openQuote, type Plain, plainText, startLine, write } from './writer.ts'

/** How a board marks its BBCode up. */
export interface Dialect {
  /** Tags that the board acts on; null where a tag is known by its mark instead. */
  readonly tags: ReadonlySet<string> | null
  /**
   * For phpBB before 3.2, which marks the tags it acts on: `[b:uid]`. The text's own mark, '' where the text has no tags,
   * null where it is not known and any mark counts.
   */
  readonly uid: string | null
  /** Stored as HTML: escaped, with links and smilies already made. */
  readonly html: boolean
  /** Where tags carry a mark, those that the board acts on without one. */
  readonly unmarked?: ReadonlySet<string>
  /** Tags that stand alone, with the number of a file in them. */
  readonly lone?: ReadonlySet<string>
  /** Finds the author in what a quote's tag says, where it says more than that. */
  readonly author?: (value: string) => string
}

interface Reading {
  readonly text: string
  readonly dialect: Dialect
  readonly out: Plain
  readonly links: OpenLinks
  /** Position of the next closing bracket of each kind at or after where we are; so that none is looked for twice. */
  readonly next: { ']': number; '>': number }
  /** The tag whose end we are looking for, because what is inside counts as typed; '' outside. */
  code: string
}

/** Longer than any tag; what goes on further is text. */
const longestTag = 8192
/** A mark at the end of a tag, or as phpBB 2 wrote it before what belongs to the tag: `[quote:1a2b3c4d5e="Rita"]`. */
const anyMark = /:(?:[a-z0-9]:)?[a-z0-9]{5,10}(?:$|(?==))/
/** Tags whose content is shown as typed. */
const verbatim = new Set(['code', 'php', 'html', 'noparse', 'nobbc', 'plain'])
const tagName = /^(\/?)(\*|[a-z][a-z0-9_-]*)(?:=([\s\S]*)|[ \t]([\s\S]*))?$/i

/** What a text with BBCode says to a reader, in one pass, whatever its nesting. Tags nobody acts on stay visible. */
export function bbcodePlain(text: string, dialect: Dialect): string {
  const marked = text.includes('[') || (dialect.html && text.includes('<'))
  if (!marked) return decoded(dialect, text)
  const reading: Reading = {
    text,
    dialect,
    out: openPlain(),
    links: [],
    next: { ']': -1, '>': -1 },
    code: '',
  }
  const { out } = reading
  let from = 0
  for (let at = nextMark(text, 0, dialect.html); at !== -1; ) {
    const end = text[at] === '[' ? bracket(reading, from, at) : element(reading, from, at)
    if (end !== -1) from = end
    at = nextMark(text, end === -1 ? at + 1 : end, dialect.html)
  }
  write(out, decoded(dialect, text.slice(from)))
  return plainText(out)
}

function nextMark(text: string, from: number, html: boolean): number {
  if (!html) return text.indexOf('[', from)
  for (let i = from; i < text.length; i++) {
    const c = text.charCodeAt(i)
    if (c === 0x5b || c === 0x3c) return i
  }
  return -1
}

function decoded(dialect: Dialect, text: string): string {
  return dialect.html ? decodeEntities(text) : decodeNumeric(text)
}

function closing(reading: Reading, kind: ']' | '>', at: number): number {
  const known = reading.next[kind]
  if (known < at) reading.next[kind] = reading.text.indexOf(kind, at)
  if (reading.next[kind] === -1) reading.next[kind] = Number.POSITIVE_INFINITY
  return reading.next[kind]
}

/** Acts on the tag at `at` and says where it ends, or -1 where it is text. */
function bracket(reading: Reading, from: number, at: number): number {
  const close = closing(reading, ']', at)
  if (close - at > longestTag) return -1
  const tag = tagAt(reading, reading.text.slice(at + 1, close))
  if (tag === null || (reading.code !== '' && tag.name !== `/${reading.code}`)) return -1
  write(reading.out, decoded(reading.dialect, reading.text.slice(from, at)))
  act(reading, tag)
  return close + 1
}

function tagAt({ dialect }: Reading, body: string): { readonly name: string; readonly value: string } | null {
  const inner = dialect.tags === null ? unmarkedTag(body, dialect) : body
  const found = inner === null ? null : tagName.exec(inner)
  if (found === null) return null
  const name = found[2]?.toLowerCase() ?? ''
  if (dialect.tags !== null && !dialect.tags.has(name)) return null
  return { name: (found[1] ?? '') + name, value: unquote(decoded(dialect, found[3] ?? found[4] ?? '')) }
}

/** The tag without its mark; null where it carries none and needs one. */
function unmarkedTag(body: string, { uid, unmarked }: Dialect): string | null {
  const mark = uid === null ? (anyMark.exec(body)?.[0] ?? '') : `:${uid}`
  const at = mark.length > 1 ? body.indexOf(mark) : -1
  const after = at + mark.length
  if (at === -1 || (after < body.length && body[after] !== '=')) {
    const name = tagName.exec(body)?.[2]?.toLowerCase()
    return name !== undefined && unmarked?.has(name) ? body : null
  }
  const before = body.slice(0, at).replace(/(?<=^(?:\/?[*]|\/list|\/?code)):[a-z0-9]$/i, '')
  return before + body.slice(after)
}

function unquote(value: string): string {
  const trimmed = value.trim()
  const quote = trimmed[0]
  const quoted =
    trimmed.length > 1 && (quote === '"' || quote === "'") && trimmed.indexOf(quote, 1) === trimmed.length - 1
  return quoted ? trimmed.slice(1, -1) : trimmed
}

function act(reading: Reading, { name, value }: { readonly name: string; readonly value: string }): void {
  const { out, links, dialect } = reading
  if (dialect.tags !== null && verbatim.has(name)) reading.code = name
  switch (name) {
    case 'quote':
      openQuote(out, dialect.author?.(value) ?? value)
      break
    case '/quote':
      closeQuote(out)
      break
    case 'url':
    case 'email':
      openLink(links, out, value)
      break
    case '/url':
    case '/email':
      closeLink(links, out)
      break
    case `/${reading.code}`:
      reading.code = ''
      break
    case '*':
    case 'li':
      startLine(out)
      write(out, '- ')
      break
    case 'tr':
      startLine(out)
      break
    case '/td':
    case '/th':
      write(out, ' ')
      break
    case 'attachment':
    case 'attach':
      write(out, dialect.lone?.has(name) ? `[attachment: ${value}]` : '[attachment: ')
      break
    case '/attachment':
    case '/attach':
      write(out, ']')
  }
}

/** Acts on the HTML element or comment at `at` and says where it ends, or -1 where it is text. */
function element(reading: Reading, from: number, at: number): number {
  const { text, out, links, dialect } = reading
  const close = closing(reading, '>', at)
  if (close - at > longestTag) return -1
  write(out, decoded(dialect, text.slice(from, at)))
  const tag = text.slice(at + 1, close)
  if (/^br\b/i.test(tag)) {
    write(out, '\n')
    return text[close + 1] === '\n' ? close + 2 : close + 1
  }
  if (/^a\s/i.test(tag)) openLink(links, out, htmlAttribute(tag, 'href'))
  else if (/^\/a$/i.test(tag)) closeLink(links, out)
  else if (/^img\s/i.test(tag)) write(out, htmlAttribute(tag, 'alt') || htmlAttribute(tag, 'src'))
  return close + 1
}
