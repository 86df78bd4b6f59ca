import { decodeEntities } from './entities.ts'
import { closeLink, htmlAttribute, type OpenLinks, openLink } from './links.ts'
import { closeQuote, openPlain, openQuote, type Plain, plainText, startLine, write } from './writer.ts'

/** How a board stores its HTML. */
export interface HtmlDialect {
  /** True where a newline in the source is a line break to the reader, as filters that keep typed lines do. */
  readonly newlines: boolean
}

/** What is done with what is found in a text. */
export interface HtmlActor {
  /** Text between tags, as stored. */
  readonly text: (source: string) => void
  /** An element's name as written, and its tag without brackets; true where a reader does not see what is in it. */
  readonly begun: (name: string, body: string) => boolean
  readonly ended: (name: string) => void
  readonly comment: (body: string) => void
}

interface Scan {
  readonly text: string
  readonly actor: HtmlActor
  /** Position of the next mark of each kind at or after where we are; so that none is looked for twice. */
  readonly next: { '>': number; '"': number; '-->': number }
  /** Content that a reader does not see: up to the end of this element, so many deep. */
  hidden: { readonly tag: string; depth: number } | null
}

interface Reading {
  readonly newlines: boolean
  readonly out: Plain
  readonly links: OpenLinks
  /** Depth of elements in which white space counts. */
  pre: number
}

/** Elements that stand on lines of their own (HTML, "Rendering: flow content"), and what board software adds to them. */
export const blocks = new Set(
  `address article aside center dd details div dl dt fieldset figcaption figure footer form h1 h2 h3 h4 h5 h6 header hr li main
  nav ol p pre section summary table tbody tfoot thead tr ul woltlab-quote woltlab-spoiler`
    .trim()
    .split(/\s+/),
)
const invisible = new Set(['script', 'style', 'template', 'noscript', 'select', 'textarea'])
/** The line above a quote that repeats who is quoted. */
const citation = /\b(?:ipsQuote_citation|QuoteAuthor|quotetop|citation|quoteBoxHeader|QuoteTime)\b/i
/** How boards name the pictures that stand for a smile. */
export const smiley = /\b(?:emoticon|smil(?:ey|ie|ies|eys)|emoid|bbc_emoticon|emoji|data-emoticon)\b/i
const longestTag = 8192
const mostQuotes = 40

/** What a text in HTML says to a reader: one pass, whatever its nesting. Elements nobody knows count for their content. */
export function htmlPlain(text: string, dialect: HtmlDialect = { newlines: false }): string {
  const reading: Reading = { newlines: dialect.newlines, out: openPlain(), links: [], pre: 0 }
  scanHtml(text, {
    text: (source) => say(reading, source),
    begun: (name, body) => begun(reading, name.toLowerCase(), body),
    ended: (name) => ended(reading, name.toLowerCase()),
    comment: (body) => comment(reading, body),
  })
  // White space at the end of a line is the source's, not the writer's.
  return plainText(reading.out)
    .replace(/ {1,2}\n/g, '\n')
    .trim()
}

/** Goes through a text once and hands over what it finds. */
export function scanHtml(text: string, actor: HtmlActor): void {
  const scan: Scan = { text, actor, next: { '>': -1, '"': -1, '-->': -1 }, hidden: null }
  const say = (source: string): void => {
    if (scan.hidden === null && source !== '') actor.text(source)
  }
  for (let at = 0; at < text.length; ) {
    const open = text.indexOf('<', at)
    if (open === -1) {
      say(text.slice(at))
      break
    }
    say(text.slice(at, open))
    const end = text.startsWith('<!--', open) ? remark(scan, open) : element(scan, open)
    if (end === -1) say('<')
    at = end === -1 ? open + 1 : end
  }
}

function say(reading: Reading, source: string): void {
  const { out } = reading
  const text = decodeEntities(source)
  if (reading.pre > 0) write(out, text)
  else if (reading.newlines) write(out, text.replace(/[ \t]*\r?\n/g, '\n'))
  else {
    const folded = text.replace(/[ \t\r\n\f]+/g, ' ')
    const bare = out.fresh || out.pending ? folded.trimStart() : folded
    write(out, bare)
  }
}

function find(reading: Scan, mark: keyof Scan['next'], from: number): number {
  if (reading.next[mark] < from) {
    const found = reading.text.indexOf(mark, from)
    reading.next[mark] = found === -1 ? Number.POSITIVE_INFINITY : found
  }
  return reading.next[mark]
}

function remark(scan: Scan, open: number): number {
  const close = find(scan, '-->', open + 4)
  if (close === Number.POSITIVE_INFINITY) return -1
  scan.actor.comment(scan.text.slice(open + 4, Math.min(close, open + 400)))
  return close + 3
}

/** Whom a comment quotes: Invision 2 notes quotes as `<!--quoteo(post=1:date=…:name=Rita)-->`; null for other comments. */
export function quotedIn(body: string): string | null {
  if (!/^quoteo\b|^QuoteBegin/.test(body)) return null
  return decodeEntities(/\bname=(.*?)\)?$/.exec(body)?.[1] ?? /^QuoteBegin-([^+]*)/.exec(body)?.[1] ?? '')
}

function comment(reading: Reading, body: string): void {
  const author = quotedIn(body)
  if (author !== null) openQuote(reading.out, author)
  else if (/^QuoteEnd/.test(body)) closeQuote(reading.out)
}

/** Where the tag at `open` ends: at the first `>` outside quotation marks, or simply the first where they do not match. */
function tagEnd(reading: Scan, open: number): number {
  const first = find(reading, '>', open)
  if (first - open > longestTag) return -1
  let at = open
  for (let quotes = 0; quotes < mostQuotes; quotes += 2) {
    const quote = find(reading, '"', at)
    const close = reading.text.indexOf('>', at)
    if (close === -1 || close - open > longestTag) return first
    if (quote > close) return close
    const until = reading.text.indexOf('"', quote + 1)
    if (until === -1 || until - open > longestTag) return first
    at = until + 1
  }
  return first
}

function element(scan: Scan, open: number): number {
  const name = /^<(\/?)([a-z][a-z0-9_-]{0,30})/i.exec(scan.text.slice(open, open + 34))
  if (name === null) return -1
  const close = tagEnd(scan, open)
  if (close === -1) return -1
  const tag = name[2]!
  const body = scan.text.slice(open + 1, close)
  if (scan.hidden !== null) {
    if (tag.toLowerCase() === scan.hidden.tag && !body.endsWith('/')) scan.hidden.depth += name[1] === '' ? 1 : -1
    if (scan.hidden.depth <= 0) scan.hidden = null
  } else if (name[1] === '/') scan.actor.ended(tag)
  else if (scan.actor.begun(tag, body) && !body.endsWith('/')) scan.hidden = { tag: tag.toLowerCase(), depth: 1 }
  return close + 1
}

/** True for an element of which a reader sees nothing. */
export function unseen(tag: string, body: string): boolean {
  return invisible.has(tag) || (blocks.has(tag) && citation.test(attribute(body, 'class')))
}

function begun(reading: Reading, tag: string, body: string): boolean {
  const { out, links } = reading
  if (unseen(tag, body)) return true
  if (tag === 'br') write(out, '\n')
  else if (tag === 'blockquote' || tag === 'woltlab-quote') {
    const names = ['data-ipsquote-username', 'data-author', 'data-username', 'rel', 'title']
    openQuote(out, names.map((n) => attribute(body, n)).find((n) => n !== '') ?? '')
  } else if (tag === 'a') openLink(links, out, outside(attribute(body, 'href')))
  else if (tag === 'img') image(out, body)
  else if (tag === 'iframe' || tag === 'embed' || tag === 'video' || tag === 'audio' || tag === 'source')
    write(out, outside(attribute(body, 'src') || attribute(body, 'data-embed-src')))
  else if (tag === 'woltlab-metacode') metacode(out, body)
  else if (blocks.has(tag)) {
    // A line break at the end of the last line ends it already.
    startLine(out)
    if (tag === 'li') write(out, '- ')
    if (tag === 'pre') reading.pre += 1
  }
  return false
}

function ended(reading: Reading, tag: string): void {
  const { out, links } = reading
  if (tag === 'blockquote' || tag === 'woltlab-quote') closeQuote(out)
  else if (tag === 'a') closeLink(links, out)
  else if (tag === 'td' || tag === 'th') write(out, ' ')
  else if (blocks.has(tag)) {
    if (tag === 'pre') reading.pre = Math.max(0, reading.pre - 1)
    if (!out.fresh) out.pending = true
  }
}

/** The value of an attribute of a tag; '' where it has none. */
export function attribute(body: string, name: string): string {
  return body.includes(name) ? htmlAttribute(body, name) : ''
}

/** An address as a reader could follow it: Invision's marks for its own pages and files lead nowhere else. */
export function outside(address: string): string {
  return /^<[\w.]+>|^<___|^(?:javascript|data):|^#/i.test(address) ? '' : address
}

function image(out: Plain, body: string): void {
  const attached = attribute(body, 'data-attachment-id')
  const alt = attribute(body, 'alt') || attribute(body, 'emoid') || attribute(body, 'title')
  const source = outside(attribute(body, 'src'))
  const shown = alt !== '' && (source === '' || smiley.test(body) || !/^https?:/i.test(source))
  write(out, attached === '' ? (shown ? alt : source || alt) : `[attachment: ${attached}]`)
}

/** WoltLab keeps what is no HTML as an element with its name and, in base64, a list of its attributes. */
function metacode(out: Plain, body: string): void {
  const name = attribute(body, 'data-name')
  if (name !== 'attach' && name !== 'media') return
  const [first] = decodedList(attribute(body, 'data-attributes'))
  if (first !== undefined) write(out, name === 'attach' ? `[attachment: ${first}]` : first)
}

/** The list that WoltLab keeps in base64. */
export function decodedList(base64: string): readonly string[] {
  try {
    const list: unknown = JSON.parse(Buffer.from(base64, 'base64').toString('utf8'))
    return Array.isArray(list) ? list.map(String) : []
  } catch {
    return []
  }
}
