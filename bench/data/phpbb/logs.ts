/** Sessions, keys kept by browsers, failed log-ins and the administrators' and moderators' log of the phpBB board. */
import type { Account } from '../account.ts'
import { homeAddress, visitAddress } from '../addresses.ts'
import { boards } from '../boards.ts'
import { makeCrowd } from '../crowd.ts'
import { flag } from '../plan-posts.ts'
import { hashBelow, hex, pick, pickZipf, purpose, type Rng, stream } from '../random.ts'
import { seizedAt } from '../sizes.ts'
import type { Value } from '../sql/dump.ts'
import { authorOf, type Story } from '../story.ts'
import { stored, topicTitle } from '../texts.ts'
import { moments } from '../timeline.ts'
import { userAgents } from '../words/names.ts'
import { robots } from './installer.ts'
import { cleanName } from './members.ts'
import { dealt, removal, type StaffWork, staffAddress } from './staff.ts'

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
    const time = seizedAt - 60 - Math.floor(rng.unit() ** 2 * 90 * 86_400)
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

/** One entry of the log before it is numbered. */
interface Entry {
  readonly type: 0 | 1 | 2 | 3
  readonly user: number
  readonly board: number
  readonly topic: number
  readonly post: number
  readonly about: number
  readonly ip: string
  readonly time: number
  readonly operation: string
  readonly data: readonly string[]
}

/** A list of strings as PHP's serialize() writes it; lengths count bytes of UTF-8. */
export function serialised(values: readonly string[]): string {
  if (values.length === 0) return ''
  return `a:${values.length}:{${values.map((v, i) => `i:${i};s:${Buffer.byteLength(v)}:"${v}";`).join('')}}`
}

const nowhere = { board: 0, topic: 0, post: 0, about: 0 }

/** What surely stands in the log: the installation, the boards, every ban, warning, closed report and removal. */
function events(story: Story, work: StaffWork): readonly Entry[] {
  const plan = story.posts[1]
  const founder = plan.accounts[0]!
  const { opened } = story.dims
  const out: Entry[] = []
  const base = { ...nowhere, user: founder.userId, ip: homeAddress(founder.net, opened) }
  out.push({ ...base, type: 0, time: opened + 6, operation: 'LOG_INSTALL_INSTALLED', data: ['3.3.10'] })
  for (const [i, b] of plan.boards.entries())
    out.push({ ...base, type: 0, time: opened + 60 + i * 4, operation: 'LOG_FORUM_ADD', data: [stored(b.name)] })
  for (const ban of work.bans) {
    const { by } = dealt(story, work.team, ban.start, ban.start)
    const what = ban.account?.username ?? (ban.ip || ban.email)
    const operation = ban.account ? 'LOG_BAN_USER' : ban.ip ? 'LOG_BAN_IP' : 'LOG_BAN_EMAIL'
    const entry = {
      ...nowhere,
      user: by.userId,
      ip: staffAddress(by, ban.start),
      time: ban.start,
      operation,
      data: [ban.reason, what],
    }
    out.push({ ...entry, type: 0 }, { ...entry, type: 1 })
    if (ban.account) out.push({ ...entry, type: 3, about: ban.account.userId })
  }
  for (const w of work.warnings) {
    const entry = { ...nowhere, user: w.by.userId, ip: staffAddress(w.by, w.time), time: w.time }
    out.push({ ...entry, type: 0, operation: 'LOG_USER_WARNING', data: [w.account.username] })
    out.push({
      ...entry,
      type: 3,
      about: w.account.userId,
      operation: 'LOG_USER_WARNING_BODY',
      data: ['Please keep to the house rules.'],
    })
  }
  for (const r of work.reports) {
    if (!r.closed || r.place !== 'post') continue
    const { by, at } = dealt(story, work.team, r.k, r.time)
    const topic = plan.topics[r.k]!
    const where = { board: plan.boards[plan.topicBoard[topic]!]!.id, topic: topic + 1, post: plan.ids[r.k]!, about: 0 }
    out.push({
      ...where,
      type: 1,
      user: by.userId,
      ip: staffAddress(by, at),
      time: at,
      operation: 'LOG_REPORT_CLOSED',
      data: [stored(topicTitle(story, plan, topic))],
    })
  }
  let gap = 0
  for (let k = 0; k < plan.count; k++) {
    const topic = plan.topics[k]!
    const missing = gap < plan.gaps.length && plan.gaps[gap]! < plan.ids[k]!
    if ((plan.flags[k]! & flag.deleted) === 0 && !missing) continue
    const where = { board: plan.boards[plan.topicBoard[topic]!]!.id, topic: topic + 1, about: 0, type: 1 as const }
    const title = stored(topicTitle(story, plan, topic))
    const name = authorOf(plan, k).username
    if (missing) {
      const { by, at } = dealt(story, work.team, -k, plan.times[k]!)
      out.push({
        ...where,
        post: plan.gaps[gap++]!,
        user: by.userId,
        ip: staffAddress(by, at),
        time: at,
        operation: 'LOG_DELETE_POST',
        data: [`Re: ${title}`, name, 'double'],
      })
    }
    const gone = removal(story, work.team, k)
    if (gone === null) continue
    const whole = plan.topicVisible[topic] === 0
    if (whole && plan.topicFirst[topic] !== k) continue
    const operation = whole ? 'LOG_SOFTDELETE_TOPIC' : 'LOG_SOFTDELETE_POST'
    out.push({
      ...where,
      post: plan.ids[k]!,
      user: gone.by.userId,
      ip: staffAddress(gone.by, gone.at),
      time: gone.at,
      operation,
      data: [whole ? title : `Re: ${title}`, name, gone.why],
    })
  }
  return out.sort((x, y) => x.time - y.time)
}

/** An everyday entry: log-ins to the administration, locked topics, changed passwords and addresses. */
function everyday(story: Story, work: StaffWork, account: Account, rng: Rng, time: number): Entry {
  const plan = story.posts[1]
  const able = work.team.filter((t) => t.joined < time)
  const by = pick(rng, able)
  const staff = { ...nowhere, user: by.userId, ip: staffAddress(by, time), time }
  const own = {
    ...nowhere,
    type: 3 as const,
    user: account.userId,
    about: account.userId,
    ip: visitAddress(account.net, time, rng),
    time,
  }
  const topic = rng.below(plan.topicCount)
  const where = { board: plan.boards[plan.topicBoard[topic]!]!.id, topic: topic + 1 }
  const makers: readonly (() => Entry)[] = [
    () => ({ ...own, operation: 'LOG_USER_NEW_PASSWORD', data: [account.username] }),
    () => ({
      ...own,
      operation: 'LOG_USER_UPDATE_EMAIL',
      data: [account.username, `old.${account.email}`, account.email],
    }),
    () => ({ ...staff, type: 0, operation: 'LOG_ADMIN_AUTH_SUCCESS', data: [] }),
    () => ({
      ...staff,
      ...where,
      type: 1,
      operation: rng.chance(0.7) ? 'LOG_LOCK' : 'LOG_UNLOCK',
      data: [stored(topicTitle(story, plan, topic))],
    }),
    () => ({
      ...staff,
      ...where,
      type: 1,
      operation: 'LOG_MOVE',
      data: ['Introductions', stored(plan.boards[plan.topicBoard[topic]!]!.name)],
    }),
    () => ({ ...own, type: 2, operation: 'LOG_ERROR_EMAIL', data: ['EMAIL/SMTP: connection refused'] }),
  ]
  return pickZipf(rng, makers)()
}

/** Rows of `phpbb_log`, by time. */
export function* log(story: Story, work: StaffWork): Generator<readonly Value[]> {
  const certain = events(story, work)
  const count = Math.max(0, story.dims.logRows - certain.length)
  const { accounts } = story.posts[1]
  const crowd = makeCrowd(accounts, 0.2)
  const times = moments(story.seed, 'log', count, story.dims.opened + 3600, seizedAt - 20)
  let next = 0
  for (let id = 1; id <= certain.length + count; id++) {
    const i = id - 1 - next
    const planned = certain[next]
    let e: Entry
    if (planned !== undefined && (i >= count || planned.time <= times[i]!)) {
      e = planned
      next++
    } else {
      const rng = stream(story.seed, keys.log, i)
      e = everyday(story, work, accounts[crowd.writer(rng, times[i]!)]!, rng, times[i]!)
    }
    yield [id, e.type, e.user, e.board, e.topic, e.post, e.about, e.ip, e.time, e.operation, serialised(e.data)]
  }
}
