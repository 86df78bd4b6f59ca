import type { Shown } from '../../model/shown.ts'

/** Bounded on both sides, so that no text makes it look twice over more than a name's length. */
const address =
  /\b(?:https?|ftp|ircs?|magnet|xmpp):[^\s<>"'[\]]{3,2000}|\b[\w.+-]{1,64}@[\w-]{1,63}(?:\.[\w-]{1,63}){1,6}/gi

/** A text with the addresses in it as pieces: shown as selectors, never as links that lead anywhere. */
export function selectorsIn(text: string): readonly Shown[] {
  if (!text.includes('@') && !text.includes(':')) return [text]
  const out: Shown[] = []
  let from = 0
  for (const found of text.matchAll(address)) {
    // A full stop or bracket after an address ends the sentence, not the address.
    const value = found[0].replace(/[.,;:!?)]{1,4}$/, '')
    if (found.index > from) out.push(text.slice(from, found.index))
    out.push({ is: /^[a-z]{3,6}:/i.test(value) ? 'link' : 'email', value, of: [] })
    from = found.index + value.length
  }
  if (from < text.length) out.push(text.slice(from))
  return out
}
