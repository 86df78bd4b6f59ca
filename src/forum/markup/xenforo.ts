import { bbcodePlain, type Dialect } from './bbcode.ts'
import type { Markup } from './index.ts'

/** The tags XenForo acts on (XF 1 and 2, "BB codes" help page). */
const tags = new Set(
  `b i u s color font size left center right justify indent float url email img media embed quote code icode php html plain
  spoiler ispoiler list * attach user heading table tr td th hr gallery sup sub`
    .trim()
    .split(/\s+/),
)

/** `Rita, post: 12, member: 3`: who said it, where, and the account. */
function author(value: string): string {
  return value.replace(/,\s*[a-z_-]+:\s*[^,]*(?=,|$)/gi, '').trim()
}

export const xenforo: Dialect = { tags, uid: null, html: false, author }

/** Links that are to be shown with a picture of where they lead say so where others say the address. */
const shownLink = /\[url\s+unfurl=["']?\w{1,10}["']?\]/gi

/** XenForo: BBCode as typed; the mark of a mention says the name alone. */
export const xenforoMarkup: Markup = (text) => bbcodePlain(text.replace(shownLink, '[url]'), xenforo)
