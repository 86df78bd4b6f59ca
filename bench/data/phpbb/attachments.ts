/** The attachment table: posts' and messages' files by time, and a few that were uploaded and never used. */
import { flag } from '../plan-posts.ts'
import { hashBelow, hex, purpose, stream } from '../random.ts'
import { seizedAt } from '../sizes.ts'
import type { Value } from '../sql/dump.ts'
import type { Story } from '../story.ts'
import { fileNames } from '../texts.ts'

const key = purpose('attachment-row')
const mimeTypes: { readonly [extension: string]: string } = {
  jpg: 'image/jpeg',
  png: 'image/png',
  pdf: 'application/pdf',
  zip: 'application/zip',
}

export interface AttachmentCounts {
  posts: number
  messages: number
  orphans: number
  bytes: number
}

/** Rows of `phpbb_attachments`; `counts` is filled as they go by. */
export function* attachments(story: Story, counts: AttachmentCounts): Generator<readonly Value[]> {
  const plan = story.posts[1]
  const mail = story.messages
  let id = 0
  function row(k: number, name: string, of: 'post' | 'message' | 'orphan'): readonly Value[] {
    const rng = stream(story.seed, key, ++id)
    const message = of === 'message'
    const user = message ? mail.accounts[mail.from[k]!]!.userId : plan.accounts[plan.authors[k]!]!.userId
    const time = Math.min(seizedAt - 60, (message ? mail.times[k]! : plan.times[k]!) - 5 - rng.below(300))
    const extension = name.slice(name.lastIndexOf('.') + 1).toLowerCase()
    const size = 2_000 + rng.below(extension === 'zip' ? 4_000_000 : 900_000)
    counts[of === 'post' ? 'posts' : message ? 'messages' : 'orphans']++
    counts.bytes += size
    const comment = rng.chance(0.1) ? 'see the arrow' : ''
    const owner = of === 'orphan' ? 0 : message ? k + 1 : plan.ids[k]!
    return [
      id,
      owner,
      of === 'post' ? plan.topics[k]! + 1 : 0,
      message ? 1 : 0,
      user,
      of === 'orphan' ? 1 : 0,
      `${user}_${hex(rng, 32)}`,
      name,
      of === 'orphan' ? 0 : rng.below(60),
      comment,
      extension,
      mimeTypes[extension] ?? 'application/octet-stream',
      size,
      time,
      size > 12_000 && extension !== 'pdf' && extension !== 'zip' ? 1 : 0,
    ]
  }
  for (let k = 0, m = 0; k < plan.count || m < mail.count; ) {
    const message = m < mail.count && (k >= plan.count || mail.times[m]! <= plan.times[k]!)
    const at = message ? m++ : k++
    const bits = message ? mail.flags[at]! : plan.flags[at]!
    if (bits & flag.attached)
      for (const name of fileNames(story, message ? 'message' : 'post', at))
        yield row(at, name, message ? 'message' : 'post')
    else if (!message && hashBelow(story.seed, key + 1, at, 900) === 0) yield row(at, `unused_${at}.jpg`, 'orphan')
  }
}
