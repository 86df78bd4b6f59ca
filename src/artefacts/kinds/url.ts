import type { ArtefactKind, Span } from '../../model/artefact.ts'
import { canonicalIp } from '../addresses.ts'
import { hasKnownTop, refang } from '../hosts.ts'
import { mark, marksOf } from '../marks.ts'

const opening =
  /(?<![\p{L}\p{N}])(?:(?:https?|hxxps?|ftps?|fxps?)(?::|\[:\])\/\/|www(?:\.|\[\.\]|\(\.\)|\[dot\])(?=[\p{L}\p{N}]))/giu
const longest = 4096
/** Sites that everybody links to: their home pages say nothing. */
const crowd =
  /^(?:[a-z]+:\/\/)(?:[\w-]+\.)*(?:amazon|bbc|bing|duckduckgo|ebay|facebook|flickr|google|imdb|imgur|instagram|microsoft|mozilla|photobucket|reddit|tinypic|twitter|wikipedia|x|yahoo|youtube)\.[a-z.]{2,6}(?:\/|$)/

/** Where a link that opens at `from` ends: before blanks, quotes, brackets of markup, and the punctuation of the sentence. */
function endOf(text: string, from: number): number {
  let end = from
  let parens = 0
  const limit = Math.min(text.length, from + longest)
  for (; end < limit; end++) {
    const c = text.charCodeAt(end)
    if (
      c <= 32 ||
      c === 34 ||
      c === 60 ||
      c === 62 ||
      c === 92 ||
      c === 94 ||
      c === 96 ||
      c === 123 ||
      c === 124 ||
      c === 125
    )
      break
    if (c === 91 && !/^\[(?:\.|dot|[0-9a-f:.]{2,45})\]/i.test(text.slice(end, end + 48))) break
    if (c === 93 && !/\[(?:\.|dot|[0-9a-f:.]{2,45})$/i.test(text.slice(Math.max(0, end - 48), end))) break
    if (c === 0xa0 || c === 0xab || c === 0xbb || (c >= 0x2000 && c <= 0x206f) || (c >= 0x3000 && c <= 0x303f)) break
    if (c === 40) parens++
    else if (c === 41) parens--
  }
  for (; end > from; end--) {
    const c = text.charCodeAt(end - 1)
    if (c === 41 && parens < 0) parens++
    else if (!/[.,;:!?'*]/.test(text.charAt(end - 1))) break
  }
  return end
}

/** Scheme and host in lower case, default port and fragment gone; a fragment that is the address itself (`#!`, `#/`, `#F!`) stays. */
function normalise(raw: string): string | null {
  const text = raw.trim()
  if (text.length > longest) return null
  const head = /^(?:(https?|hxxps?|ftps?|fxps?)(?::|\[:\])\/\/)?([^/?#]*)/i.exec(text)
  if (head === null || (head[1] === undefined && !/^www(?:\.|\[|\()/i.test(text))) return null
  const scheme = (head[1] ?? 'http').toLowerCase().replace('hxxp', 'http').replace('fxp', 'ftp')
  const authority = /^(?:[^@]*@)?\[[0-9a-f:.]+\](?::\d+)?$/i.test(head[2]!) ? head[2]! : refang(head[2]!)
  let url: URL
  try {
    url = new URL(`${scheme}://${authority}${text.slice(head[0].length)}`)
  } catch {
    return null
  }
  const host = url.hostname
  const named = host.includes('.')
    ? hasKnownTop(host) || canonicalIp(host) !== null || /\.[a-z]{2,}$/.test(host)
    : host === 'localhost'
  if (!named && canonicalIp(host) === null) return null
  if (!/^#(?:!|\/|[A-Z]!)/.test(url.hash)) url.hash = ''
  return url.href
}

function* find(text: string): Generator<Span> {
  opening.lastIndex = 0
  for (let from = 0; ; ) {
    opening.lastIndex = from
    const match = opening.exec(text)
    if (match === null) return
    const start = match.index
    const end = endOf(text, start + match[0].length)
    const raw = text.slice(start, end)
    const value = end > start + match[0].length ? normalise(raw) : null
    if (value !== null && (/:/.test(match[0]) || hasKnownTop(new URL(value).hostname))) yield { start, end, raw, value }
    from = Math.max(end, start + match[0].length)
  }
}

/** A web or FTP address, also one written so that it cannot be clicked. */
export const url: ArtefactKind = {
  name: 'url',
  about:
    'Web and FTP addresses, also without a scheme (www.) and defanged (hxxp, [.]). Scheme and host in lower case; parameters are kept as found.',
  pivot: true,
  examples: {
    yes: [
      ['http://www.Rails.example', 'http://www.rails.example/'],
      ['HTTPS://Rails.Example:443/Album/7?id=3&ref=tulip#top', 'https://rails.example/Album/7?id=3&ref=tulip'],
      ['hxxps://rails[.]example/a', 'https://rails.example/a'],
      ['www.garden.example/tulips', 'http://www.garden.example/tulips'],
      ['ftp://files.rails.example/timetable.txt', 'ftp://files.rails.example/timetable.txt'],
      ['http://[2001:db8::1]:8080/x', 'http://[2001:db8::1]:8080/x'],
      ['http://rails.example/wiki/Signal_(box)', 'http://rails.example/wiki/Signal_(box)'],
      ['https://files.example/#!AbCd', 'https://files.example/#!AbCd'],
    ],
    no: [
      'http://',
      'www.',
      'http:// rails',
      'ftp:rails.example',
      'www',
      'https://rails',
      'rails.example',
      'www.no-such-top-level',
    ],
  },
  hint: (text) => (marksOf(text) & (mark.link | mark.bracket)) !== 0,
  find,
  normalise,
  specificity: (value) => {
    const rest = value.replace(/^[a-z]+:\/\/[^/]*\//, '')
    if (crowd.test(value)) return rest.length > 8 ? 0.4 : 0.05
    return rest === '' ? 0.4 : 0.6
  },
}
