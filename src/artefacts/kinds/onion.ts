import type { ArtefactKind, Span } from '../../model/artefact.ts'
import { onionChecksumHolds } from '../checksums.ts'
import { refang } from '../hosts.ts'
import { mark, marksOf } from '../marks.ts'

const v2 = /^[a-z2-7]{16}$/
const v3 = /^[a-z2-7]{56}$/
const candidate =
  /(?<![\p{L}\p{N}_])(?:[A-Za-z2-7]{56}(?:(?:\.|\[\.\]|\(\.\))onion)?|[A-Za-z2-7]{16}(?:\.|\[\.\]|\(\.\))onion)(?![\p{L}\p{N}_])/giu

/** The service's own name without subdomains; version 3 names without a matching checksum are refused. */
function normalise(raw: string): string | null {
  const text = refang(raw.trim()).toLowerCase()
  const label =
    /^(?:[a-z]+:\/\/)?(?:[a-z0-9-]{1,63}\.){0,8}([a-z2-7]{16}|[a-z2-7]{56})\.onion(?:[:/].*)?$/.exec(text)?.[1] ??
    (v3.test(text) ? text : null)
  if (label === null) return null
  return v2.test(label) || onionChecksumHolds(label) ? `${label}.onion` : null
}

function* find(text: string): Generator<Span> {
  for (const match of text.matchAll(candidate)) {
    const value = normalise(match[0])
    if (value !== null) yield { start: match.index, end: match.index + match[0].length, raw: match[0], value }
  }
}

/** A Tor onion service. */
export const onion: ArtefactKind = {
  name: 'onion',
  about: 'Tor onion services: version 3 with its checksum verified, version 2 by shape.',
  pivot: true,
  examples: {
    yes: [
      [
        'epxlnhdidx63r2wmptu6kxvaa7kbylove44errmx6gz6jhn5q3qqu2ad.onion',
        'epxlnhdidx63r2wmptu6kxvaa7kbylove44errmx6gz6jhn5q3qqu2ad.onion',
      ],
      [
        'http://fyovsc7h7gjeivq57jj44z7mkrnysebohuofztoxyzpsmfp6g3ttfvyd.onion/tulips',
        'fyovsc7h7gjeivq57jj44z7mkrnysebohuofztoxyzpsmfp6g3ttfvyd.onion',
      ],
      [
        'www.FYOVSC7H7GJEIVQ57JJ44Z7MKRNYSEBOHUOFZTOXYZPSMFP6G3TTFVYD.ONION',
        'fyovsc7h7gjeivq57jj44z7mkrnysebohuofztoxyzpsmfp6g3ttfvyd.onion',
      ],
      [
        'epxlnhdidx63r2wmptu6kxvaa7kbylove44errmx6gz6jhn5q3qqu2ad',
        'epxlnhdidx63r2wmptu6kxvaa7kbylove44errmx6gz6jhn5q3qqu2ad.onion',
      ],
      ['gardenclubtulips.onion', 'gardenclubtulips.onion'],
      ['railsandtulips27[.]onion', 'railsandtulips27.onion'],
    ],
    no: [
      'abcdefghijklmnopqrstuvwxyz234567abcdefghijklmnopqrstuvwx.onion',
      'spring.onion',
      'red onion',
      'abcdefghijklmno1.onion',
      'aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa',
      'abcdefghijklmnop.union',
    ],
  },
  hint: (text) =>
    (marksOf(text) & mark.run) !== 0 || ((marksOf(text) & (mark.dot | mark.bracket)) !== 0 && /onion/i.test(text)),
  find,
  normalise,
  specificity: (value) => (value.length === 62 ? 0.4 : 0.3),
}
