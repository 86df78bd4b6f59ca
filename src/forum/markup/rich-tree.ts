import type { Shown, ShownKind } from '../../model/shown.ts'
import { add, addText, begin, end, finished, openTree, type Tree } from './tree.ts'

const deepest = 40
type Node = Readonly<Record<string, unknown>>

const kinds: Readonly<Record<string, ShownKind>> = {
  blockquote: 'quote',
  code_block: 'code',
  spoiler: 'spoiler',
  ul: 'list',
  ol: 'list',
  li: 'item',
  table: 'table',
  tr: 'row',
  td: 'cell',
  th: 'cell',
  h2: 'heading',
  h3: 'heading',
  h4: 'heading',
  h5: 'heading',
}
const lines = /^(?:p|lic|blockquote-line|code_line|spoiler-line|legacy_emoji_image_line)$/

/** Vanilla's rich text (Quill's deltas, or since 2023 a tree of nodes) as a tree; null where the text is no such JSON. */
export function richTree(text: string): readonly Shown[] | null {
  try {
    const found: unknown = JSON.parse(text)
    if (!Array.isArray(found)) return null
    const tree = openTree()
    for (const node of found) put(tree, node, 0)
    return finished(tree)
  } catch {
    return null
  }
}

function put(tree: Tree, value: unknown, depth: number): void {
  if (value === null || typeof value !== 'object' || depth > deepest) return
  const node = value as Node
  if (typeof node.text === 'string') {
    marked(tree, node, node.text)
    return
  }
  if (typeof node.insert === 'string') {
    marked(tree, (node.attributes ?? {}) as Node, node.insert)
    return
  }
  if (node.insert !== undefined && node.insert !== null) {
    inserted(tree, node.insert as Node)
    return
  }
  const type = String(node.type)
  if (type === '@') {
    add(tree, 'mention', { value: String(node.name ?? '') })
    return
  }
  if (/^rich_embed/.test(type)) {
    add(tree, 'remote', { what: 'embedded', value: String(node.url ?? '') })
    return
  }
  const link = type === 'a' && typeof node.url === 'string'
  const is = kinds[type]
  if (link) begin(tree, 'link', { value: String(node.url) })
  else if (is !== undefined) begin(tree, is, type === 'ol' ? { value: '1' } : {})
  if (Array.isArray(node.children)) for (const child of node.children) put(tree, child, depth + 1)
  if (link) end(tree, 'link')
  else if (is !== undefined) end(tree, is)
  else if (lines.test(type)) addText(tree, '\n')
}

/** Text with its own form: bold, italic, struck, a link. */
function marked(tree: Tree, form: Node, text: string): void {
  const on: ShownKind[] = []
  if (form.bold === true) on.push('bold')
  if (form.italic === true) on.push('italic')
  if (form.strike === true || form.strikethrough === true) on.push('struck')
  if (form.code === true) on.push('typed')
  for (const is of on) begin(tree, is)
  const link = typeof form.link === 'string' && form.link !== ''
  if (link) begin(tree, 'link', { value: String(form.link) })
  addText(tree, text)
  if (link) end(tree, 'link')
  for (const is of on.reverse()) end(tree, is)
}

/** What a delta inserts that is no text: a mention, an emoji, something quoted or from elsewhere. */
function inserted(tree: Tree, node: Node): void {
  const of = (name: string): Node => (node[name] ?? {}) as Node
  if (typeof of('mention').name === 'string') {
    add(tree, 'mention', { value: String(of('mention').name) })
    return
  }
  if (typeof of('emoji').emojiChar === 'string') {
    addText(tree, String(of('emoji').emojiChar))
    return
  }
  const data = (of('embed-external').data ?? {}) as Node
  const quoted = (data.insertUser as Node | undefined)?.name
  if (typeof quoted === 'string') {
    const post = data.recordType === 'comment' && data.recordID !== undefined ? { post: String(data.recordID) } : {}
    begin(tree, 'quote', { author: quoted, ...post })
    addText(tree, typeof data.bodyRaw === 'string' ? data.bodyRaw : '')
    end(tree, 'quote')
  } else if (typeof data.url === 'string') add(tree, 'remote', { what: 'embedded', value: data.url })
}
