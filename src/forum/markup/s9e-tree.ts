import type { Shown, ShownKind } from '../../model/shown.ts'
import { step } from './bbcode-tree.ts'
import { decodeEntities } from './entities.ts'
import { attribute, scanHtml } from './html.ts'
import { quoteSaid } from './quoted.ts'
import { add, addText, begin, end, finished, openTree, type Said, type Tree } from './tree.ts'

/** Elements of s9e\TextFormatter's XML, which are in capitals; small ones hold the marks as typed. */
const simple: Readonly<Record<string, ShownKind>> = {
  B: 'bold',
  STRONG: 'bold',
  I: 'italic',
  EM: 'italic',
  U: 'underlined',
  S: 'struck',
  DEL: 'struck',
  SUB: 'subscript',
  SUP: 'superscript',
  C: 'typed',
  CODE: 'code',
  COLOR: 'colour',
  SIZE: 'size',
  QUOTE: 'quote',
  LIST: 'list',
  LI: 'item',
  TABLE: 'table',
  TR: 'row',
  TD: 'cell',
  TH: 'cell',
  SPOILER: 'spoiler',
  ISPOILER: 'spoiler',
  CENTER: 'align',
  LEFT: 'align',
  RIGHT: 'align',
  ALIGN: 'align',
  URL: 'link',
  EMAIL: 'email',
  IMG: 'remote',
  FLASH: 'remote',
  YOUTUBE: 'remote',
  MEDIA: 'remote',
  ATTACHMENT: 'upload',
  USERMENTION: 'mention',
  POSTMENTION: 'mention',
  GROUPMENTION: 'mention',
  MENTION: 'mention',
  H1: 'heading',
  H2: 'heading',
  H3: 'heading',
  H4: 'heading',
  H5: 'heading',
  H6: 'heading',
}

/** A text as phpBB 3.2 and Flarum keep it, as a tree. Marks as typed are hidden; an element nobody knows counts for its content. */
export function s9eTree(text: string): readonly Shown[] {
  const tree = openTree()
  let broke = false
  /** Depth inside something whose content only repeats what its attributes say. */
  let inside = ''
  scanHtml(text, {
    text: (source) => {
      const said = broke && source.startsWith('\n') ? source.slice(1) : source
      broke = false
      if (inside === '') addText(tree, decodeEntities(said))
    },
    begun: (name, body) => {
      if (name === 's' || name === 'e' || name === 'i') return true
      if (name === 'br') {
        addText(tree, '\n')
        broke = true
      } else if (name === 'HR') {
        add(tree, 'rule')
        // What was typed for it stands inside.
        if (inside === '' && !body.endsWith('/')) inside = name
      } else if (inside === '') inside = opened(tree, name, body)
      return false
    },
    ended: (name) => {
      if (inside === name) inside = ''
      else if (inside === '' && simple[name] !== undefined) end(tree, simple[name])
    },
    comment: () => undefined,
  })
  return finished(tree)
}

/** Begins an element; names it where it is said already by its attributes. */
function opened(tree: Tree, name: string, body: string): string {
  const is = simple[name]
  if (is === undefined) return ''
  const said = saidBy(name, is, body)
  if (is === 'remote' || is === 'upload' || is === 'mention') {
    if (said.value !== undefined) {
      add(tree, is, said)
      return body.endsWith('/') ? '' : name
    }
  }
  if (body.endsWith('/')) return ''
  begin(tree, is, said)
  return ''
}

function saidBy(name: string, is: ShownKind, body: string): Said {
  const of = (...names: readonly string[]): Said => {
    const value = names.map((each) => attribute(body, each)).find((each) => each !== '')
    return value === undefined ? {} : { value }
  }
  switch (is) {
    case 'quote': {
      const post = attribute(body, 'post_id')
      const time = attribute(body, 'time')
      return quoteSaid(
        attribute(body, 'author'),
        `${post === '' ? '' : `post=${post}`} ${time === '' ? '' : `time=${time}`}`,
      )
    }
    case 'link':
      return of('url')
    case 'email':
      return of('email')
    case 'remote':
      return { what: name === 'IMG' ? 'picture' : 'embedded', ...of('src', 'url', 'content', 'id') }
    case 'upload':
      return of('filename', 'index')
    case 'mention':
      return of('displayname', 'groupname')
    case 'colour':
      return of('color')
    case 'size':
      return { value: String(step(`${attribute(body, 'size')}%`)) }
    case 'spoiler':
      return of('title')
    case 'list':
      return /^(?:decimal|lower|upper|1|a|i)/i.test(attribute(body, 'type')) ? { value: '1' } : {}
    case 'cell':
      return name === 'TH' ? { value: 'head' } : {}
    case 'align':
      return { value: name === 'ALIGN' ? attribute(body, 'align') || 'left' : name.toLowerCase() }
    case 'heading':
      return { value: name.slice(1) }
    default:
      return {}
  }
}
