import type { PostVersion } from '../contract.ts'
import { versionsOf } from '../queries/versions.ts'
import { author, fromBytes, type Making, time } from './frame.ts'
import { type Html, h, nothing } from './html.ts'
import { textHtml, type WhereIs } from './text.ts'

/**
 * The versions of a post or message that it does not show now, folded; of a board as of a day, those that had been written
 * by then.
 */
export async function versionsHtml(
  making: Making,
  of: { readonly id: string; readonly versions: number },
  where: WhereIs,
  place: 'post' | 'message' = 'post',
): Promise<Html> {
  if (of.versions === 0) return nothing
  const all = await versionsOf(making.db, making.site, of.id, place)
  const { asOf } = making
  const written = all.filter(({ since }) => asOf === null || since === null || Date.parse(since) <= Date.parse(asOf))
  if (written.length === 0) return nothing
  return h`<details class="versions"><summary>${written.length} earlier versions</summary>${written.map((each) => versionHtml(making, each, where))}</details>`
}

function versionHtml(making: Making, of: PostVersion, where: WhereIs): Html {
  const who = (ref: PostVersion['by']): Html => (ref === null ? nothing : h` by ${author(making, ref)}`)
  const text =
    of.text === null ? h`<p class="soft">Its text does not follow from what is stored.</p>` : textHtml(of.shown, where)
  const changes = of.changes.map(({ is, text: words }) =>
    is === 'gone' ? h`<del>${words}</del>` : is === 'new' ? h`<ins>${words}</ins>` : h`${words}`,
  )
  const changed = of.changes.some((each) => each.is !== 'same')
    ? h`<p class="soft">What the edit changed:</p><div class="text">${changes}</div>`
    : nothing
  return h`<section><p class="head">version ${String(of.version ?? of.id)} · ${time(of.since)}${who(of.author)}, until ${time(of.at)}${who(of.by)}${of.reason === null || of.reason === '' ? '' : ` “${of.reason}”`}</p>
${of.subject === null || of.subject === '' ? nothing : h`<p class="soft">${of.subject}</p>`}${text}${changed}${fromBytes(making, of.source, `Version ${of.version ?? of.id}`)}</section>
`
}

/** Says of a text on an earlier day that it was changed since. */
export function editedLater(version: boolean): string {
  return version ? 'edited later: the text of that day' : 'edited later: the text of that day is not known'
}
