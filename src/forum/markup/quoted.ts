import type { Said } from './tree.ts'

/** How boards name the post that is quoted: by key, at the end of an address, or after the name. */
const posts = [
  /\bpid=['"]?(\d{1,12})/i,
  /\bpost(?:_?id)?\s*[:=]\s*['"]?(\d{1,12})/i,
  /\bmsg=?(\d{1,12})/i,
  /;n?(\d{1,12})\s*$/,
  /#(?:post-?|p|pid|entry|comment)(\d{1,12})\b/i,
]
const time = /\b(?:dateline|date|time|timestamp)\s*[:=]\s*['"]?(\d{9,11})\b/i

/** What the tag of a quote says: who, which post, when. */
export function quoteSaid(author: string, value: string): Said {
  // Short, so that a tag full of blanks costs nothing.
  const short = value.slice(0, 1000)
  const post = posts.map((each) => each.exec(short)?.[1]).find((each) => each !== undefined)
  const at = time.exec(short)?.[1]
  return {
    ...(author === '' ? {} : { author: author.slice(0, 300) }),
    ...(post === undefined ? {} : { post }),
    ...(at === undefined ? {} : { at }),
  }
}
