import { decodeEntities } from './entities.ts'

/** Longer than any line a person wrote: what is longer is shown as it is. */
const longestLine = 20_000

const image = /!\[([^\][\n]{0,400})\]\([ \t]{0,8}<?([^\s()<>]{0,2000})>?(?:[ \t]{1,8}"[^"\n]{0,200}")?[ \t]{0,8}\)/g
const link = /\[([^\][\n]{0,400})\]\([ \t]{0,8}<?([^\s()<>]{1,2000})>?(?:[ \t]{1,8}"[^"\n]{0,200}")?[ \t]{0,8}\)/g
const automatic = /<((?:https?:\/\/|mailto:)[^\s<>]{1,2000})>/g
const strong = /(\*{1,3}|~~)(?=[^\s*~])([^*~\n]{1,2000}?)(?<=\S)\1/g
const underlined = /(?<![\w_])(_{1,3})(?=[^\s_])([^_\n]{1,2000}?)(?<=\S)\1(?![\w_])/g
const tag = /<\/?[a-z][a-z0-9-]{0,20}(?:\s[^<>\n]{0,500})?\/?>/gi

/**
 * Markdown as a person reads it: marks of emphasis go, links say their words and then their address, quotes keep the marks at
 * the beginning of their lines. Source: CommonMark 0.31, as far as boards use it; `[quote="Rita, post:1"]` is Discourse's.
 */
export function markdownPlain(text: string): string {
  const out: string[] = []
  let fence: string | null = null
  let quotes = 0
  for (const line of text.split(/\r?\n/)) {
    const mark = /^\s{0,3}(`{3,}|~{3,})/.exec(line)?.[1]
    if (mark !== undefined && (fence === null || mark.startsWith(fence))) {
      fence = fence === null ? mark : null
      continue
    }
    const opened = /^\s*\[quote(?:=["“”]?([^"“”\]\n]{0,300})["“”]?)?\]\s*$/i.exec(line)
    if (fence === null && opened !== null) {
      const author = (opened[1] ?? '').replace(/,\s*(?:post|topic|full|username)\s*:.*$/i, '').trim()
      if (author !== '') out.push(`${'> '.repeat(Math.min(quotes, 8))}${author} wrote:`)
      quotes += 1
      continue
    }
    if (fence === null && quotes > 0 && /^\s*\[\/quote\]\s*$/i.test(line)) {
      quotes -= 1
      continue
    }
    out.push('> '.repeat(Math.min(quotes, 8)) + (fence === null ? lineOf(line) : line))
  }
  return out.join('\n').replace(/^\n+|\n+$/g, '')
}

function lineOf(line: string): string {
  if (line.length > longestLine || !/[*_~`[\]<>&\\#!]/.test(line)) return line
  return line
    .split(/(`[^`\n]{1,2000}`)/)
    .map((part) => (part.length > 2 && part.startsWith('`') && part.endsWith('`') ? part.slice(1, -1) : inline(part)))
    .join('')
}

/** Characters that a backslash takes the meaning from stand aside while marks are read. */
const escaped = /\\([\\`*_{}[\]()#+\-.!~<>|])/g

function inline(part: string): string {
  const kept: string[] = []
  const aside = part.replace(escaped, (_, char: string) => `\u0000${kept.push(char) - 1}\u0000`)
  const read = decodeEntities(
    aside
      .replace(image, (_, alt: string, url: string) => (/^https?:/i.test(url) ? url : alt.split('|', 1)[0] || url))
      .replace(link, (_, words: string, url: string) =>
        // An address in angle brackets would be taken for a link or a tag once more.
        same(words, url) ? url : `${words} \u0000${kept.push(`<${decodeEntities(url)}>`) - 1}\u0000`,
      )
      .replace(automatic, '\u0001$1\u0002')
      .replace(/^(\s{0,3}(?:>\s?)*)#{1,6}\s+/, '$1')
      .replace(strong, '$2')
      .replace(strong, '$2')
      .replace(underlined, '$2')
      .replace(/<br\s*\/?>/gi, '\n')
      .replace(tag, ''),
  )
  return read.replace(/[\u0001\u0002]/g, '').replace(/\u0000(\d+)\u0000/g, (_, n: string) => kept[Number(n)] ?? '')
}

function same(words: string, url: string): boolean {
  const bare = (text: string): string => text.replace(/^(?:[a-z]{3,9}:\/\/|mailto:)/i, '').replace(/\/$/, '')
  return bare(words) === bare(url)
}
