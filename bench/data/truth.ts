/** The truth about a generated seizure, one record a line, for tests and measurements; the pipeline never reads it. */
import { closeSync, openSync, writeSync } from 'node:fs'
import type { Account, Cue, Innocent, Pair } from './account.ts'
import { carrierAddress, homeAddress, poolSize } from './addresses.ts'
import { countries, exits } from './countries.ts'
import { registeredFrom } from './phpbb/members.ts'
import { pollOf } from './phpbb/posts.ts'
import type { StaffWork } from './phpbb/staff.ts'
import type { PhpbbWritten } from './phpbb/write.ts'
import { flag, type PostPlan } from './plan-posts.ts'
import type { Written } from './sql/dump.ts'
import type { Notes, Story } from './story.ts'
import { languages } from './words/index.ts'

/** Names an account. */
export interface AccountRef {
  readonly site: 1 | 2
  readonly user_id: number
  readonly username: string
}

const ref = (a: Account): AccountRef => ({
  site: a.site,
  user_id: a.userId,
  username: a.username.replaceAll('&amp;', '&'),
})

/** Counts of what the two files hold. */
export interface Counts {
  readonly forum: { readonly [what: string]: number }
  readonly second: { readonly [what: string]: number }
}

function flagged(plan: PostPlan, bit: number): number {
  let n = 0
  for (let k = 0; k < plan.count; k++) if (plan.flags[k]! & bit) n++
  return n
}

function countPolls(story: Story): number {
  let n = 0
  for (let t = 0; t < story.posts[1].topicCount; t++) if (pollOf(story, t) !== null) n++
  return n
}

/** Counts entities as an examiner would: guest and robots are no members. */
export function countEntities(story: Story, work: StaffWork, forum: PhpbbWritten, second: Written): Counts {
  const rows = (name: string) => forum.rows[`phpbb_${name}`] ?? 0
  const flux = (name: string) => second.rows[`fbx_${name}`] ?? 0
  const plan = story.posts[1]
  const byKind = (kind: 'account' | 'ip' | 'email') =>
    work.bans.filter((b) => (kind === 'account' ? b.account !== null : b[kind] !== '')).length
  return {
    forum: {
      user_rows: rows('users'),
      members: story.dims.members,
      boards: rows('forums'),
      categories: plan.boards.filter((b) => b.category).length,
      topics: rows('topics'),
      posts: rows('posts'),
      posts_soft_deleted: flagged(plan, flag.deleted),
      posts_pending: flagged(plan, flag.pending),
      posts_hard_deleted: plan.gaps.length,
      posts_edited: flagged(plan, flag.edited),
      posts_legacy_markup: flagged(plan, flag.legacy),
      messages: rows('privmsgs'),
      mailbox_rows: rows('privmsgs_to'),
      message_folders: rows('privmsgs_folder'),
      drafts: rows('drafts'),
      attachments: rows('attachments'),
      post_attachments: forum.attachments.posts,
      message_attachments: forum.attachments.messages,
      orphan_attachments: forum.attachments.orphans,
      polls: countPolls(story),
      poll_votes: rows('poll_votes'),
      bans: rows('banlist'),
      user_bans: byKind('account'),
      ip_bans: byKind('ip'),
      email_bans: byKind('email'),
      reports: rows('reports'),
      open_reports: work.reports.filter((r) => !r.closed).length,
      warnings: rows('warnings'),
      sessions: rows('sessions'),
      session_keys: rows('sessions_keys'),
      failed_logins: rows('login_attempts'),
      log_entries: rows('log'),
    },
    second: {
      user_rows: flux('users'),
      members: flux('users') - 1,
      boards: flux('forums'),
      categories: flux('categories'),
      topics: flux('topics'),
      posts: flux('posts'),
      bans: flux('bans'),
      reports: flux('reports'),
    },
  }
}

/** A cue counts only where the evidence shows it: both sides wrote the shared contact, or registered from one address. */
function shown(pair: Pair, notes: Notes): readonly Cue[] {
  const wrote = (a: Account) =>
    notes.moves.filter((m) => m.site === a.site && m.user_id === a.userId).map((m) => m.value)
  return pair.cues.filter((cue) => {
    if (cue === 'same-contact') {
      const other = new Set(wrote(pair.b))
      return wrote(pair.a).some((v) => other.has(v))
    }
    if (cue === 'same-ip') return registeredFrom(pair.a) === registeredFrom(pair.b)
    return true
  })
}

function innocentLine(i: Innocent): object {
  const value = i.kind === 'household' ? homeAddress(i.accounts[0]!.net, i.accounts[0]!.joined) : i.value
  return { kind: i.kind, value, accounts: i.accounts.map(ref) }
}

/** Writes truth.json: an object of plain figures and of arrays with one record a line. */
export function writeTruth(
  path: string,
  story: Story,
  notes: Notes,
  counts: Counts,
  files: { readonly forum: Written; readonly second: Written },
): void {
  const { population, posts } = story
  const accounts = [...population.members[1], ...population.members[2]]
  const held = new Map<number, Account[]>()
  for (const a of accounts) held.set(a.person, [...(held.get(a.person) ?? []), a])
  const file = openSync(path, 'w')
  let pending = '{\n'
  const flush = () => {
    writeSync(file, pending)
    pending = ''
  }
  function put(name: string, value: unknown): void {
    pending += `${JSON.stringify(name)}: ${JSON.stringify(value)},\n`
  }
  function putAll(name: string, values: Iterable<unknown>, last = false): void {
    pending += `${JSON.stringify(name)}: [`
    let first = true
    for (const value of values) {
      pending += `${first ? '' : ','}\n${JSON.stringify(value)}`
      first = false
      if (pending.length > 1 << 18) flush()
    }
    pending += last ? '\n]\n' : '\n],\n'
  }
  function* persons(): Generator<unknown> {
    for (const p of population.persons) {
      const own = held.get(p.id)
      if (own === undefined) continue
      yield {
        person: p.id,
        country: countries[p.country]!.code,
        language: languages[p.language]!.code,
        timezone: countries[p.country]!.timezone,
        hides: own.some((a) => a.net.exit > 0.25) || undefined,
        accounts: own.map(ref),
      }
    }
  }
  const hidden = posts[1].boards.find((b) => b.hidden === 'circle')
  put('seed', story.seed)
  put('size', story.size)
  put('counts', counts)
  put(
    'files',
    Object.fromEntries(
      Object.entries(files).map(([name, f]) => [name, { bytes: f.bytes, sha256: f.sha256, rows: f.rows }]),
    ),
  )
  put('hidden_board', hidden?.id ?? null)
  putAll('exits', exits)
  putAll(
    'carriers',
    countries.map((c, i) => ({
      country: c.code,
      addresses: Array.from({ length: poolSize }, (_, n) => carrierAddress(i, n)),
    })),
  )
  putAll(
    'staff',
    accounts.filter((a) => a.role !== 'member').map((a) => ({ ...ref(a), role: a.role })),
  )
  putAll('circle', accounts.filter((a) => a.circle).map(ref))
  putAll(
    'pairs',
    population.pairs.map((p) => ({ person: p.person, a: ref(p.a), b: ref(p.b), cues: shown(p, notes) })),
  )
  putAll('innocents', population.innocents.map(innocentLine))
  putAll('safeguarding', notes.urgent)
  putAll('code_words', notes.codes)
  putAll('moves', notes.moves)
  putAll('persons', persons(), true)
  pending += '}\n'
  flush()
  closeSync(file)
}
