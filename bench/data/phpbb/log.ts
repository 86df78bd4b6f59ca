/** The log of administrators, moderators and users of the phpBB board. */
import type { Account } from '../account.ts'
import { homeAddress, visitAddress } from '../addresses.ts'
import { makeCrowd } from '../crowd.ts'
import { flag } from '../plan-posts.ts'
import { purpose, type Rng, stream, zipf } from '../random.ts'
import { seizedAt } from '../sizes.ts'
import type { Value } from '../sql/dump.ts'
import { authorOf, type Story } from '../story.ts'
import { stored, topicTitle } from '../texts.ts'
import { moments } from '../timeline.ts'
import { dealt, removal, type StaffWork, staffAddress } from './staff.ts'

const key = purpose('log')

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
function everyday(story: Story, by: Account, account: Account, rng: Rng, time: number, topics: number): Entry {
  const plan = story.posts[1]
  const kind = zipf(rng, 6)
  const { userId: user, username } = account
  if (kind === 0 || kind === 1 || kind === 5) {
    const own = { board: 0, topic: 0, post: 0, user, about: user, ip: visitAddress(account.net, time, rng), time }
    if (kind === 5) return { ...own, type: 2, operation: 'LOG_ERROR_EMAIL', data: ['EMAIL/SMTP: connection refused'] }
    if (kind === 0) return { ...own, type: 3, operation: 'LOG_USER_NEW_PASSWORD', data: [username] }
    return {
      ...own,
      type: 3,
      operation: 'LOG_USER_UPDATE_EMAIL',
      data: [username, `old.${account.email}`, account.email],
    }
  }
  const staff = { post: 0, about: 0, user: by.userId, ip: staffAddress(by, time), time }
  if (kind === 2) return { ...staff, board: 0, topic: 0, type: 0, operation: 'LOG_ADMIN_AUTH_SUCCESS', data: [] }
  const topic = rng.below(topics)
  const board = plan.boards[plan.topicBoard[topic]!]!
  const where = { ...staff, type: 1 as const, board: board.id, topic: topic + 1 }
  if (kind === 4) return { ...where, operation: 'LOG_MOVE', data: ['Introductions', stored(board.name)] }
  return {
    ...where,
    operation: rng.chance(0.7) ? 'LOG_LOCK' : 'LOG_UNLOCK',
    data: [stored(topicTitle(story, plan, topic))],
  }
}

/** Rows of `phpbb_log`, by time. */
export function* log(story: Story, work: StaffWork): Generator<readonly Value[]> {
  const plan = story.posts[1]
  const certain = events(story, work)
  const count = Math.max(0, story.dims.logRows - certain.length)
  const crowd = makeCrowd(plan.accounts, 0.2)
  const times = moments(story.seed, 'log', count, story.dims.opened + 3600, seizedAt - 20)
  const team = [...work.team].sort((a, b) => a.joined - b.joined)
  let serving = 1
  let topics = 1
  let next = 0
  for (let id = 1; id <= certain.length + count; id++) {
    const i = id - 1 - next
    const planned = certain[next]
    let e: Entry
    if (planned !== undefined && (i >= count || planned.time <= times[i]!)) {
      e = planned
      next++
    } else {
      const time = times[i]!
      while (serving < team.length && team[serving]!.joined < time) serving++
      while (topics < plan.topicCount && plan.times[plan.topicFirst[topics]!]! < time) topics++
      const rng = stream(story.seed, key, i)
      const account = plan.accounts[crowd.writer(rng, time)]!
      e = everyday(story, team[rng.below(serving)]!, account, rng, time, topics)
    }
    yield [id, e.type, e.user, e.board, e.topic, e.post, e.about, e.ip, e.time, e.operation, serialised(e.data)]
  }
}
