import { decodeEntities } from './entities.ts'
import { type Plain, write } from './writer.ts'

/** A link that was opened: where it leads, and where its words begin among the pieces. */
interface OpenLink {
  readonly target: string
  readonly from: number
}

/** Links open at one point of a text, innermost last. */
export type OpenLinks = OpenLink[]

/** More than any text needs; what is nested deeper is read as its words alone. */
const deepest = 32

/** Remembers a link, so that its target can be said after its words. */
export function openLink(open: OpenLinks, out: Plain, target: string): void {
  if (open.length < deepest) open.push({ target, from: out.pieces.length })
}

/** Ends the innermost link: `words <target>`, or the words alone where they are the target already. */
export function closeLink(open: OpenLinks, out: Plain): void {
  const link = open.pop()
  if (link === undefined || link.target === '') return
  const words = out.pieces.slice(link.from).join('').trim()
  if (words === '' || shortened(words, link.target)) {
    out.pieces.length = link.from
    write(out, link.target)
  } else if (!same(words, link.target)) write(out, ` <${link.target}>`)
}

/** True for what phpBB shows of a long address: its beginning and its end. */
function shortened(words: string, target: string): boolean {
  const gap = words.indexOf(' ... ')
  return gap > 0 && target.startsWith(words.slice(0, gap)) && target.endsWith(words.slice(gap + 5))
}

/** The value of an attribute of an HTML tag. */
export function htmlAttribute(tag: string, name: string): string {
  const found = new RegExp(`\\b${name}\\s*=\\s*(?:"([^"]*)"|'([^']*)'|([^\\s"'>]+))`, 'i').exec(tag)
  return decodeEntities(found?.[1] ?? found?.[2] ?? found?.[3] ?? '')
}

function same(words: string, target: string): boolean {
  const bare = (url: string): string => url.replace(/^(?:[a-z]{3,9}:\/\/|mailto:)/i, '').replace(/\/$/, '')
  return bare(words) === bare(target)
}
