import type { Shown } from '../../model/shown.ts'
import type { Dialect } from './bbcode.ts'
import { bbcodeTree } from './bbcode-tree.ts'
import { mybb, smf, unmarked, vbulletin } from './dialects.ts'
import { htmlTree } from './html-tree.ts'
import { punbb } from './index.ts'
import { invision } from './invision.ts'
import { markdownTree } from './markdown-tree.ts'
import { richTree } from './rich-tree.ts'
import { isS9e } from './s9e.ts'
import { s9eTree } from './s9e-tree.ts'
import { vanilla } from './vanilla.ts'
import { woltlab } from './woltlab.ts'
import { xenforo } from './xenforo.ts'

/** Reads a text as stored into a tree. */
export type TreeMarkup = (text: string) => readonly Shown[]

/** An element of HTML, wherever it stands. */
const element = /<\/?[a-z][a-z0-9-]{0,30}(?:\s[^<>]{0,2000})?\/?>/i
const htmlAtStart = /^\s*<(?:p|ul|ol|h[1-6]|pre|table|div|woltlab-\w+|blockquote|strong|em|a|img|br)[\s>/]/i

const bbcode =
  (dialect: Dialect): TreeMarkup =>
  (text) =>
    bbcodeTree(text, dialect)

/** phpBB before 3.2 marked the tags it acted on; the mark itself is not kept, and any of its form counts. */
const phpbb: TreeMarkup = (text) =>
  isS9e(text) ? s9eTree(text) : bbcodeTree(text, { tags: null, uid: null, html: true })

/** HTML in which some tags are still BBCode: the tags are read where the HTML has none of them in its own marks. */
const mixed: TreeMarkup = (text) => {
  if (!text.includes('[')) return htmlTree(text)
  if (!element.test(text)) return bbcodeTree(text, invision)
  const tree = htmlTree(text)
  return tree.flatMap((each) => (typeof each === 'string' && each.includes('[') ? bbcodeTree(each, invision) : [each]))
}

const byEngine: Readonly<Record<string, TreeMarkup>> = {
  phpbb,
  fluxbb: bbcode(punbb),
  punbb: bbcode(punbb),
  mybb: bbcode(mybb),
  vbulletin: bbcode(vbulletin),
  smf: bbcode(smf),
  xenforo: (text) => bbcodeTree(text.replace(/\[url\s+unfurl=["']?\w{1,10}["']?\]/gi, '[url]'), xenforo),
  invision: mixed,
  woltlab: (text) => (htmlAtStart.test(text) ? htmlTree(text) : bbcodeTree(text, woltlab)),
  vanilla: (text) => richTree(text) ?? (element.test(text) ? htmlTree(text, true) : guessed(text)),
  flarum: (text) => (isS9e(text) ? s9eTree(text) : [text]),
  discourse: markdownTree,
  nodebb: markdownTree,
}

/** For boards whose software nobody knows: by what stands in the text. */
function guessed(text: string): readonly Shown[] {
  if (isS9e(text)) return s9eTree(text)
  if (/\[\/\w{1,12}\]/.test(text)) return bbcodeTree(text, vanilla)
  if (element.test(text)) return htmlTree(text, true)
  return markdownTree(text)
}

/** What a text of a board shows, by the name of its software or adapter; as a tree, so that no browser parses it. */
export function shownBy(software: string): TreeMarkup {
  const name = software.toLowerCase()
  if (name.startsWith('phpbb20')) return bbcode({ tags: null, uid: null, html: true, unmarked })
  return byEngine[name] ?? byEngine[name.replace(/[\d._-]+$/, '')] ?? guessed
}
