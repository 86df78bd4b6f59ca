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

/** What is done with what is found in a text. */
export interface BbcodeActor {
  readonly text: (text: string) => void
  /** A tag the board acts on: its name in lower case, after a slash where it ends something, and what it says. */
  readonly tag: (name: string, value: string) => void
  /** An HTML tag without its brackets; true where a new line after it belongs to it. */
  readonly element: (tag: string) => boolean
}

interface Reading {
  readonly text: string
  readonly dialect: Dialect
  readonly actor: BbcodeActor
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
  const out = openPlain()
  const links: OpenLinks = []
  scanBbcode(text, dialect, {
    text: (said) => write(out, said),
    tag: (name, value) => act(out, links, dialect, name, value),
    element: (tag) => element(out, links, tag),
  })
  return plainText(out)
}

/** Goes through a text once and hands over what it finds. */
export function scanBbcode(text: string, dialect: Dialect, actor: BbcodeActor): void {
  const reading: Reading = { text, dialect, actor, next: { ']': -1, '>': -1 }, code: '' }
  let from = 0
  for (let at = nextMark(text, 0, dialect.html); at !== -1; ) {
    const end = text[at] === '[' ? bracket(reading, from, at) : angle(reading, from, at)
    if (end !== -1) from = end
    at = nextMark(text, end === -1 ? at + 1 : end, dialect.html)
  }
  actor.text(decoded(dialect, text.slice(from)))
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
  reading.actor.text(decoded(reading.dialect, reading.text.slice(from, at)))
  if (reading.code !== '') reading.code = ''
  else if (reading.dialect.tags !== null && verbatim.has(tag.name)) reading.code = tag.name
  reading.actor.tag(tag.name, tag.value)
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

function act(out: Plain, links: OpenLinks, dialect: Dialect, name: string, value: string): void {
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

/** Hands over the HTML element or comment at `at` and says where it ends, or -1 where it is text. */
function angle(reading: Reading, from: number, at: number): number {
  const { text, actor, dialect } = reading
  const close = closing(reading, '>', at)
  if (close - at > longestTag) return -1
  actor.text(decoded(dialect, text.slice(from, at)))
  return actor.element(text.slice(at + 1, close)) && text[close + 1] === '\n' ? close + 2 : close + 1
}

function element(out: Plain, links: OpenLinks, tag: string): boolean {
  if (/^br\b/i.test(tag)) write(out, '\n')
  else if (/^a\s/i.test(tag)) openLink(links, out, htmlAttribute(tag, 'href'))
  else if (/^\/a$/i.test(tag)) closeLink(links, out)
  else if (/^img\s/i.test(tag)) write(out, htmlAttribute(tag, 'alt') || htmlAttribute(tag, 'src'))
  return /^br\b/i.test(tag)
}
