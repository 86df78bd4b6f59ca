/**
 * Decides, before a byte is written, who posts what where and when: columns of numbers, about 18 bytes a post, since
 * the tables that come first in a dump (attachments, forums) need what the posts will be.
 */
import type { Account, Pair, Site } from './account.ts'
import { type Board, boards } from './boards.ts'
import { makeCrowd } from './crowd.ts'
import { hashBelow, purpose, type Rng, stream } from './random.ts'
import { seizedAt } from './sizes.ts'
import { moments } from './timeline.ts'

/** What is special about a post or message, one bit each. */
export const flag = {
  deleted: 1,
  pending: 2,
  edited: 4,
  attached: 8,
  reported: 16,
  move: 32,
  /** The contact key's usual way, so that a planted pair surely shares it. */
  firstMove: 64,
  legacy: 128,
  quote: 256,
  /** Written from the household's address, minutes from another account of the same person. */
  home: 512,
  code: 1024,
  urgent: 2048,
} as const

export interface PostPlan {
  readonly site: Site
  readonly accounts: readonly Account[]
  readonly boards: readonly Board[]
  readonly count: number
  readonly ids: Int32Array
  /** Index of the topic; its number is that plus one. */
  readonly topics: Int32Array
  /** Index of the account. */
  readonly authors: Int32Array
  /** Index of the post before it in its topic, or -1. */
  readonly before: Int32Array
  readonly times: Int32Array
  readonly flags: Uint16Array
  readonly topicCount: number
  /** Index of the board, of the first post, of the last visible one; visible, deleted and pending posts. */
  readonly topicBoard: Uint8Array
  readonly topicFirst: Int32Array
  readonly topicLast: Int32Array
  readonly topicVisible: Int32Array
  readonly topicDeleted: Int32Array
  readonly topicPending: Int32Array
  /** Visible posts and last post (index, or -1) of each account. */
  readonly written: Int32Array
  readonly lastBy: Int32Array
  /** Post numbers that are missing because somebody deleted them for good. */
  readonly gaps: readonly number[]
}

const ring = 192
const key = purpose('posts')
const mover = purpose('mover')
const taste = purpose('taste')

/** Whether an account is one of those who ask others to leave the board with them. */
export function isMover(seed: number, account: Account): boolean {
  return account.circle || hashBelow(seed, mover, account.net.device, 4) === 0
}

/** Makes the plan of one board. */
export function planPosts(
  seed: number,
  site: Site,
  accounts: readonly Account[],
  pairs: readonly Pair[],
  count: number,
  opened: number,
): PostPlan {
  const list = boards[site]
  const times = moments(seed, `posts-${site}`, count, opened + 3600, seizedAt - 1800)
  const crowd = makeCrowd(accounts, 0)
  const most = Math.ceil(count * 0.25) + 8
  const plan = {
    site,
    accounts,
    boards: list,
    count,
    ids: new Int32Array(count),
    topics: new Int32Array(count),
    authors: new Int32Array(count),
    before: new Int32Array(count).fill(-1),
    times,
    flags: new Uint16Array(count),
    topicCount: 0,
    topicBoard: new Uint8Array(most),
    topicFirst: new Int32Array(most),
    topicLast: new Int32Array(most),
    topicVisible: new Int32Array(most),
    topicDeleted: new Int32Array(most),
    topicPending: new Int32Array(most),
    written: new Int32Array(accounts.length),
    lastBy: new Int32Array(accounts.length).fill(-1),
    gaps: [] as number[],
  }
  const index = new Map(accounts.map((a, i) => [a, i]))
  const twin = new Map<number, number>()
  const owes = new Uint8Array(accounts.length)
  for (const { a, b, cues } of pairs) {
    const [i, j] = [index.get(a), index.get(b)]
    if (cues.includes('same-ip') && i !== undefined && j !== undefined) twin.set(i, j).set(j, i)
    if (cues.includes('same-contact')) for (const k of [i, j]) if (k !== undefined) owes[k] = 1
  }
  const newest = new Int32Array(most).fill(-1)
  const rings = list.map(() => new Int32Array(ring))
  const used = new Int32Array(list.length)
  const removed = new Uint8Array(most)
  const open = openBoards(list)
  let id = 0
  let next = -1

  for (let k = 0; k < count; k++) {
    const rng = stream(seed, key + site, k)
    if ((rng.chance(0.004) && k > 0) || k === Math.floor(count * 0.7)) plan.gaps.push(++id)
    plan.ids[k] = ++id
    let bits = rng.chance(0.22) ? flag.quote : 0
    const time = times[k]!
    let author = k === 0 ? 0 : next >= 0 ? next : crowd.writer(rng, time)
    if (next >= 0) bits |= flag.home
    next = -1
    const partner = twin.get(author)
    if (partner !== undefined && (bits & flag.home) === 0 && k + 1 < count && rng.chance(0.4)) {
      const other = accounts[partner]!
      if (other.joined < time && other.leaves > time) {
        next = partner
        bits |= flag.home
        times[k + 1] = Math.min(times[k + 1]!, time + 120 + rng.below(1_300))
      }
    }
    if (accounts[author]!.joined >= time) author = 0
    const who = accounts[author]!
    const board = k === 0 ? 1 : chooseBoard(rng, seed, who, list, open)
    const size = Math.min(used[board]!, ring)
    const fresh = size === 0 || (plan.topicCount < most && rng.chance(0.1)) || k === 0
    let topic = 0
    if (fresh) {
      topic = plan.topicCount++
      plan.topicBoard[topic] = board
      plan.topicFirst[topic] = k
      removed[topic] = k > 0 && rng.chance(0.004) ? 1 : 0
      bits &= ~flag.quote
    } else {
      const back = Math.floor(rng.unit() * rng.unit() * size)
      topic = rings[board]![(used[board]! - 1 - back) % ring]!
    }
    rings[board]![used[board]! % ring] = topic
    used[board] = used[board]! + 1

    const hidden = list[board]!.hidden
    if (removed[topic] === 1 || (!fresh && rng.chance(0.007))) bits |= flag.deleted
    else if (!fresh && site === 1 && rng.chance(0.0015)) bits |= flag.pending
    if (rng.chance(0.06)) bits |= flag.edited
    if (site === 1 && rng.chance(0.035)) bits |= flag.attached
    if (hidden === null && rng.chance(0.003)) bits |= flag.reported
    if (site === 1 && k < count * 0.006 && (bits & flag.deleted) === 0) bits |= flag.legacy
    // Every size has at least one of each, the smallest too.
    if (!fresh && k === Math.floor(count * 0.4)) bits |= flag.deleted
    if (!fresh && site === 1 && k === Math.floor(count * 0.5)) bits = (bits & ~flag.deleted) | flag.pending
    if (k === Math.floor(count * 0.6)) bits |= flag.reported
    if (isMover(seed, who) && rng.chance(who.circle ? 0.06 : 0.03)) bits |= flag.move
    if (owes[author] === 1 && (bits & (flag.deleted | flag.pending)) === 0) {
      owes[author] = 0
      bits |= flag.move | flag.firstMove
    }
    if (
      (hidden === 'circle' && rng.chance(0.45)) ||
      (hidden === null && rng.chance(site === 2 && who.circle ? 0.06 : 0.0004))
    )
      bits |= flag.code

    plan.topics[k] = topic
    plan.before[k] = newest[topic]!
    newest[topic] = k
    plan.authors[k] = author
    plan.flags[k] = bits
    if (bits & flag.deleted) plan.topicDeleted[topic] = plan.topicDeleted[topic]! + 1
    else if (bits & flag.pending) plan.topicPending[topic] = plan.topicPending[topic]! + 1
    else {
      plan.topicVisible[topic] = plan.topicVisible[topic]! + 1
      plan.written[author] = plan.written[author]! + 1
    }
    if ((bits & (flag.deleted | flag.pending)) === 0 || removed[topic] === 1) plan.topicLast[topic] = k
    plan.lastBy[author] = k
  }
  return plan
}

/** Boards anybody may write in, and the sum of their weights. */
function openBoards(list: readonly Board[]): readonly number[] {
  return list
    .map((b, i) => (!b.category && b.hidden === null && b.language === null && b.weight >= 1 ? i : -1))
    .filter((i) => i >= 0)
}

function chooseBoard(rng: Rng, seed: number, who: Account, list: readonly Board[], open: readonly number[]): number {
  if (who.circle && rng.chance(0.12)) {
    const lamp = list.findIndex((b) => b.hidden === 'circle')
    if (lamp >= 0) return lamp
  }
  if (who.role !== 'member' && rng.chance(0.08)) {
    const staff = list.findIndex((b) => b.hidden === 'staff')
    if (staff >= 0) return staff
  }
  if (rng.chance(0.4)) {
    const own = list.findIndex((b) => b.language === who.language)
    if (own >= 0) return own
  }
  if (rng.chance(0.65)) return open[hashBelow(seed, taste + rng.below(3), who.net.device, open.length)]!
  let left = rng.unit() * open.reduce((n, i) => n + list[i]!.weight, 0)
  for (const i of open) {
    left -= list[i]!.weight
    if (left < 0) return i
  }
  return open[0]!
}
