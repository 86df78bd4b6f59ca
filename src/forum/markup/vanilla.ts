import { bbcodePlain, type Dialect } from './bbcode.ts'
import { htmlPlain } from './html.ts'
import type { Markup } from './index.ts'
import { markdownPlain } from './markdown.ts'

const tags = new Set(
  'b i u s sub sup color size font align left center right url email img youtube list * li quote code spoiler user attachment table tr td th'.split(
    ' ',
  ),
)

/** `Rita;12`: who said it, and where. */
export const vanilla: Dialect = { tags, uid: null, html: false, author: (value) => value.split(/[;,]/, 1)[0] ?? '' }

const deepest = 40

/** Vanilla: each text says in a column how it is written (library/core/class.format.php, `Format::to`). */
export const vanillaMarkup: Markup = (text, format) => {
  switch ((format ?? 'html').toLowerCase()) {
    case 'bbcode':
      return bbcodePlain(text, vanilla)
    case 'markdown':
      return markdownPlain(text)
    case 'rich':
    case 'rich2':
      return richPlain(text)
    case 'text':
    case 'textex':
    case 'display':
      return text
    case 'html':
      return htmlPlain(text, { newlines: true })
    default:
      return htmlPlain(text)
  }
}

/** Rich text is JSON: a list of insertions (Quill's deltas), or since 2023 a tree of nodes. */
function richPlain(text: string): string {
  try {
    const found: unknown = JSON.parse(text)
    return Array.isArray(found)
      ? found
          .map((node) => nodePlain(node, 0))
          .join('')
          .trim()
      : text
  } catch {
    return text
  }
}

const lines = /^(?:p|h[1-6]|li|lic|blockquote(?:-line)?|code_block|code_line|spoiler-line|tr|legacy_emoji_image_line)$/

function nodePlain(value: unknown, depth: number): string {
  if (value === null || typeof value !== 'object' || depth > deepest) return ''
  const node = value as Readonly<Record<string, unknown>>
  if (typeof node.text === 'string') return node.text
  if (typeof node.insert === 'string')
    return linked(node.insert, (node.attributes as { link?: unknown } | undefined)?.link)
  if (node.insert !== undefined) return insertion(node.insert)
  const children = Array.isArray(node.children)
    ? node.children.map((child) => nodePlain(child, depth + 1)).join('')
    : ''
  if (node.type === 'a') return linked(children, node.url)
  if (node.type === '@') return `@${String(node.name ?? '')}`
  if (node.type === 'rich_embed_card' || node.type === 'rich_embed_inline') return `${String(node.url ?? '')}\n`
  return lines.test(String(node.type)) && !children.endsWith('\n') ? `${children}\n` : children
}

function linked(words: string, address: unknown): string {
  if (typeof address !== 'string' || address === '') return words
  return words.trim() === address ? words : `${words} <${address}>`
}

/** What a delta inserts that is no text: a mention, an emoji, something from elsewhere. */
function insertion(value: unknown): string {
  if (value === null || typeof value !== 'object') return ''
  const found = value as Readonly<Record<string, Readonly<Record<string, unknown>> | undefined>>
  const mention = found.mention?.name
  if (typeof mention === 'string') return `@${mention}`
  const emoji = found.emoji?.emojiChar
  if (typeof emoji === 'string') return emoji
  const data = found['embed-external']?.data as Readonly<Record<string, unknown>> | undefined
  const quoted = (data?.insertUser as { name?: unknown } | undefined)?.name
  if (typeof quoted === 'string')
    return `${quoted} wrote:\n> ${vanillaMarkup(String(data?.bodyRaw ?? ''), String(data?.format ?? 'text')).replaceAll('\n', '\n> ')}\n`
  return typeof data?.url === 'string' ? `${data.url}\n` : ''
}
