import { bbcodePlain, type Dialect } from './bbcode.ts'
import type { Markup } from './index.ts'

const words = (text: string): ReadonlySet<string> => new Set(text.trim().split(/\s+/))

/** What every BBCode parser of these boards acts on. */
const usual = 'b i u s url email img list * li code quote color size font align hr'

/** The name at the beginning of a quote's tag; what follows is one or more of these, each `key='value'` or `key=value`. */
function nameBefore(keys: string): (value: string) => string {
  const tail = new RegExp(`(?:\\s+(?:${keys})=\\S{0,200}){0,8}\\s*$`)
  return (value) => {
    // Short, so that a tag full of blanks costs nothing.
    const name = value.slice(0, 500).replace(tail, '').trim()
    const quote = name[0]
    const quoted = name.length > 1 && (quote === '"' || quote === "'") && name.endsWith(quote)
    return quoted ? name.slice(1, -1) : name
  }
}

/** MyCode. */
export const mybb: Dialect = {
  tags: words(`${usual} php attachment video sub sup`),
  uid: null,
  html: false,
  lone: words('attachment'),
  author: nameBefore('pid|dateline|tid'),
}

/** MyBB: MyCode as typed (inc/class_parser.php); a quote is `[quote="Name" pid='12' dateline='1690000000']`. */
export const mybbMarkup: Markup = (text) => bbcodePlain(text, mybb)

/** vBulletin's tags. */
export const vbulletin: Dialect = {
  tags: words(
    `${usual} php html noparse attach left center right indent highlight sub sup table tr td thread post user mention video spoiler sigpic h strike`,
  ),
  uid: null,
  html: false,
  author: (value) => value.replace(/;(?:n?\d{1,12})$/, ''),
}

/** vBulletin: BBCode as typed (includes/class_bbcode.php); a quote is `[QUOTE=Name;12]`, with the number of the post. */
export const vbulletinMarkup: Markup = (text) => bbcodePlain(text, vbulletin)

const smfAuthor = nameBefore('link|date')

/** Simple Machines' tags. */
export const smf: Dialect = {
  tags: words(
    `${usual} php html nobbc iurl ftp tt pre left center right move glow shadow sup sub table tr td abbr acronym anchor
     flash float time member attach bdo ltr rtl black blue green red white youtube justify`,
  ),
  uid: null,
  html: true,
  author: (value) => smfAuthor(` ${value.replace(/^\s*author=/i, '')}`),
}

/**
 * Simple Machines: BBCode escaped as HTML, with `<br />` for each new line and `&nbsp;` for blanks that would be lost
 * (Sources/Subs.php, preparsecode and parse_bbc); a quote is `[quote author=Name link=msg=12 date=1690000000]`.
 */
export const smfMarkup: Markup = (text) => bbcodePlain(text, smf).replaceAll('\u00a0', ' ')

/** Tags of phpBB 2 that carry no mark. */
export const unmarked = words('url email')

/**
 * phpBB 2: the tags it acted on when storing carry a mark, addresses do not; text is escaped as HTML unless the board
 * allowed HTML (includes/bbcode.php, includes/functions_post.php).
 */
export const phpbb2Markup: Markup = (text, mark) => bbcodePlain(text, { tags: null, uid: mark, html: true, unmarked })
