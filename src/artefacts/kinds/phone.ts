import { parsePhoneNumberFromString } from 'libphonenumber-js/max'
import type { ArtefactKind, Span } from '../../model/artefact.ts'
import { mark, marksOf } from '../marks.ts'
import { apart, spanAt } from '../spans.ts'

const dialled = /(?<![\p{L}\p{N}_+./=&-])(?:\+[0-9(]|00(?=[1-9]))[0-9 ()./\u00a0-]{5,24}[0-9](?![\p{L}\p{N}_])/gu
const linked =
  /(?:wa\.me\/|whatsapp\.com\/send\/?\?phone=|whatsapp:\/\/send\?phone=|signal\.me\/#p\/)\+?(\d{8,15})(?!\d)/gi
/** Words that announce a number which begins with 00 instead of +. */
const announced =
  /(?:phone|fon|mobile?|mobiel|mobil|cell|gsm|handy|whats\s?app|viber|signal|call|sms|tel|tél|telef[oó]n[oae]?|num(?:ber|mer|éro)|тел|телефон|моб|ватсап|вайбер|τηλ|κιν)\p{L}{0,6}[.:#\s-]{0,4}(?:is\s|me\s|on\s|at\s){0,2}$/iu

/** E.164, only where the number itself names its country: none is guessed. */
function normalise(raw: string): string | null {
  const text = raw.trim().replace(/^tel:/i, '')
  if (text.length > 40) return null
  const link = /^(?:https?:\/\/)?(?:wa\.me\/|api\.whatsapp\.com\/send\/?\?phone=)\+?(\d{8,15})/i.exec(text)
  const number = link ? `+${link[1]}` : text.replace(/^00(?=[1-9])/, '+')
  if (!/^\+[0-9(][0-9 ()./\u00a0-]+$/.test(number)) return null
  const digits = number.replace(/\D/g, '')
  if (digits.length < 8 || digits.length > 15) return null
  const parsed = parsePhoneNumberFromString(number.replace(/[^\d+()]/g, ' '))
  // Runs of zeros lose one at each reading: a number that does not read back as itself is none.
  return parsed?.isPossible() && parsePhoneNumberFromString(parsed.number)?.number === parsed.number
    ? parsed.number
    : null
}

/** A run of digits may hold the number and what follows it: the longest valid start counts, else the longest possible one. */
function longest(raw: string): Span | null {
  let possible: Span | null = null
  for (let end = raw.length, tries = 0; end > 7 && tries < 6; tries++) {
    const part = raw.slice(0, end)
    const value = normalise(part)
    if (value !== null) {
      const span = { start: 0, end, raw: part, value }
      if (parsePhoneNumberFromString(value)?.isValid()) return span
      possible ??= span
    }
    end = part.replace(/[ ()./\u00a0-]*[0-9]+$/, '').length
  }
  return possible
}

function* find(text: string): Generator<Span> {
  const spans: (Span | null)[] = []
  for (const match of text.matchAll(dialled)) {
    if (match[0].startsWith('0') && !announced.test(text.slice(Math.max(0, match.index - 32), match.index))) continue
    const span = longest(match[0])
    if (span !== null) spans.push({ ...span, start: match.index, end: match.index + span.end })
  }
  for (const match of text.matchAll(linked)) {
    spans.push(spanAt(match.index + match[0].length - match[1]!.length, match[1]!, normalise(`+${match[1]}`)))
  }
  yield* apart(spans)
}

/** A telephone number with its country. */
export const phone: ArtefactKind = {
  name: 'phone',
  about:
    'Telephone numbers that name their country (+, 00 after a word such as "phone", WhatsApp links) as E.164. National numbers are left alone.',
  pivot: true,
  examples: {
    yes: [
      ['+44 20 7946 0018', '+442079460018'],
      ['+44 7700 900123', '+447700900123'],
      ['+1 (202) 555-0143', '+12025550143'],
      ['+1-202-555-0199', '+12025550199'],
      ['+61 491 570 006', '+61491570006'],
      ['+33 1 99 00 12 34', '+33199001234'],
      ['https://wa.me/447700900123', '+447700900123'],
    ],
    no: ['020 7946 0018', '0900-5552779', '+1', '1+2 = 3', '2023-02-07 12:30', '+12', '00000000000', 'lot +44'],
  },
  hint: (text) =>
    (marksOf(text) & mark.dial) !== 0 ||
    ((marksOf(text) & (mark.dot | mark.link)) !== 0 && /wa\.me\/|whatsapp|signal\.me/i.test(text)),
  find,
  normalise,
  specificity: (value) => {
    const parsed = parsePhoneNumberFromString(value)
    const type = parsed?.getType()
    if (type === 'TOLL_FREE' || type === 'PREMIUM_RATE' || type === 'SHARED_COST' || type === 'UAN') return 0.1
    return parsed?.isValid() ? 0.9 : 0.6
  },
}
