/** Decides who sends private messages to whom: conversations, a few with several recipients. */
import type { Account } from './account.ts'
import { makeCrowd } from './crowd.ts'
import { flag, isMover } from './plan-posts.ts'
import { hashBelow, purpose, type Rng, stream } from './random.ts'
import { seizedAt } from './sizes.ts'
import { moments } from './timeline.ts'

export interface MessagePlan {
  readonly accounts: readonly Account[]
  readonly count: number
  readonly from: Int32Array
  readonly to: Int32Array
  readonly times: Int32Array
  /** Index of the first message of the conversation; the message's own when it opens one. */
  readonly root: Int32Array
  readonly flags: Uint16Array
}

const key = purpose('messages')
const friends = purpose('friends')
const waiting = 64

/** Makes the plan of the private messages; a message's number is its index plus one. */
export function planMessages(seed: number, accounts: readonly Account[], count: number, opened: number): MessagePlan {
  const times = moments(seed, 'messages', count, opened + 7 * 86_400, seizedAt - 900)
  const crowd = makeCrowd(accounts, 0.02)
  const circle = accounts.map((a, i) => (a.circle ? i : -1)).filter((i) => i >= 0)
  const plan = {
    accounts,
    count,
    from: new Int32Array(count),
    to: new Int32Array(count),
    times,
    root: new Int32Array(count),
    flags: new Uint16Array(count),
  }
  const open = new Int32Array(waiting).fill(-1)
  for (let k = 0; k < count; k++) {
    const rng = stream(seed, key, k)
    const time = times[k]!
    const slot = rng.below(waiting)
    const before = open[slot]!
    let bits = 0
    if (before >= 0 && rng.chance(0.6)) {
      plan.from[k] = plan.to[before]!
      plan.to[k] = plan.from[before]!
      plan.root[k] = plan.root[before]!
    } else {
      const from = crowd.writer(rng, time)
      plan.from[k] = from
      plan.to[k] = partner(rng, seed, accounts, from, time, circle, crowd.anybody)
      plan.root[k] = k
    }
    open[slot] = k
    const who = accounts[plan.from[k]!]!
    const both = who.circle && accounts[plan.to[k]!]!.circle
    if (rng.chance(0.02)) bits |= flag.edited
    if (rng.chance(0.012) || k === count >> 1) bits |= flag.attached
    if (rng.chance(0.0015) || k === Math.floor(count * 0.6)) bits |= flag.reported
    if (k < count * 0.01) bits |= flag.legacy
    if (isMover(seed, who) && rng.chance(who.circle ? 0.18 : 0.1)) bits |= flag.move
    if (both && rng.chance(0.4)) bits |= flag.code
    plan.flags[k] = bits
  }
  return plan
}

/** Somebody to write to: one of a handful of friends, for the inner circle often one of their own. */
function partner(
  rng: Rng,
  seed: number,
  accounts: readonly Account[],
  from: number,
  time: number,
  circle: readonly number[],
  anybody: (rng: Rng, time: number) => number,
): number {
  const who = accounts[from]!
  for (let tries = 0; tries < 8; tries++) {
    const friend = hashBelow(seed, friends + rng.below(7), who.net.device, accounts.length)
    const to =
      who.circle && rng.chance(0.5)
        ? circle[rng.below(circle.length)]!
        : rng.chance(0.5) && accounts[friend]!.weight > 0
          ? friend
          : anybody(rng, time)
    const other = accounts[to]!
    if (to !== from && other.joined < time && (other.language === who.language || rng.chance(0.4))) return to
  }
  return from === 0 ? 1 : 0
}

/** Further recipients of a message beside the first, as indices of accounts. */
export function alsoTo(seed: number, plan: MessagePlan, k: number): readonly number[] {
  if (plan.root[k] !== k || hashBelow(seed, key + 1, k, 30) > 0) return []
  const rng = stream(seed, key + 2, k)
  const out: number[] = []
  for (let n = 1 + rng.below(3); n > 0; n--) {
    const to = rng.below(plan.accounts.length)
    const known = plan.accounts[to]!.joined < plan.times[k]!
    if (known && to !== plan.from[k] && to !== plan.to[k] && !out.includes(to)) out.push(to)
  }
  return out
}
