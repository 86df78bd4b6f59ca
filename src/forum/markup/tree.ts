import type { Piece, Shown, ShownKind } from '../../model/shown.ts'
import { textOf } from '../../model/shown.ts'
import { selectorsIn } from './selectors.ts'

/** What a piece says besides what is inside it. */
export type Said = Omit<Piece, 'is' | 'of'>

interface Open {
  readonly is: ShownKind
  readonly said: Said
  readonly of: Shown[]
}

/** A tree while it is built: the pieces that are open, outermost first. */
export interface Tree {
  readonly stack: Open[]
  /** Pieces that are nested too deep to be shown as such, by kind: so that their ends are not taken for others'. */
  readonly over: Map<ShownKind, number>
  pieces: number
}

/** Deeper than any person nests; what is deeper is shown without its form. */
const deepest = 24
/** More pieces than any post has; what comes after is shown as text. */
const most = 40_000

/** What misnested tags begin again: `[b][i]..[/b]..[/i]` is bold and italic, then italic. */
const formats: ReadonlySet<ShownKind> = new Set([
  'bold',
  'italic',
  'underlined',
  'struck',
  'subscript',
  'superscript',
  'colour',
  'size',
])
/** What stands on lines of its own. */
const blocks: ReadonlySet<ShownKind> = new Set([
  'quote',
  'list',
  'table',
  'code',
  'heading',
  'paragraph',
  'align',
  'spoiler',
])
/** Where an address is no selector of its own. */
const verbatim: ReadonlySet<ShownKind> = new Set(['link', 'email', 'remote', 'upload', 'mention', 'code', 'typed'])
/** An end inside these does not end what began outside. */
const walls: ReadonlySet<ShownKind> = new Set(['quote', 'cell', 'item', 'spoiler', 'code', 'table', 'list'])
/** A new one ends the one before it, within the nearest of these. */
const within: Readonly<Partial<Record<ShownKind, ReadonlySet<ShownKind>>>> = {
  item: new Set<ShownKind>(['list', 'quote', 'cell', 'spoiler']),
  row: new Set<ShownKind>(['table', 'quote', 'spoiler']),
  cell: new Set<ShownKind>(['row', 'table', 'quote', 'spoiler']),
}

/** An empty tree. */
export function openTree(): Tree {
  return { stack: [{ is: 'paragraph', said: {}, of: [] }], over: new Map(), pieces: 0 }
}

/** Adds text as it is; addresses in it are found. */
export function addText(tree: Tree, given: string): void {
  if (given === '') return
  const top = tree.stack.at(-1)!
  // The new line after a block is made by its form already.
  const before = top.of.at(-1)
  const text = typeof before === 'object' && blocks.has(before.is) ? given.replace(/^[ \t]*\r?\n/, '') : given
  if (text === '') return
  const found = verbatim.has(top.is) ? [text] : selectorsIn(text)
  for (const each of found) {
    const last = top.of.length - 1
    if (typeof each === 'string' && typeof top.of[last] === 'string') top.of[last] = (top.of[last] as string) + each
    else top.of.push(each)
  }
}

/** Begins a piece. */
export function begin(tree: Tree, is: ShownKind, said: Said = {}): void {
  const limit = within[is]
  if (limit !== undefined) endBefore(tree, is, limit)
  if (tree.stack.length >= deepest || tree.pieces >= most) {
    tree.over.set(is, (tree.over.get(is) ?? 0) + 1)
    return
  }
  tree.pieces += 1
  tree.stack.push({ is, said, of: [] })
}

/** Ends the innermost piece of a kind; false where none is open. */
export function end(tree: Tree, is: ShownKind): boolean {
  const over = tree.over.get(is) ?? 0
  if (over > 0) {
    tree.over.set(is, over - 1)
    return true
  }
  let at = tree.stack.length - 1
  while (at > 0 && tree.stack[at]!.is !== is) {
    if (formats.has(is) && walls.has(tree.stack[at]!.is)) return false
    at -= 1
  }
  if (at <= 0) return false
  const again = tree.stack.slice(at + 1).filter((open) => formats.has(open.is))
  while (tree.stack.length > at) close(tree)
  if (!walls.has(is)) for (const open of again) begin(tree, open.is, open.said)
  return true
}

/** True while a piece of this kind is open. */
export function isOpen(tree: Tree, is: ShownKind): boolean {
  return tree.stack.some((open) => open.is === is)
}

/** Adds a piece that has nothing inside. */
export function add(tree: Tree, is: ShownKind, said: Said = {}, of: readonly Shown[] = []): void {
  tree.pieces += 1
  tree.stack.at(-1)!.of.push({ is, of, ...said })
}

/** Ends everything and gives what was built. */
export function finished(tree: Tree): readonly Shown[] {
  while (tree.stack.length > 1) close(tree)
  return trimmed(tree.stack[0]!.of)
}

function endBefore(tree: Tree, is: ShownKind, limit: ReadonlySet<ShownKind>): void {
  for (let at = tree.stack.length - 1; at > 0 && !limit.has(tree.stack[at]!.is); at--)
    if (tree.stack[at]!.is === is) {
      while (tree.stack.length > at) close(tree)
      return
    }
}

/** Takes the innermost piece off the stack and puts it where it belongs; an empty form leaves nothing. */
function close(tree: Tree): void {
  const { is, said, of } = tree.stack.pop()!
  const into = tree.stack.at(-1)!.of
  if (of.length === 0 && (formats.has(is) || is === 'paragraph')) return
  const block = walls.has(is) || is === 'heading' || is === 'paragraph' || is === 'row'
  const inner = block && is !== 'code' ? trimmed(of) : of
  const { value = '' } = said
  if (is === 'link' || is === 'email' || is === 'remote' || is === 'upload' || is === 'mention') {
    // The address stands between the tags where the tag does not say it.
    const words = textOf(inner).trim()
    const address = value === '' ? words.slice(0, 4096) : value
    if (address === '' && inner.length === 0) return
    into.push({ is, ...said, value: address, of: value === '' || words === value ? [] : inner })
    return
  }
  const before = into.at(-1)
  if (blocks.has(is) && typeof before === 'string') into[into.length - 1] = before.replace(/\r?\n[ \t]*$/, '')
  if (into.at(-1) === '') into.pop()
  into.push({ is, ...said, of: inner })
}

/** Without the new lines at either end, which the form of a block makes already. */
function trimmed(of: readonly Shown[]): readonly Shown[] {
  const out = [...of]
  for (let first = out[0]; typeof first === 'string'; first = out[0]) {
    const rest = first.replace(/^[ \t]*(?:\r?\n)+/, '')
    if (rest !== '') {
      out[0] = rest
      break
    }
    out.shift()
  }
  for (let last = out.at(-1); typeof last === 'string'; last = out.at(-1)) {
    const rest = last.trimEnd()
    if (rest !== '') {
      out[out.length - 1] = rest
      break
    }
    out.pop()
  }
  return out
}
