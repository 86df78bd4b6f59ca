import { bbcodePlain, type Dialect } from './bbcode.ts'
import { htmlPlain } from './html.ts'
import type { Markup } from './index.ts'

/** The tags WoltLab acts on (wcf1_bbcode of an installation). */
const tags = new Set(
  `b i u s sub sup color size font align left center right justify url email img media youtube list * quote code php html css js
  tt spoiler attach table tr td th user mention hr wsm wsmg icode ktext`
    .trim()
    .split(/\s+/),
)

/** `'Rita','http://…#post1'`: who said it, and where; the outer quotation marks are gone already. */
function author(value: string): string {
  return (value.split(/['"],/, 1)[0] ?? '').replace(/^['"]|['"]$/g, '')
}

export const woltlab: Dialect = { tags, uid: null, html: false, author }

/** WoltLab: HTML since Suite 3, marked by a column (`1`) or known by how it begins; BBCode as typed before that. */
export const woltlabMarkup: Markup = (text, mark) =>
  mark === '1' || /^\s*<(?:p|ul|ol|h[1-6]|pre|table|div|woltlab-\w+|blockquote|strong|em|a|img|br)[\s>/]/i.test(text)
    ? htmlPlain(text)
    : bbcodePlain(text.replace(/\[attach=(\d{1,10})[^\]\n]{0,80}\](?:\[\/attach\])?/gi, '[attach]$1[/attach]'), woltlab)
