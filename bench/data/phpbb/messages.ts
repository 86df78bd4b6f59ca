/** The tables of private messages and drafts of the phpBB board. */
import { visitAddress } from '../addresses.ts'
import { languageOf } from '../people.ts'
import { alsoTo, type MessagePlan } from '../plan-messages.ts'
import { flag } from '../plan-posts.ts'
import { paragraph } from '../prose.ts'
import { hashBelow, letters, purpose, stream } from '../random.ts'
import { seizedAt } from '../sizes.ts'
import type { Value } from '../sql/dump.ts'
import type { Notes, Story } from '../story.ts'
import { messagePieces, messageSubject, stored } from '../texts.ts'
import { base36 } from './members.ts'
import { storedText } from './posts.ts'
import type { StaffWork } from './staff.ts'

const keys = {
  row: purpose('message-row'),
  box: purpose('mailbox'),
  folder: purpose('folder'),
  draft: purpose('draft'),
}

function address(ids: readonly number[]): string {
  return ids.map((id) => `u_${id}`).join(':')
}

/** Rows of `phpbb_privmsgs`. */
export function* messages(story: Story, work: StaffWork, notes: Notes): Generator<readonly Value[]> {
  const plan = story.messages
  const open = new Set(work.reports.filter((r) => r.place === 'message' && !r.closed).map((r) => r.k))
  for (let k = 0; k < plan.count; k++) {
    const rng = stream(story.seed, keys.row, k)
    const bits = plan.flags[k]!
    const who = plan.accounts[plan.from[k]!]!
    const time = plan.times[k]!
    const uid = letters(rng, 8, base36)
    const [text, bitfield] = storedText(messagePieces(story, plan, k, notes), (bits & flag.legacy) !== 0, uid)
    const also = alsoTo(story.seed, plan, k).map((i) => plan.accounts[i]!.userId)
    const blind = also.length > 0 && rng.chance(0.15)
    const to = [plan.accounts[plan.to[k]!]!.userId, ...(blind ? [] : also)]
    const edited = (bits & flag.edited) !== 0
    yield [
      k + 1,
      plan.root[k] === k ? 0 : plan.root[k]! + 1,
      who.userId,
      0,
      visitAddress(who.net, time, stream(story.seed, keys.row + 1, k)),
      time,
      1,
      1,
      1,
      1,
      stored(messageSubject(story, plan, k)),
      text,
      '',
      edited ? who.userId : 0,
      bits & flag.attached ? 1 : 0,
      bitfield,
      uid,
      edited ? time + 60 + rng.below(900) : 0,
      edited ? 1 : 0,
      address(to),
      blind ? address(also) : '',
      open.has(k) ? 1 : 0,
    ]
  }
}

/** Whether a member keeps folders of their own, and how many. */
function folders(story: Story, userId: number): number {
  return hashBelow(story.seed, keys.folder, userId, 12) === 0
    ? 1 + hashBelow(story.seed, keys.folder + 1, userId, 2)
    : 0
}

const folderNames = ['Swaps', 'Club', 'Keep', 'Later']

interface Mailboxes {
  /** First folder number of each account that has folders. */
  readonly first: ReadonlyMap<number, number>
  readonly rows: readonly { readonly id: number; readonly user: number; readonly name: string }[]
}

function mailboxes(story: Story): Mailboxes {
  const first = new Map<number, number>()
  const rows: { id: number; user: number; name: string }[] = []
  for (const a of story.messages.accounts) {
    const count = folders(story, a.userId)
    if (count > 0) first.set(a.userId, rows.length + 1)
    for (let i = 0; i < count; i++)
      rows.push({
        id: rows.length + 1,
        user: a.userId,
        name: folderNames[hashBelow(i, keys.folder, a.userId, folderNames.length)]!,
      })
  }
  return { first, rows }
}

/** Where one recipient keeps one message: `null` when they deleted it. */
function placed(story: Story, plan: MessagePlan, k: number, user: number, boxes: Mailboxes): readonly Value[] | null {
  const rng = stream(story.seed, keys.box + user, k)
  const author = plan.accounts[plan.from[k]!]!.userId
  const recent = plan.times[k]! > seizedAt - 5 * 86_400
  if (rng.chance(recent ? 0.5 : 0.04)) return [k + 1, user, author, rng.chance(0.06) ? 1 : 0, 1, 1, 0, 0, 0, -3]
  if (rng.chance(0.05)) return null
  const own = boxes.first.get(user)
  const folder = own !== undefined && rng.chance(0.4) ? own + rng.below(folders(story, user)) : 0
  return [
    k + 1,
    user,
    author,
    0,
    0,
    rng.chance(0.05) ? 1 : 0,
    rng.chance(0.5) ? 1 : 0,
    rng.chance(0.02) ? 1 : 0,
    0,
    folder,
  ]
}

/** Rows of `phpbb_privmsgs_to`: one for each mailbox a message lies in. */
export function* mailboxRows(story: Story): Generator<readonly Value[]> {
  const plan = story.messages
  const boxes = mailboxes(story)
  for (let k = 0; k < plan.count; k++) {
    let read = false
    for (const i of [plan.to[k]!, ...alsoTo(story.seed, plan, k)]) {
      const row = placed(story, plan, k, plan.accounts[i]!.userId, boxes)
      read ||= row === null || row[9] !== -3
      if (row !== null) yield row
    }
    const author = plan.accounts[plan.from[k]!]!.userId
    if (hashBelow(story.seed, keys.box, k, 12) > 0) yield [k + 1, author, author, 0, 0, 0, 0, 0, 0, read ? -1 : -2]
  }
}

/** Rows of `phpbb_privmsgs_folder`; the counts are those of the mailbox rows. */
export function* folderRows(story: Story): Generator<readonly Value[]> {
  const { rows } = mailboxes(story)
  const counts = new Int32Array(rows.length + 1)
  for (const row of mailboxRows(story)) {
    const folder = row[9] as number
    if (folder > 0) counts[folder] = counts[folder]! + 1
  }
  for (const { id, user, name } of rows) yield [id, user, name, counts[id]!]
}

/** Rows of `phpbb_drafts`: texts begun and never sent. */
export function* drafts(story: Story): Generator<readonly Value[]> {
  const { accounts, topicCount, topicBoard, boards } = story.posts[1]
  let id = 0
  for (const a of accounts) {
    if (hashBelow(story.seed, keys.draft, a.userId, 30) > 0) continue
    const rng = stream(story.seed, keys.draft + 1, a.userId)
    const topic = rng.chance(0.6) ? rng.below(topicCount) : -1
    const text = paragraph(rng, languageOf(a), 'rail', 3)
    const time = Math.floor(a.joined + (seizedAt - a.joined) * rng.unit())
    yield [
      ++id,
      a.userId,
      topic + 1,
      topic < 0 ? 0 : boards[topicBoard[topic]!]!.id,
      time,
      stored(text.slice(0, 40)),
      stored(text),
    ]
  }
}

/** How many drafts and folders there are, for the counters of their tables. */
export function countRows(rows: Iterable<unknown>): number {
  let n = 0
  for (const _ of rows) n++
  return n
}
