import type { Shown } from '../../model/shown.ts'
import { decodeEntities } from './entities.ts'
import { htmlAttribute } from './links.ts'
import { inlineMarks } from './marks.ts'
import { quoteSaid } from './quoted.ts'
import { add, addText, begin, end, finished, openTree, type Tree } from './tree.ts'

/** Longer than any line a person wrote: what is longer is shown as it is. */
const longestLine = 20_000
/** Quote marks before one line; more of them are shown. */
const mostMarks = 12

interface State {
  fence: string | null
  /** Quotes open by marks at the beginning of lines, and those open by tags. */
  marked: number
  tagged: number
  list: '' | 'ul' | 'ol' | null
}

/**
 * Markdown as a tree: line by line, as `markdownPlain` reads it. Source: CommonMark 0.31, as far as boards use it;
 * `[quote="Rita, post:1"]` and `[details="…"]` are Discourse's.
 */
export function markdownTree(text: string): readonly Shown[] {
  const tree = openTree()
  const state: State = { fence: null, marked: 0, tagged: 0, list: null }
  for (const line of text.split(/\r?\n/)) readLine(tree, state, line)
  return finished(tree)
}

function readLine(tree: Tree, state: State, given: string): void {
  if (state.fence === null) {
    const quote = /^(?:\s{0,3}>\s?){1,12}/.exec(given)?.[0] ?? ''
    const depth = Math.min(mostMarks, quote.split('>').length - 1)
    if (depth !== state.marked) endList(tree, state)
    for (; state.marked > depth; state.marked--) end(tree, 'quote')
    for (; state.marked < depth; state.marked++) begin(tree, 'quote')
    given = given.slice(quote.length)
  }
  const mark = /^\s{0,3}(`{3,}|~{3,})/.exec(given)?.[1]
  if (mark !== undefined && (state.fence === null || mark.startsWith(state.fence))) {
    if (state.fence === null) begin(tree, 'code')
    else end(tree, 'code')
    state.fence = state.fence === null ? mark : null
  } else if (state.fence !== null) addText(tree, `${given}\n`)
  else if (!block(tree, state, given)) lineOf(tree, state, given)
}

/** Lines that are a mark by themselves. */
function block(tree: Tree, state: State, line: string): boolean {
  const opened = /^\s*\[(quote|details|spoiler)(?:=["“”]?([^"“”\]\n]{0,300})["“”]?)?\]\s*$/i.exec(line)
  if (opened !== null) {
    endList(tree, state)
    const said = opened[2] ?? ''
    if (opened[1]!.toLowerCase() !== 'quote') begin(tree, 'spoiler', said === '' ? {} : { value: said })
    else {
      const author = said.replace(/,\s*(?:post|topic|full|username)\s*:.*$/i, '').trim()
      // What Discourse calls a post here is its place in the topic, which names no row.
      begin(tree, 'quote', quoteSaid(author, ''))
    }
    return true
  }
  const closed = /^\s*\[\/(quote|details|spoiler)\]\s*$/i.exec(line)
  if (closed !== null) {
    endList(tree, state)
    return end(tree, closed[1]!.toLowerCase() === 'quote' ? 'quote' : 'spoiler')
  }
  if (/^\s{0,3}(?:[-*_]\s{0,3}){3,20}$/.test(line)) {
    endList(tree, state)
    add(tree, 'rule')
    return true
  }
  const heading = /^\s{0,3}(#{1,6})\s+/.exec(line)
  if (heading !== null) {
    endList(tree, state)
    begin(tree, 'heading', { value: String(heading[1]!.length) })
    inline(tree, line.slice(heading[0].length).replace(/\s#{1,6}\s*$/, ''))
    return end(tree, 'heading')
  }
  return tableRow(tree, line)
}

/** A line of a table with its cells; the line that says how columns stand is left out. */
function tableRow(tree: Tree, line: string): boolean {
  if (!/^\s{0,3}\|.{1,4000}\|\s*$/.test(line)) return false
  if (/^[\s|:-]+$/.test(line)) return true
  const last = tree.stack.at(-1)!
  if (last.is !== 'table') begin(tree, 'table')
  begin(tree, 'row')
  for (const cell of line.trim().slice(1, -1).split('|').slice(0, 60)) {
    begin(tree, 'cell')
    inline(tree, cell.trim())
    end(tree, 'cell')
  }
  end(tree, 'row')
  return true
}

function lineOf(tree: Tree, state: State, line: string): void {
  if (tree.stack.at(-1)!.is === 'table') end(tree, 'table')
  const item = /^\s{0,12}(?:([-*+])|\d{1,9}[.)])\s+/.exec(line)
  if (item !== null) {
    const kind = item[1] === undefined ? 'ol' : 'ul'
    if (state.list !== kind) {
      endList(tree, state)
      begin(tree, 'list', kind === 'ol' ? { value: '1' } : {})
      state.list = kind
    }
    begin(tree, 'item')
    inline(tree, line.slice(item[0].length))
    return
  }
  // A line that stands in goes on with the item; an empty one may too, until something else begins.
  if (state.list !== null && line.trim() !== '' && !/^\s{2,}/.test(line)) endList(tree, state)
  inline(tree, line)
  addText(tree, '\n')
}

function endList(tree: Tree, state: State): void {
  if (state.list !== null) end(tree, 'list')
  state.list = null
}

function inline(tree: Tree, line: string): void {
  if (line.length > longestLine) addText(tree, line)
  else if (!/[*_~`[\]<>&\\!]/.test(line)) addText(tree, line)
  else
    inlineMarks(line, { tree, text: (said) => addText(tree, decodeEntities(said)), tag: (tag) => htmlTag(tree, tag) })
}

const tags: Readonly<
  Record<string, 'bold' | 'italic' | 'underlined' | 'struck' | 'subscript' | 'superscript' | 'typed'>
> = {
  b: 'bold',
  strong: 'bold',
  i: 'italic',
  em: 'italic',
  u: 'underlined',
  ins: 'underlined',
  s: 'struck',
  del: 'struck',
  sub: 'subscript',
  sup: 'superscript',
  kbd: 'typed',
  code: 'typed',
}

/** HTML among Markdown: what has a meaning of its own, and nothing else. */
function htmlTag(tree: Tree, tag: string): void {
  const found = /^<(\/?)([a-z][a-z0-9-]{0,20})/i.exec(tag)
  const name = (found?.[2] ?? '').toLowerCase()
  const is = tags[name]
  const address = /^(?:img|iframe|video|audio|source|embed)$/.test(name) ? htmlAttribute(tag, 'src') : ''
  if (name === 'br') addText(tree, '\n')
  else if (name === 'hr') add(tree, 'rule')
  else if (address !== '') add(tree, 'remote', { what: name === 'img' ? 'picture' : 'embedded', value: address })
  else if (name === 'a' && found?.[1] === '') begin(tree, 'link', { value: htmlAttribute(tag, 'href') })
  else if (name === 'a') end(tree, 'link')
  else if (name === 'blockquote' || name === 'details') {
    const kind = name === 'details' ? 'spoiler' : 'quote'
    if (found?.[1] === '') begin(tree, kind)
    else end(tree, kind)
  } else if (is !== undefined) {
    if (found?.[1] === '') begin(tree, is)
    else end(tree, is)
  }
}
