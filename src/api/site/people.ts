import type { MemberProfile, Message } from '../contract.ts'
import { member } from '../queries/members.ts'
import { messagesOf, message as wholeMessage } from '../queries/messages.ts'
import { actionsOf } from '../queries/records.ts'
import { fromBytes, type Making, padded, pageLinks, put, time, uploads } from './frame.ts'
import { type Html, h, nothing } from './html.ts'
import { textHtml } from './text.ts'
import { editedLater, versionsHtml } from './versions.ts'

const nowhere = (): null => null

/** The page of an account. */
export async function writeMember(making: Making, id: string, withMessages: boolean): Promise<void> {
  const of = await member(making.db, making.site, id)
  const n = making.members.get(id)!
  const facts: readonly (readonly [string, string | number | null])[] = [
    ['Number', of.id],
    ['E-mail', of.email],
    ['Joined', time(of.joinedAt)],
    ['Joined from', of.joinedFrom],
    ['Last seen', time(of.lastSeenAt)],
    ['Last address', of.lastIp],
    ['Posts counted', of.posts],
    ['Staff', of.staff],
    ['Title', of.title],
    ['Location', of.location],
    ['Birthday', of.birthday],
    ['Time zone', of.timezone],
    ['Language', of.language],
    ['Website', of.website],
    ...of.handles.map((each) => [each.label, each.value] as const),
    ...of.fields.map((each) => [each.label, each.value] as const),
    ['Groups', of.groups.map((each) => each.name).join(', ')],
    ['Moderates', of.moderates.map((each) => each.name ?? 'the whole board').join(', ')],
  ]
  const shown = facts.filter(([, value]) => value !== null && value !== '' && value !== '—')
  const body = h`<dl>${shown.map(([label, value]) => h`<dt>${label}</dt><dd>${value}</dd>`)}</dl>
${of.signatureShown.length === 0 ? nothing : h`<h2>Signature</h2>${textHtml(of.signatureShown, nowhere)}`}
${records(making, of)}${await logged(making, of)}
${withMessages && of.counts.messages > 0 ? h`<p><a href="../messages/${padded(n)}-1.html">Private messages (${of.counts.messages})</a></p>` : nothing}
${fromBytes(making, of.source, 'Account')}`
  put(making, `members/${padded(n)}.html`, of.name, [h`<a href="index-1.html">Members</a>`], body)
}

function records(making: Making, of: MemberProfile): Html {
  const bans = of.bans.map(
    (ban) =>
      h`<li>${ban.exempt ? 'exempt from bans' : 'banned'}: ${ban.reason ?? 'no reason given'}, ${time(ban.at)} to ${time(ban.until)}</li>`,
  )
  const warnings = of.warnings.map(
    (warning) => h`<li>warned: ${warning.reason ?? 'no reason given'}, ${time(warning.at)}</li>`,
  )
  const others = of.relations.map((each) => {
    const n = each.other.id === null ? undefined : making.members.get(each.other.id)
    const name = each.other.name ?? 'unknown'
    return h`<li>${each.kind}: ${n === undefined ? name : h`<a href="${padded(n)}.html">${name}</a>`}</li>`
  })
  const all = [...bans, ...warnings, ...others]
  const watched = of.watches.map(
    (each) => h`<li>${each.how} ${each.kind}: ${each.name ?? each.id ?? 'unknown'}, ${time(each.at)}</li>`,
  )
  return h`${all.length === 0 ? nothing : h`<h2>Bans, warnings and other accounts</h2><ul>${all}</ul>`}${
    watched.length === 0 ? nothing : h`<h2>Watched and bookmarked</h2><ul>${watched}</ul>`
  }`
}

/** Log lines on a page: what an account was called, where it was, what was done about it. */
const mostLines = 200

async function logged(making: Making, of: MemberProfile): Promise<Html> {
  if (of.counts.actions === 0) return nothing
  const { rows } = await actionsOf(making.db, making.site, of.id, { limit: mostLines })
  const day = making.asOf === null ? null : Date.parse(making.asOf)
  const lines = rows
    .filter((row) => day === null || row.at === null || Date.parse(row.at) <= day)
    .map(
      (row) =>
        h`<tr><td>${time(row.at)}</td><td>${row.operation}</td><td>${row.by?.name ?? ''}</td><td>${row.about?.name ?? ''}</td><td>${row.ip ?? ''}</td></tr>`,
    )
  const more =
    of.counts.actions > mostLines ? h`<p class="soft">The newest ${mostLines} of ${of.counts.actions}.</p>` : nothing
  return h`<h2>In the board’s logs</h2>${more}<table><thead><tr><th>At</th><th>What was done</th><th>By</th><th>About</th><th>Address</th></tr></thead><tbody>${lines}</tbody></table>`
}

const onPage = 50

/** The mailbox of an account as its owner saw it, the newest message first. */
export async function writeMailbox(making: Making, id: string): Promise<void> {
  const n = making.members.get(id)!
  const asOf = making.asOf === null ? {} : { asOf: making.asOf }
  const total = await making.db.query<{ n: number; name: string }>(
    `SELECT (SELECT count(*)::int FROM api.letter WHERE site = $1 AND member = $2 AND ($3::timestamptz IS NULL OR at <= $3::timestamptz)) AS n, name
       FROM forum.member WHERE site = $1 AND id = $2`,
    [making.site, id, making.asOf],
  )
  const { n: count = 0, name = id } = total.rows[0] ?? {}
  const pages = Math.ceil(count / onPage)
  let after: string | null = null
  for (let page = 1; page <= pages; page++) {
    making.signal.throwIfAborted()
    const found = await messagesOf(making.db, making.site, id, {
      ...asOf,
      limit: onPage,
      ...(after === null ? {} : { after }),
    })
    after = found.next
    const links = pageLinks(page, pages, (to) => `${padded(n)}-${to}.html`)
    const messages: Html[] = []
    for (const row of found.rows) {
      const earlier = await versionsHtml(making, row, nowhere, 'message')
      messages.push(messageHtml(making, row.cut ? await wholeOf(making, row) : row, earlier))
    }
    const body = h`${links}${messages}${links}`
    const crumbs = [h`<a href="../members/${padded(n)}.html">${name}</a>`]
    put(making, `messages/${padded(n)}-${page}.html`, `Private messages of ${name}`, crumbs, body)
  }
}

/** A long text whole, as the message is now; what was not yet so on the day stays undone. */
async function wholeOf(making: Making, row: Message): Promise<Message> {
  const { text, plain, shown, repaired } = await wholeMessage(making.db, making.site, row.id)
  return { ...row, text, plain, shown, repaired, cut: false }
}

function messageHtml(making: Making, of: Message, earlier: Html): Html {
  const link = (each: Message['author']): Html => {
    const n = each.id === null ? undefined : making.members.get(each.id)
    return n === undefined
      ? h`${each.name ?? 'unknown'}`
      : h`<a href="../members/${padded(n)}.html">${each.name ?? `member ${each.id}`}</a>`
  }
  const to = [...of.recipients.map(link), ...of.groups.map((group) => h`group ${group}`)].map((each, i) =>
    i === 0 ? each : h`, ${each}`,
  )
  const flags = [
    ...of.folders.map((each) => `${each.folder}${each.unread ? ', unread' : ''}${each.deleted ? ', deleted' : ''}`),
    ...of.goneFrom.map((each) => `${each.name ?? 'unknown'} has it no more`),
    ...(of.deleted ? ['in no mailbox any more'] : []),
    ...(of.later?.edited === true ? [editedLater(of.later.version)] : []),
    ...(of.editedAt === null ? [] : [`edited ${time(of.editedAt)}`]),
  ].map((flag) => h`<span class="tag">${flag}</span> `)
  const text = textHtml(of.shown, nowhere)
  return h`<article class="post${of.deleted ? ' gone' : ''}"><div class="author"><strong>${link(of.author)}</strong><span>to ${to}</span></div><div>
<p class="head">${time(of.at)}${of.ip === null ? '' : h` · <span class="selector">${of.ip}</span>`} · message ${of.id}</p>${flags}
<p><strong>${of.subject === null || of.subject === '' ? 'No subject' : of.subject}</strong></p>${of.folded ? h`<details><summary>${of.size} characters, folded: a term of a loaded list occurs in it</summary>${text}</details>` : text}${uploads(of.attachments)}${earlier}${fromBytes(making, of.source, `Message ${of.id}`)}</div></article>
`
}
