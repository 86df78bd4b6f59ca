/**
 * The little of YAML 1.1 in which Ruby's Psych writes a hash of lists (Discourse, post_revisions.modifications): keys at the
 * margin, below each a list of scalars: plain, quoted or block ones, with anchors. Anything else in it is skipped.
 */

/** A list's values; null for those that are no text: nothing, or a list within the list. */
export type Values = readonly (string | null)[]

const key = /^(?::|")?([A-Za-z_]\w{0,60})"?:[ \t]*(.*)$/
const entry = /^( {0,8})-(?: (.*))?$/

/** The lists of a document by their keys; null where it is not such a hash. */
export function listsOf(yaml: string): ReadonlyMap<string, Values> | null {
  const lines = yaml.replace(/\n$/, '').split('\n')
  const found = new Map<string, (string | null)[]>()
  const anchors = new Map<string, string | null>()
  let list: (string | null)[] | null = null
  for (let at = 0; at < lines.length; ) {
    const line = lines[at]!
    const item = list === null ? null : entry.exec(line)
    if (list !== null && item) {
      const indent = item[1]!.length + 1
      let end = at + 1
      while (end < lines.length && (lines[end] === '' || lines[end]!.startsWith(' '.repeat(indent)))) end += 1
      list.push(scalar(item[2] ?? '', lines.slice(at + 1, end), indent - 1, anchors))
      at = end
      continue
    }
    const named = key.exec(line)
    if (named) {
      list = []
      found.set(named[1]!, list)
    }
    at += 1
  }
  return found.size === 0 ? null : found
}

function scalar(
  first: string,
  rest: readonly string[],
  indent: number,
  anchors: Map<string, string | null>,
): string | null {
  const alias = /^\*(\w+)\s*$/.exec(first)
  if (alias) return anchors.get(alias[1]!) ?? null
  const anchor = /^&(\w+)\s+/.exec(first)
  const head = first.slice(anchor?.[0].length ?? 0).replace(/^!(?:!?\w|::)*\s+/, '')
  const value = valueIn(head, rest, indent)
  if (anchor) anchors.set(anchor[1]!, value)
  return value
}

function valueIn(head: string, rest: readonly string[], indent: number): string | null {
  const block = /^([|>])([1-9])?([+-])?([1-9])?\s*$/.exec(head)
  if (block) return blockOf(rest, block[1]!, block[3] ?? '', Number(block[2] ?? block[4] ?? 0), indent)
  if (head.startsWith("'")) return single([head, ...rest])
  if (head.startsWith('"')) return double([head, ...rest])
  if (head.startsWith('- ') || head === '-' || /^[[{]/.test(head)) return null
  const plain = folded([head, ...rest.map((line) => line.trim())])
  return plain === '' || plain === '~' || plain === 'null' ? null : plain
}

/** A literal or folded block (YAML 1.1, 9.1.3 and 9.2). */
function blockOf(lines: readonly string[], style: string, chomp: string, stated: number, indent: number): string {
  const first = lines.find((line) => line.trim() !== '') ?? ''
  const width = stated > 0 ? indent + stated : (/^ */.exec(first)?.[0].length ?? 0)
  const texts = lines.map((line) => line.slice(width))
  while (chomp !== '+' && texts.length > 0 && texts[texts.length - 1] === '') texts.pop()
  const body = style === '|' ? texts.join('\n') : folded(texts)
  return chomp === '-' || texts.length === 0 ? body : `${body}\n`
}

/** A line break is a space, and each empty line a line break. */
function folded(lines: readonly string[]): string {
  let text = ''
  let empty = 0
  for (const [i, line] of lines.entries()) {
    if (i > 0 && line === '') empty += 1
    else {
      text += i === 0 ? '' : empty > 0 ? '\n'.repeat(empty) : ' '
      text += line
      empty = 0
    }
  }
  return text
}

function single(lines: readonly string[]): string {
  const text = folded(lines.map((line, i) => (i === 0 ? line : line.trim())))
  let end = 1
  while (end < text.length && (text[end] !== "'" || text[end + 1] === "'")) end += text[end] === "'" ? 2 : 1
  return text.slice(1, end).replaceAll("''", "'")
}

const escapes: Readonly<Record<string, string>> = {
  ...{ n: '\n', t: '\t', r: '\r', '0': '\u2400', a: '\x07', b: '\b', e: '\x1b', f: '\f', v: '\v' },
  ...{ N: '\x85', _: '\xa0', L: '\u2028', P: '\u2029' },
}

function double(lines: readonly string[]): string {
  // A line that ends with an odd number of backslashes goes on without a space.
  let text = ''
  let empty = 0
  let joined = true
  for (const [i, line] of lines.entries()) {
    const part = i === 0 ? line : line.trimStart()
    const open = /(?:^|[^\\])(?:\\\\)*\\$/.test(part)
    if (i > 0 && part === '') empty += 1
    else {
      text += joined ? '' : empty > 0 ? '\n'.repeat(empty) : ' '
      text += open ? part.slice(0, -1) : part
      empty = 0
      joined = open
    }
  }
  let end = 1
  while (end < text.length && text[end] !== '"') end += text[end] === '\\' ? 2 : 1
  return text
    .slice(1, end)
    .replace(
      /\\(?:x([0-9a-fA-F]{2})|u([0-9a-fA-F]{4})|U([0-9a-fA-F]{8})|([\s\S]))/g,
      (_, x: string | undefined, u: string | undefined, long: string | undefined, one: string | undefined) => {
        const code = Number.parseInt(x ?? u ?? long ?? '0', 16)
        return one !== undefined ? (escapes[one] ?? one) : code <= 0x10ffff ? String.fromCodePoint(code) : '\ufffd'
      },
    )
}
