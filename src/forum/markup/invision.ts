import { bbcodePlain, type Dialect } from './bbcode.ts'
import { htmlPlain } from './html.ts'
import type { Markup } from './index.ts'

/** Invision 4: HTML as its editor wrote it. */
export const invisionHtml: Markup = (text) => htmlPlain(text)

/** Tags that Invision 2 and 3 kept as BBCode inside the HTML (its own list, and those of older editors). */
const tags = new Set(
  `b i u s color font size left center right indent quote code php html xml sql codebox url email img media list * spoiler
  attachment member topic post snapback background hr blog entry twitter sharedmedia`
    .trim()
    .split(/\s+/),
)

/** `name='Rita' post='12' timestamp='1690000000'`, or the name alone. */
function author(value: string): string {
  const named = /\bname=(?:'([^']*)'|"([^"]*)"|(\S+))/i.exec(value)
  if (named !== null) return named[1] ?? named[2] ?? named[3] ?? ''
  return /^(?:post|timestamp|date)=/i.test(value) ? '' : value
}

export const invision: Dialect = { tags, uid: null, html: false, author }

/** Invision 2 and 3: HTML in which some tags are still BBCode. `[attachment=12:name]` names an upload. */
export const invisionMixed: Markup = (text) => {
  const plain = htmlPlain(text)
  if (!plain.includes('[')) return plain
  return bbcodePlain(plain.replace(/\[attachment=(\d{1,10}):([^\]\n]{0,200})\]/g, '(attachment: $2)'), invision)
}
