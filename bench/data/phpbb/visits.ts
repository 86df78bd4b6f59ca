/** Sessions, keys kept by browsers and failed log-ins of the phpBB board. */
import type { Account } from '../account.ts'
import { homeAddress, visitAddress } from '../addresses.ts'
import { boards } from '../boards.ts'
import { makeCrowd } from '../crowd.ts'
import { hashBelow, hex, pick, purpose, type Rng, stream } from '../random.ts'
import { seizedAt } from '../sizes.ts'
import type { Value } from '../sql/dump.ts'
import type { Story } from '../story.ts'
import { moments } from '../timeline.ts'
import { userAgents } from '../words/names.ts'
import { robots } from './installer.ts'
import { cleanName } from './members.ts'

const keys = {
  session: purpose('session'),
  key: purpose('session-key'),
  attempt: purpose('attempt'),
  log: purpose('log'),
}

/** `count` ascending 32-digit keys, spread as MD5 sums are: the primary key's order is the dump's. */
function sortedKey(rng: Rng, i: number, count: number): string {
  const head = Math.floor(((i + rng.unit()) / count) * 4294967296)
  return head.toString(16).padStart(8, '0') + hex(rng, 24)
}

/** The browser a member uses: one of theirs, seldom another. */
function agent(rng: Rng, account: Account): string {
  return rng.chance(0.85) ? userAgents[account.net.device % userAgents.length]! : pick(rng, userAgents)
}

/** Rows of `phpbb_sessions`: members, guests and robots of the last three months. */
export function* sessions(story: Story): Generator<readonly Value[]> {
  const { accounts, topicCount } = story.posts[1]
  const crowd = makeCrowd(accounts, 0.5)
  const { sessions: count } = story.dims
  const board = boards[1].filter((b) => !b.category && b.hidden === null)
  for (let i = 0; i < count; i++) {
    const rng = stream(story.seed, keys.session, i)
    const id = sortedKey(rng, i, count)
    const time = seizedAt - 60 - Math.floor(rng.unit() * rng.unit() * 90 * 86_400)
    const kind = rng.unit()
    const at = pick(rng, board).id
    const page = rng.chance(0.3)
      ? 'index.php'
      : rng.chance(0.3)
        ? `viewforum.php?f=${at}`
        : `viewtopic.php?f=${at}&t=${1 + rng.below(topicCount)}`
    const long = rng.below(2_400)
    if (kind < 0.1) {
      const robot = rng.below(robots.length)
      yield [
        id,
        3 + robot,
        time,
        time,
        time + long,
        `192.0.2.${1 + robot}`,
        `Mozilla/5.0 (compatible; ${robots[robot]![1]})`.slice(0, 149),
        '',
        page,
        1,
        0,
        0,
        at,
      ]
      continue
    }
    const account = accounts[crowd.writer(rng, time)]!
    const from = visitAddress(account.net, time, rng)
    const guest = kind < 0.3
    yield [
      id,
      guest ? 1 : account.userId,
      guest ? time : time - rng.below(700_000),
      time,
      time + long,
      from,
      agent(rng, account).slice(0, 149),
      '',
      guest && rng.chance(0.4) ? 'ucp.php?mode=login' : page,
      1,
      !guest && rng.chance(0.4) ? 1 : 0,
      account.role === 'founder' && !guest && rng.chance(0.3) ? 1 : 0,
      at,
    ]
  }
}

/** Rows of `phpbb_sessions_keys`: browsers that stay logged in. */
export function* sessionKeys(story: Story): Generator<readonly Value[]> {
  const { accounts } = story.posts[1]
  const holders = accounts.filter((a) => hashBelow(story.seed, keys.key, a.userId, 9) === 0)
  const order = stream(story.seed, keys.key + 1)
  for (let i = 0; i < holders.length; i++) {
    const account = holders[(i * 7919) % holders.length]!
    const time = Math.floor(account.joined + (Math.min(account.leaves, seizedAt) - account.joined) * order.unit())
    yield [sortedKey(order, i, holders.length), account.userId, homeAddress(account.net, time), time]
  }
}

/** Rows of `phpbb_login_attempts`: failed ones that no later success wiped away. */
export function* loginAttempts(story: Story): Generator<readonly Value[]> {
  const { accounts } = story.posts[1]
  const { loginAttempts: count } = story.dims
  const crowd = makeCrowd(accounts, 0.5)
  const times = moments(
    story.seed,
    'attempts',
    count,
    Math.max(story.dims.opened + 86_400 * 30, seizedAt - 400 * 86_400),
    seizedAt - 30,
  )
  for (let i = 0; i < count; i++) {
    const rng = stream(story.seed, keys.attempt, i)
    const time = times[i]!
    const account = accounts[crowd.writer(rng, time)]!
    const unknown = rng.chance(0.15)
    const name = unknown ? account.username.slice(0, -1) || 'guest' : account.username
    yield [
      visitAddress(account.net, time, rng),
      agent(rng, account).slice(0, 149),
      '',
      time,
      unknown ? 0 : account.userId,
      name,
      cleanName(name),
    ]
  }
}
