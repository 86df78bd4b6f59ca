import type { Shown, ShownKind } from '../../model/shown.ts'
import { step } from './bbcode-tree.ts'
import { decodeEntities } from './entities.ts'
import { attribute, blocks, decodedList, outside, quotedIn, scanHtml, smiley, unseen } from './html.ts'
import { quoteSaid } from './quoted.ts'
import { add, addText, begin, end, finished, isOpen, openTree, type Said, type Tree } from './tree.ts'

const simple: Readonly<Record<string, ShownKind>> = {
  b: 'bold',
  strong: 'bold',
  i: 'italic',
  em: 'italic',
  cite: 'italic',
  u: 'underlined',
  ins: 'underlined',
  s: 'struck',
  strike: 'struck',
  del: 'struck',
  sub: 'subscript',
  sup: 'superscript',
  code: 'typed',
  kbd: 'typed',
  tt: 'typed',
  samp: 'typed',
  pre: 'code',
  ul: 'list',
  ol: 'list',
  li: 'item',
  table: 'table',
  tr: 'row',
  td: 'cell',
  th: 'cell',
  blockquote: 'quote',
  'woltlab-quote': 'quote',
  aside: 'quote',
  details: 'spoiler',
  'woltlab-spoiler': 'spoiler',
  a: 'link',
  h1: 'heading',
  h2: 'heading',
  h3: 'heading',
  h4: 'heading',
  h5: 'heading',
  h6: 'heading',
}
const embedded: Readonly<Record<string, string>> = {
  iframe: 'embedded',
  embed: 'embedded',
  object: 'embedded',
  video: 'video',
  audio: 'sound',
  source: 'embedded',
}

/** A text in HTML as a tree: nothing of it is ever parsed by a browser. Elements nobody knows count for their content. */
export function htmlTree(text: string, newlines = false): readonly Shown[] {
  const tree = openTree()
  const state = { fresh: true }
  scanHtml(text, {
    text: (source) => say(tree, state, newlines, source),
    begun: (name, body) => begun(tree, state, name.toLowerCase(), body),
    ended: (name) => ended(tree, state, name.toLowerCase()),
    comment: (body) => {
      const author = quotedIn(body)
      if (author !== null) begin(tree, 'quote', quoteSaid(author, body))
      else if (/^QuoteEnd/.test(body)) end(tree, 'quote')
    },
  })
  return finished(tree)
}

interface State {
  /** True where a line has just begun, so that white space says nothing. */
  fresh: boolean
}

function say(tree: Tree, state: State, newlines: boolean, source: string): void {
  const text = decodeEntities(source)
  const kept = isOpen(tree, 'code')
    ? text
    : newlines
      ? text.replace(/[ \t]*\r?\n/g, '\n')
      : text.replace(/[ \t\r\n\f]+/g, ' ')
  const bare = state.fresh && !newlines && !isOpen(tree, 'code') ? kept.trimStart() : kept
  addText(tree, bare.replaceAll('\u00a0', ' '))
  if (bare !== '') state.fresh = bare.endsWith('\n')
}

function line(tree: Tree, state: State): void {
  if (!state.fresh) addText(tree, '\n')
  state.fresh = true
}

function begun(tree: Tree, state: State, tag: string, body: string): boolean {
  if (tag === 'img') image(tree, state, body)
  else if (tag === 'br' || tag === 'hr') {
    if (tag === 'hr') add(tree, 'rule')
    else addText(tree, '\n')
    state.fresh = true
  } else if (embedded[tag] !== undefined) {
    const address = outside(attribute(body, 'src') || attribute(body, 'data-embed-src') || attribute(body, 'data'))
    if (address !== '') add(tree, 'remote', { what: embedded[tag]!, value: address })
  } else if (tag === 'woltlab-metacode') return metacode(tree, body)
  else if (tag === 'summary') begin(tree, 'bold')
  else if (tag === 'font' || tag === 'span') styled(tree, body)
  else if (unseen(tag, body)) return true
  else {
    const is = simple[tag]
    if (is !== undefined) {
      if (blocks.has(tag) || tag === 'blockquote') state.fresh = true
      begin(tree, is, said(tag, is, body))
    } else if (blocks.has(tag)) line(tree, state)
  }
  return false
}

function said(tag: string, is: ShownKind, body: string): Said {
  if (is === 'quote') {
    const names = ['data-ipsquote-username', 'data-author', 'data-username', 'rel', 'title']
    const author = names.map((name) => attribute(body, name)).find((value) => value !== '') ?? ''
    const post = attribute(body, 'data-ipsquote-contentcommentid') || attribute(body, 'data-postid')
    return quoteSaid(author, post === '' ? attribute(body, 'data-link') : `post=${post}`)
  }
  if (is === 'list') return tag === 'ol' ? { value: '1' } : {}
  if (is === 'cell') return tag === 'th' ? { value: 'head' } : {}
  if (is === 'heading') return { value: tag.slice(1) }
  if (is === 'link') {
    const address = outside(attribute(body, 'href')).replace(/^mailto:/i, '')
    return address === '' ? {} : { value: address }
  }
  return {}
}

/** A colour and a size, as `font` and `span` say them; what they do not say is not shown. */
function styled(tree: Tree, body: string): void {
  const style = attribute(body, 'style').slice(0, 500)
  const colour = attribute(body, 'color') || (/(?:^|;)\s*color\s*:\s*([^;]{1,40})/i.exec(style)?.[1] ?? '')
  const size = attribute(body, 'size') || (/font-size\s*:\s*([^;]{1,20})/i.exec(style)?.[1] ?? '')
  if (colour !== '') begin(tree, 'colour', { value: colour.trim() })
  else if (size !== '') begin(tree, 'size', { value: String(step(size)) })
  // Its end has to find something of its own.
  else begin(tree, 'size', { value: '3' })
}

function ended(tree: Tree, state: State, tag: string): void {
  if (tag === 'summary') end(tree, 'bold')
  else if (tag === 'font' || tag === 'span') {
    const open = [...tree.stack].reverse().find((each) => each.is === 'colour' || each.is === 'size')
    if (open !== undefined) end(tree, open.is)
  } else if (simple[tag] !== undefined) {
    end(tree, simple[tag])
    if (blocks.has(tag) || tag === 'blockquote') state.fresh = true
  } else if (blocks.has(tag)) line(tree, state)
}

function image(tree: Tree, state: State, body: string): void {
  const attached =
    attribute(body, 'data-attachment-id') || (/\battachment(\d{1,10})\b/.exec(attribute(body, 'class'))?.[1] ?? '')
  const alt = attribute(body, 'alt') || attribute(body, 'emoid') || attribute(body, 'title')
  const source = outside(attribute(body, 'src'))
  state.fresh = false
  if (attached !== '') add(tree, 'upload', { value: attached })
  else if (alt !== '' && (source === '' || smiley.test(body) || !/^https?:/i.test(source))) addText(tree, alt)
  else if (source !== '') add(tree, 'remote', { what: 'picture', value: source }, alt === '' ? [] : [alt])
}

/** WoltLab keeps what is no HTML as an element with its name and, in base64, a list of its attributes. */
function metacode(tree: Tree, body: string): boolean {
  const [first] = decodedList(attribute(body, 'data-attributes'))
  const name = attribute(body, 'data-name')
  if (first !== undefined && name === 'attach') add(tree, 'upload', { value: first })
  else if (first !== undefined && name === 'media') add(tree, 'remote', { what: 'embedded', value: first })
  return false
}
