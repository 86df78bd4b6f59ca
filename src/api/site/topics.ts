import type { Piece, Shown } from '../../model/shown.ts'
import type { Post, Topic } from '../contract.ts'
import { topic as topicOf } from '../queries/forum.ts'
import { topicPage, post as wholePost } from '../queries/posts.ts'
import { author, fromBytes, type Making, padded, pageLinks, put, time, topicFile, uploads } from './frame.ts'
import { type Html, h, nothing } from './html.ts'
import { textHtml, type WhereIs } from './text.ts'
import { editedLater, versionsHtml } from './versions.ts'

/** Every page of one topic. */
export async function writeTopic(making: Making, id: string): Promise<void> {
  const { db, site, asOf } = making
  const n = making.topics.get(id)!
  const head = await topicOf(db, site, id)
  if (head === null) return
  const lens = asOf === null ? {} : { asOf }
  for (let number = 1, pages = 1; number <= pages; number++) {
    making.signal.throwIfAborted()
    const page = await topicPage(db, site, id, { ...lens, number })
    pages = page.pages
    const rows = await Promise.all(page.rows.map((row) => (row.cut ? wholeOf(making, row) : row)))
    const where = await whereabouts(making, rows)
    const links = pageLinks(number, pages, (to) => `${padded(n)}-${to}.html`)
    const posts: Html[] = []
    for (const [i, row] of rows.entries()) {
      const earlier = await versionsHtml(making, row, where)
      posts.push(postHtml(making, row, (number - 1) * page.size + i + 1, where, earlier))
    }
    const gone = page.hidden > 0 ? h`<p class="soft">${page.hidden} later posts are left out.</p>` : nothing
    const body = h`${number === 1 ? topicNotes(making, head) : nothing}${links}${gone}${posts}${links}`
    put(making, topicFile(n, number), head.title, [h`${head.boardName ?? ''}`], body)
  }
}

/** A long text whole, as the post is now; what was not yet so on the day stays undone. */
async function wholeOf(making: Making, row: Post): Promise<Post> {
  const { text, plain, shown, repaired } = await wholePost(making.db, making.site, row.id)
  return { ...row, text, plain, shown, repaired, cut: false }
}

function topicNotes(making: Making, of: Topic): Html {
  const flags = [
    ...(of.kind === 'normal' ? [] : [of.kind]),
    ...(of.locked ? ['locked'] : []),
    ...(of.deleted === null ? [] : [of.deleted === 'soft' ? 'deleted' : 'never approved']),
  ]
  const moved = of.movedTo === null ? undefined : making.topics.get(of.movedTo)
  const poll = of.pollOptions.map((option) => {
    const voters = option.voters.map(
      (voter, i) =>
        h`${i === 0 ? '' : ', '}${voter.id === null ? h`${voter.name ?? 'a guest'}` : author(making, voter)}`,
    )
    return h`<tr><td>${option.label}</td><td class="n">${option.votes ?? '—'}</td><td>${voters}</td></tr>`
  })
  return h`<p class="soft">${flags.join(', ')}${of.deletedAt === null ? '' : ` ${time(of.deletedAt)}`} ${of.deletedBy === null ? '' : author(making, of.deletedBy)}</p>
${moved === undefined ? nothing : h`<p>Moved to <a href="${padded(moved)}-1.html">another topic</a></p>`}
${of.pollTitle === null || of.pollTitle === '' ? nothing : h`<h2>Poll: ${of.pollTitle}</h2><table>${poll}</table>`}
${fromBytes(making, of.source, 'Topic')}`
}

function postHtml(making: Making, of: Post, number: number, where: WhereIs, earlier: Html): Html {
  const { panel, later } = of
  const beside =
    panel === null
      ? []
      : [
          panel.title,
          panel.staff,
          panel.groups.slice(0, 3).join(', '),
          panel.joinedAt === null ? null : `joined ${panel.joinedAt.slice(0, 10)}`,
          panel.posts === null ? null : `${panel.posts} posts`,
        ]
  const flags = [
    ...(of.deleted === null
      ? []
      : [
          `${of.deleted === 'soft' ? 'deleted' : 'never approved'}${of.deletedBy?.name == null ? '' : ` by ${of.deletedBy.name}`}${of.deletedAt === null ? '' : ` ${time(of.deletedAt)}`}${of.deletedReason === null || of.deletedReason === '' ? '' : ` “${of.deletedReason}”`}`,
        ]),
    ...(of.editedAt === null && (of.editCount ?? 0) === 0
      ? []
      : [
          `edited${(of.editCount ?? 0) > 1 ? ` ${of.editCount} times` : ''}${of.editedBy?.name == null ? '' : ` by ${of.editedBy.name}`}${of.editedAt === null ? '' : ` ${time(of.editedAt)}`}`,
        ]),
    ...(later?.edited === true ? [editedLater(later.version)] : []),
    ...(later?.deleted === true ? ['deleted later'] : []),
    ...(of.versions > 0 ? [`${of.versions} earlier versions in the evidence`] : []),
    ...(of.reports > 0 ? [`${of.reports} reports`] : []),
    ...(of.repaired === null ? [] : [`characters repaired for display: ${of.repaired}`]),
  ].map((flag) => h`<span class="tag">${flag}</span> `)
  const text = textHtml(of.shown, where)
  const shown = of.folded
    ? h`<details><summary>${of.size} characters, folded: a term of a loaded list occurs in it</summary>${text}</details>`
    : text
  return h`<article class="post${of.deleted === null ? '' : ' gone'}" id="p${number}"><div class="author"><strong>${author(making, of.author)}</strong>${beside.flatMap((each) => (each === null || each === '' ? [] : [h`<span>${each}</span>`]))}</div><div>
<p class="head">#${number} · ${time(of.at)}${of.ip === null ? '' : h` · <span class="selector">${of.ip}</span>`} · post ${of.id}</p>${flags}
${of.subject === null || of.subject === '' ? nothing : h`<p class="soft">${of.subject}</p>`}${shown}${uploads(of.attachments)}${fromBytes(making, of.source, `Post ${of.id}`)}${earlier}</div></article>
`
}

/** Where the posts that are quoted on a page stand in the export. */
async function whereabouts(making: Making, rows: readonly Post[]): Promise<WhereIs> {
  const wanted = [...new Set(rows.flatMap((row) => quoted(row.shown)))]
  if (wanted.length === 0) return () => null
  const found = await making.db.query<{ id: string; topic: string; before: number }>(
    `SELECT q.id, q.topic, (SELECT count(*)::int FROM forum.post p WHERE p.site = q.site AND p.topic = q.topic
        AND ($3::timestamptz IS NULL OR p.at IS NULL OR p.at <= $3::timestamptz)
        AND (coalesce(p.at, '-infinity'), length(p.id), p.id) < (coalesce(q.at, '-infinity'), length(q.id), q.id)) AS before
       FROM forum.post q WHERE q.site = $1 AND q.id = ANY ($2) AND q.topic IS NOT NULL AND ($3::timestamptz IS NULL OR q.at IS NULL OR q.at <= $3::timestamptz)`,
    [making.site, wanted, making.asOf],
  )
  const places = new Map(found.rows.map((row) => [row.id, row]))
  return (post) => {
    const place = places.get(post)
    const n = place === undefined ? undefined : making.topics.get(place.topic)
    if (place === undefined || n === undefined) return null
    return `${padded(n)}-${Math.floor(place.before / 25) + 1}.html#p${place.before + 1}`
  }
}

function quoted(shown: readonly Shown[]): readonly string[] {
  return shown.flatMap((each) => (typeof each === 'string' ? [] : [...ownPost(each), ...quoted(each.of)]))
}

function ownPost(of: Piece): readonly string[] {
  return of.is === 'quote' && of.post !== undefined ? [of.post] : []
}
