import { add, begin, end, isOpen, type Tree } from './tree.ts'

/** What is done with what stands in a line. */
export interface MarksActor {
  readonly tree: Tree
  readonly text: (text: string) => void
  readonly tag: (tag: string) => void
}

/** Each part is bounded, so that a line is read in one pass: an escaped sign, code, a picture, a link, an address, a tag, a mark. */
const part =
  /\\([\\`*_{}[\]()#+\-.!~<>|])|(`{1,3})([^`\n]{1,2000})\2|!\[([^\][\n]{0,400})\]\([ \t]{0,8}<?([^\s()<>]{0,2000})>?(?:[ \t]{1,8}"[^"\n]{0,200}")?[ \t]{0,8}\)|\[([^\][\n]{0,400})\]\([ \t]{0,8}<?([^\s()<>]{1,2000})>?(?:[ \t]{1,8}"[^"\n]{0,200}")?[ \t]{0,8}\)|<((?:https?:\/\/|mailto:)[^\s<>]{1,2000})>|(<\/?[a-z][a-z0-9-]{0,20}(?:\s[^<>\n]{0,500})?\/?>)|(\*{1,3}|~~|_{1,3})/gi

type Mark = readonly ('bold' | 'italic' | 'struck')[]
const marks: Readonly<Record<string, Mark>> = {
  '*': ['italic'],
  _: ['italic'],
  '**': ['bold'],
  __: ['bold'],
  '***': ['bold', 'italic'],
  ___: ['bold', 'italic'],
  '~~': ['struck'],
}

/** Reads a line with Markdown's marks into a tree (CommonMark 0.31, "Inlines", as far as boards use it). */
export function inlineMarks(line: string, actor: MarksActor): void {
  const { tree } = actor
  const openMarks: string[] = []
  let from = 0
  for (const found of line.matchAll(part)) {
    actor.text(line.slice(from, found.index))
    from = found.index + found[0].length
    const [whole, escaped, , code, alt, picture, words, link, address, tag, mark] = found
    if (escaped !== undefined) actor.text(escaped)
    else if (code !== undefined) add(tree, 'typed', {}, [code.trim()])
    else if (picture !== undefined) remote(actor, alt ?? '', picture)
    else if (link !== undefined)
      add(tree, 'link', { value: link }, words === undefined || words === link ? [] : [words])
    else if (address?.startsWith('mailto:')) add(tree, 'email', { value: address.slice(7) })
    else if (address !== undefined) add(tree, 'link', { value: address })
    else if (tag !== undefined) actor.tag(tag)
    else if (mark !== undefined && !marked(actor, openMarks, line, found.index, mark)) actor.text(whole)
  }
  actor.text(line.slice(from))
  for (const mark of openMarks.reverse()) for (const is of [...(marks[mark] ?? [])].reverse()) end(tree, is)
}

function remote({ tree, text }: MarksActor, alt: string, address: string): void {
  if (/^https?:/i.test(address)) add(tree, 'remote', { what: 'picture', value: address }, alt === '' ? [] : [alt])
  else if (/^upload:/i.test(address)) add(tree, 'upload', { value: address }, [alt.split('|', 1)[0] ?? ''])
  else text(alt.split('|', 1)[0] ?? address)
}

/** Begins or ends emphasis; false where the mark is only a sign. */
function marked({ tree }: MarksActor, open: string[], line: string, at: number, mark: string): boolean {
  const before = line[at - 1] ?? ' '
  const after = line[at + mark.length] ?? ' '
  const inWord = mark[0] === '_' && /\w/.test(before) && /\w/.test(after)
  if (inWord) return false
  if (open.at(-1) === mark && /\S/.test(before)) {
    for (const is of [...(marks[mark] ?? [])].reverse()) end(tree, is)
    open.pop()
    return true
  }
  const last = line.lastIndexOf(mark)
  if (/\s/.test(after) || last <= at + mark.length || open.length >= 8 || isOpen(tree, marks[mark]![0]!)) return false
  for (const is of marks[mark] ?? []) begin(tree, is)
  open.push(mark)
  return true
}
