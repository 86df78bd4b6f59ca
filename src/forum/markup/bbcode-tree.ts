import type { Shown, ShownKind } from '../../model/shown.ts'
import { type Dialect, scanBbcode } from './bbcode.ts'
import { htmlAttribute } from './links.ts'
import { quoteSaid } from './quoted.ts'
import { add, addText, begin, end, finished, openTree, type Said, type Tree } from './tree.ts'

type Making = readonly [is: ShownKind, said: Said]

/** Tags with one meaning on all boards. */
const simple: Readonly<Record<string, Making>> = {
  b: ['bold', {}],
  strong: ['bold', {}],
  i: ['italic', {}],
  em: ['italic', {}],
  u: ['underlined', {}],
  ins: ['underlined', {}],
  s: ['struck', {}],
  del: ['struck', {}],
  strike: ['struck', {}],
  sub: ['subscript', {}],
  sup: ['superscript', {}],
  tt: ['typed', {}],
  icode: ['typed', {}],
  code: ['code', {}],
  php: ['code', {}],
  html: ['code', {}],
  xml: ['code', {}],
  sql: ['code', {}],
  css: ['code', {}],
  js: ['code', {}],
  codebox: ['code', {}],
  pre: ['code', {}],
  left: ['align', { value: 'left' }],
  center: ['align', { value: 'center' }],
  centre: ['align', { value: 'center' }],
  right: ['align', { value: 'right' }],
  justify: ['align', { value: 'justify' }],
  indent: ['paragraph', { value: 'indent' }],
  h: ['heading', { value: '3' }],
  table: ['table', {}],
  tr: ['row', {}],
  td: ['cell', {}],
  th: ['cell', { value: 'head' }],
  li: ['item', {}],
  '*': ['item', {}],
  img: ['remote', { what: 'picture' }],
  video: ['remote', { what: 'video' }],
  youtube: ['remote', { what: 'video' }],
  flash: ['remote', { what: 'embedded' }],
  media: ['remote', { what: 'embedded' }],
  embed: ['remote', { what: 'embedded' }],
  sharedmedia: ['remote', { what: 'embedded' }],
  attachment: ['upload', {}],
  attach: ['upload', {}],
}

/** Colours that are tags by themselves at Simple Machines. */
const colours = /^(?:black|blue|green|red|white)$/
const sizeNames = ['xx-small', 'x-small', 'small', 'medium', 'large', 'x-large', 'xx-large']

/** A text with BBCode as a tree; in one pass, whatever its nesting. */
export function bbcodeTree(text: string, dialect: Dialect): readonly Shown[] {
  const tree = openTree()
  scanBbcode(text, dialect, {
    text: (said) => addText(tree, said.replaceAll('\u00a0', ' ')),
    tag: (name, value) => act(tree, dialect, name, value),
    element: (tag) => element(tree, tag),
  })
  return finished(tree)
}

function act(tree: Tree, dialect: Dialect, name: string, value: string): void {
  if (name.startsWith('/')) {
    const ended = kindOf(name.slice(1))
    if (ended !== null) end(tree, ended)
    return
  }
  if (dialect.lone?.has(name)) {
    add(tree, 'upload', { value })
    return
  }
  const made = making(dialect, name, value)
  if (made === null) return
  if (name === '*' || name === 'li') begin(tree, 'item')
  else if (made[0] === 'rule') add(tree, 'rule')
  else begin(tree, made[0], made[1])
}

/** What a tag makes; null for one that is shown by what is in it alone. */
function making(dialect: Dialect, name: string, value: string): Making | null {
  if (name === 'quote') return ['quote', quoteSaid(dialect.author?.(value) ?? value, value)]
  if (name === 'list') return ['list', value === '' || /^(?:circle|disc|square)$/i.test(value) ? {} : { value: '1' }]
  if (name === 'url' || name === 'iurl' || name === 'ftp') return ['link', value === '' ? {} : { value }]
  if (name === 'email') return ['email', value === '' ? {} : { value }]
  if (name === 'color' || name === 'colour') return ['colour', { value }]
  if (colours.test(name)) return ['colour', { value: name }]
  if (name === 'size') return ['size', { value: String(step(value)) }]
  if (name === 'align')
    return ['align', { value: /^(?:left|center|right|justify)$/i.exec(value)?.[0].toLowerCase() ?? 'left' }]
  if (name === 'spoiler' || name === 'ispoiler') return ['spoiler', value === '' ? {} : { value }]
  if (name === 'heading') return ['heading', { value: '3' }]
  if (name === 'hr') return ['rule', {}]
  if (name === 'user' || name === 'mention' || name === 'member') return ['mention', {}]
  const found = simple[name]
  if (found?.[0] === 'upload' && value !== '' && !/full|config|type/i.test(value))
    return ['upload', { value: value.split(':').pop() ?? value }]
  return found ?? null
}

function kindOf(name: string): ShownKind | null {
  return making({ tags: null, uid: null, html: false }, name, '')?.[0] ?? null
}

/** From 1 to 7: as boards say it in steps, points, pixels or per cent. */
export function step(value: string): number {
  const name = sizeNames.indexOf(value.trim().toLowerCase())
  if (name !== -1) return name + 1
  const size = Number(/\d{1,4}/.exec(value)?.[0] ?? 3)
  if (/%/.test(value) || size > 40) return Math.max(1, Math.min(7, Math.round(size / 45) + 1))
  if (/p[xt]/i.test(value) || size > 7) return Math.max(1, Math.min(7, Math.round((size - 6) / 3)))
  return Math.max(1, size)
}

function element(tree: Tree, tag: string): boolean {
  if (/^br\b/i.test(tag)) {
    addText(tree, '\n')
    return true
  }
  if (/^a\s/i.test(tag)) {
    const address = htmlAttribute(tag, 'href').replace(/^mailto:/i, '')
    begin(tree, 'link', { value: address })
  } else if (/^\/a$/i.test(tag)) end(tree, 'link')
  else if (/^img\s/i.test(tag)) image(tree, tag)
  return false
}

function image(tree: Tree, tag: string): void {
  const alt = htmlAttribute(tag, 'alt')
  const source = htmlAttribute(tag, 'src')
  // A smile is a picture of the board's own; what it means stands beside it.
  if (alt !== '' && !/^https?:/i.test(source)) addText(tree, alt)
  else if (source !== '') add(tree, 'remote', { what: 'picture', value: source }, alt === '' ? [] : [alt])
}
