/** What founder and moderators did: bans, warnings, reports closed, posts removed; and when. */
import type { Account } from '../account.ts'
import { visitAddress } from '../addresses.ts'
import { languageOf } from '../people.ts'
import { flag } from '../plan-posts.ts'
import { hashBelow, pick, purpose, type Rng, stream } from '../random.ts'
import { seizedAt } from '../sizes.ts'
import { authorOf, type Story } from '../story.ts'

export interface Ban {
  readonly account: Account | null
  readonly ip: string
  readonly email: string
  readonly start: number
  readonly end: number
  readonly reason: string
}

export interface Warning {
  readonly account: Account
  /** Number of the post it was given for. */
  readonly post: number
  readonly time: number
  readonly by: Account
}

export interface Report {
  readonly place: 'post' | 'message'
  /** Index of the post or message. */
  readonly k: number
  readonly by: Account
  readonly time: number
  readonly closed: boolean
  readonly reason: string
}

export interface StaffWork {
  readonly team: readonly Account[]
  readonly bans: readonly Ban[]
  readonly warnings: readonly Warning[]
  readonly reports: readonly Report[]
}

const keys = {
  bans: purpose('bans'),
  warnings: purpose('warnings'),
  reports: purpose('reports'),
  acts: purpose('acts'),
}
const banReasons = [
  'Advertising in three sections',
  'Second account',
  'Kept selling outside the market',
  'Asked to stop twice',
]

/** The member of staff who dealt with something, and when: within days, never after the seizure. */
export function dealt(
  story: Story,
  team: readonly Account[],
  key: number,
  time: number,
): { readonly by: Account; readonly at: number; readonly rng: Rng } {
  const rng = stream(story.seed, keys.acts, key)
  const at = Math.min(seizedAt - 30, time + 300 + rng.below(5 * 86_400))
  const able = team.filter((t) => t.joined < at)
  return { by: pick(rng, able), at, rng }
}

/** The address a member of staff worked from at that time. */
export function staffAddress(by: Account, at: number): string {
  return visitAddress(by.net, at, stream(at, keys.acts + 1, by.userId))
}

function makeBans(story: Story, team: readonly Account[]): readonly Ban[] {
  const rng = stream(story.seed, keys.bans)
  const { accounts } = story.posts[1]
  const bans: Ban[] = []
  const base = { ip: '', email: '', account: null }
  const wanted = Math.max(2, Math.floor(accounts.length / 45))
  const seen = new Set<Account>()
  for (let tries = 0; bans.length < wanted && tries < wanted * 20; tries++) {
    const account = pick(rng, accounts)
    if (account.role !== 'member' || seen.has(account) || account.circle) continue
    seen.add(account)
    const { at } = dealt(story, team, -account.userId, Math.max(account.joined, account.leaves - 86_400))
    bans.push({
      ...base,
      account,
      start: at,
      end: rng.chance(0.7) ? 0 : at + 30 * 86_400,
      reason: pick(rng, banReasons),
    })
  }
  const late = () => seizedAt - 86_400 * (5 + rng.below(400))
  for (let i = Math.max(1, Math.floor(wanted / 4)); i > 0; i--) {
    bans.push({ ...base, ip: `198.18.${rng.below(256)}.*`, start: late(), end: 0, reason: 'Robots' })
    bans.push({ ...base, email: `*@throwaway${rng.below(90)}.example`, start: late(), end: 0, reason: '' })
  }
  return bans.sort((x, y) => x.start - y.start)
}

function makeReports(story: Story): readonly Report[] {
  const out: Report[] = []
  const posts = story.posts[1]
  const { messages } = story
  for (const [place, plan] of [
    ['post', posts],
    ['message', messages],
  ] as const) {
    for (let k = 0; k < plan.count; k++) {
      if ((plan.flags[k]! & flag.reported) === 0) continue
      const rng = stream(story.seed, keys.reports + (place === 'post' ? 0 : 1), k)
      const time = Math.min(seizedAt - 60, plan.times[k]! + 600 + rng.below(4 * 86_400))
      const reader =
        place === 'post' ? posts.accounts[rng.below(posts.accounts.length)]! : messages.accounts[messages.to[k]!]!
      const by = reader.joined < time ? reader : posts.accounts[0]!
      out.push({ place, k, by, time, closed: rng.chance(0.7), reason: pick(rng, languageOf(by).reportReasons) })
    }
  }
  return out.sort((x, y) => x.time - y.time || x.k - y.k)
}

function makeWarnings(story: Story, team: readonly Account[]): readonly Warning[] {
  const plan = story.posts[1]
  const out: Warning[] = []
  const every = Math.max(20, Math.floor(plan.count / Math.max(2, plan.accounts.length / 60)))
  for (let k = every - 1; k < plan.count; k += every) {
    const account = authorOf(plan, k)
    if (account.role !== 'member') continue
    const { by, at } = dealt(story, team, keys.warnings + k, plan.times[k]!)
    out.push({ account, post: plan.ids[k]!, time: at, by })
  }
  return out.sort((x, y) => x.time - y.time)
}

/** Decides all of it. */
export function planStaff(story: Story): StaffWork {
  const team = story.posts[1].accounts.filter((a) => a.role !== 'member')
  return { team, bans: makeBans(story, team), warnings: makeWarnings(story, team), reports: makeReports(story) }
}

/** Who removed a post softly, when and why; null when it was not removed. */
export function removal(
  story: Story,
  team: readonly Account[],
  k: number,
): { readonly by: Account; readonly at: number; readonly why: string } | null {
  const plan = story.posts[1]
  if ((plan.flags[k]! & flag.deleted) === 0) return null
  const { by, at } = dealt(story, team, plan.topics[k]! * 8 + 1, plan.times[k]!)
  const why = ['duplicate', 'wrong section', '', 'asked by the writer'][hashBelow(story.seed, keys.acts + 2, k, 4)]!
  return { by, at, why }
}
