import type { ArtefactKind, Span } from '../../model/artefact.ts'
import { isCrowded } from '../crowded.ts'
import { canonicalHost, dottedWords, knownHost, refang, registrableDomain } from '../hosts.ts'
import { mark, marksOf } from '../marks.ts'

/** Top-level domains that are file extensions, too: `album.zip`. */
const extensions = new Set('app cab cc java md mov pl ps py rs sh so zip'.split(' '))
/** Top-level domains that are words where people forget the blank after a full stop: `thanks.it was`. */
const words = new Set(
  'ai am as at be by do go ie il in info io is it la li ma me mu my na ne no nu of on pa pm re se si so to tv us uno via live name one now page top work world zone'.split(
    ' ',
  ),
)
/** Reserved names that mean a domain even without `http://`. */
const openTops = /\.(?:example|i2p)$/

function normalise(raw: string): string | null {
  const host = canonicalHost(refang(raw.trim()))
  return host === null || host.endsWith('.onion') ? null : registrableDomain(host)
}

function* find(text: string): Generator<Span> {
  for (const { start, raw: word } of dottedWords(text)) {
    const before = text.charAt(start - 1)
    const announced = (before === '@' && start > 1) || (before === '/' && text.charAt(start - 2) === '/')
    if (!announced && before !== '' && "/\\=%#&~$'@".includes(before) && !/^www\./i.test(word)) continue
    const known = knownHost(word)
    if (known === null) continue
    const end = start + known.length
    const next = text.charAt(end)
    if (next === '@' || next === '＠' || next === '(') continue
    const raw = text.slice(start, end)
    const explicit = announced || /^www\./i.test(raw)
    const value = normalise(raw)
    if (value === null || (!explicit && !standsAlone(raw, known.host, value, next === '/'))) continue
    yield { start, end, raw, value }
  }
}

/** Whether a dotted word that nothing announces is a domain rather than a file, an abbreviation or a missing blank. */
function standsAlone(raw: string, host: string, domain: string, path: boolean): boolean {
  const top = host.slice(host.lastIndexOf('.') + 1)
  const shown = raw.slice(-top.length)
  if (shown !== shown.toLowerCase() && raw !== raw.toUpperCase()) return false
  if (path) return true
  const label = domain.slice(0, domain.indexOf('.'))
  if (label.length < 2 || /^\d+$/.test(label)) return false
  if (extensions.has(top) || words.has(top)) return false
  return /\.(?:test|invalid|local|lan|bit|internal)$/.test(host) ? openTops.test(host) : true
}

/** The registered part of a host name. */
export const domain: ArtefactKind = {
  name: 'domain',
  about: 'The registered part of host names (public suffix list), from links, e-mail addresses and plain mention.',
  pivot: true,
  examples: {
    yes: [
      ['rails.example', 'rails.example'],
      ['album.club.rails.example', 'rails.example'],
      ['Forum.Garden.co.uk', 'garden.co.uk'],
      ['anna.blogspot.com', 'anna.blogspot.com'],
      ['rails[.]example', 'rails.example'],
      ['WWW.RAILS.EXAMPLE', 'rails.example'],
      ['κήπος.example', 'xn--jxaxqdl.example'],
    ],
    no: [
      'co.uk',
      'album.zip',
      'readme.md',
      'week.So',
      'thanks.it',
      '192.0.2.1',
      'e.g',
      '11.30',
      'photo.jpeg',
      'tulips',
    ],
  },
  hint: (text) => (marksOf(text) & (mark.dot | mark.bracket)) !== 0,
  find,
  normalise,
  specificity: (value) => (isCrowded(value) ? 0.02 : 0.4),
}
