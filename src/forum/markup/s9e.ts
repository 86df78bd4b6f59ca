import { decodeEntities } from './entities.ts'
import { closeLink, type OpenLinks, openLink } from './links.ts'
import { closeQuote, openPlain, openQuote, plainText, startLine, write } from './writer.ts'

/** Elements whose content is the markup as typed, kept by the software for editing; a reader never sees it. */
const markers = new Set(['s', 'e', 'i'])

/** True for text as s9e\TextFormatter stores it (phpBB since 3.2): one root element, `t` plain or `r` rich. */
export function isS9e(text: string): boolean {
  return text.charCodeAt(0) === 0x3c && (text.startsWith('<t>') || text.startsWith('<r>') || /^<[rt][ /]/.test(text))
}

/**
 * What s9e\TextFormatter's XML says to a reader. One pass over the text, whatever its nesting; an element nobody knows
 * counts for its content. Source: s9e/TextFormatter's documentation, "Internals", and texts of a real installation.
 */
export function s9ePlain(text: string): string {
  if (text.startsWith('<t>')) {
    const body = text.slice(3, text.endsWith('</t>') ? -4 : undefined).replaceAll('<br/>\n', '\n')
    if (!body.includes('<')) return decodeEntities(body)
  }
  const out = openPlain()
  const links: OpenLinks = []
  let hidden = 0
  let attachment = false
  let broke = false
  for (let at = 0; at < text.length; ) {
    const open = text.indexOf('<', at)
    if (open !== at) {
      const end = open === -1 ? text.length : open
      // A line break is stored as an element and a newline after it; one of the two is enough.
      if (hidden === 0 && !attachment) {
        const piece = text.slice(broke && text[at] === '\n' ? at + 1 : at, end)
        write(out, decodeEntities(piece))
      }
      broke = false
      at = end
      continue
    }
    const close = text.indexOf('>', at)
    if (close === -1) break
    const name = nameOf(text, at + 1, close)
    const empty = text[close - 1] === '/'
    at = close + 1
    if (name.startsWith('/')) {
      const ended = name.slice(1)
      if (markers.has(ended)) hidden = Math.max(0, hidden - 1)
      else if (hidden === 0) {
        if (ended === 'ATTACHMENT') attachment = false
        else if (ended === 'QUOTE') closeQuote(out)
        else if (ended === 'URL' || ended === 'EMAIL') closeLink(links, out)
      }
      continue
    }
    if (markers.has(name)) {
      if (!empty) hidden += 1
      continue
    }
    if (hidden > 0) continue
    broke = false
    if (name === 'br') {
      write(out, '\n')
      broke = true
    } else if (name === 'QUOTE') openQuote(out, attribute(text, open, close, 'author'))
    else if (name === 'URL') openLink(links, out, empty ? '' : attribute(text, open, close, 'url'))
    else if (name === 'EMAIL') openLink(links, out, empty ? '' : attribute(text, open, close, 'email'))
    else if (name === 'LI') {
      startLine(out)
      write(out, '- ')
    } else if (name === 'ATTACHMENT') {
      write(out, `[attachment: ${attribute(text, open, close, 'filename')}]`)
      attachment = !empty
    }
  }
  return plainText(out)
}

/** The element's name; a slash before it stays, attributes and a slash at the end do not. */
function nameOf(text: string, from: number, close: number): string {
  let end = from
  while (end < close && end - from < 40) {
    const c = text.charCodeAt(end)
    if (c === 0x20 || c === 0x0a || c === 0x09 || (c === 0x2f && end > from)) break
    end += 1
  }
  return text.slice(from, end)
}

/** The value of an attribute inside the tag at `open`. */
function attribute(text: string, open: number, close: number, name: string): string {
  const tag = text.slice(open, Math.min(close, open + 8192))
  const start = tag.indexOf(` ${name}="`)
  if (start === -1) return ''
  const from = start + name.length + 3
  const end = tag.indexOf('"', from)
  return end === -1 ? '' : decodeEntities(tag.slice(from, end))
}
