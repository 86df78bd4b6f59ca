/** Writes the second board: a FluxBB 1.5.11 database of some of the same people, as mariadb-dump prints it. */
import { boards } from '../boards.ts'
import { toBbcode } from '../markup.ts'
import { languageOf } from '../people.ts'
import { postAddress } from '../phpbb/posts.ts'
import { flag } from '../plan-posts.ts'
import { hashBelow, pick, purpose, stream } from '../random.ts'
import { seizedAt } from '../sizes.ts'
import { openDump, type Value, type Written } from '../sql/dump.ts'
import { fluxbbDialect, fluxbbTables } from '../sql/fluxbb-tables.ts'
import { authorOf, type Notes, type Story } from '../story.ts'
import { postPieces, topicTitle } from '../texts.ts'
import { bans, nameOf, users } from './members.ts'

type Row = readonly Value[]

const keys = {
  post: purpose('flux-post'),
  report: purpose('flux-report'),
}
const sections = boards[2].filter((b) => b.category)
const rooms = boards[2].filter((b) => !b.category)
/** The number FluxBB gives a board. */
const forumId = (boardId: number) => rooms.findIndex((b) => b.id === boardId) + 1
/** What the board's three-byte character set keeps of a text. */
const threeBytes = (text: string) => text.replace(/[\u{10000}-\u{10ffff}]/gu, '?')

/** Visible posts only: this software deletes for good. */
function kept(story: Story, k: number): boolean {
  return (story.posts[2].flags[k]! & (flag.deleted | flag.pending)) === 0
}

function* posts(story: Story, notes: Notes): Generator<Row> {
  const plan = story.posts[2]
  for (let k = 0; k < plan.count; k++) {
    if (!kept(story, k)) continue
    const who = authorOf(plan, k)
    const edited = (plan.flags[k]! & flag.edited) !== 0
    const name = nameOf(who)
    const text = threeBytes(toBbcode(postPieces(story, plan, k, notes)))
    const later = Math.min(seizedAt - 60, plan.times[k]! + 90 + hashBelow(story.seed, keys.post, k, 90_000))
    yield [
      plan.ids[k]!,
      name,
      who.userId,
      postAddress(story, plan, k),
      null,
      text,
      0,
      plan.times[k]!,
      edited ? later : null,
      edited ? name : null,
      plan.topics[k]! + 1,
    ]
  }
}

function* topics(story: Story): Generator<Row> {
  const plan = story.posts[2]
  for (let t = 0; t < plan.topicCount; t++) {
    if (plan.topicVisible[t] === 0) continue
    const [first, last] = [plan.topicFirst[t]!, plan.topicLast[t]!]
    const subject = threeBytes(topicTitle(story, plan, t))
    yield [
      t + 1,
      nameOf(authorOf(plan, first)),
      subject,
      plan.times[first]!,
      plan.ids[first]!,
      plan.times[last]!,
      plan.ids[last]!,
      nameOf(authorOf(plan, last)),
      plan.topicVisible[t]! * 9,
      plan.topicVisible[t]! - 1,
      hashBelow(story.seed, keys.post + 1, t, 60) === 0 ? 1 : 0,
      0,
      null,
      forumId(plan.boards[plan.topicBoard[t]!]!.id),
    ]
  }
}

function* forums(story: Story): Generator<Row> {
  const plan = story.posts[2]
  const moderator = plan.accounts.find((a) => a.role === 'moderator')
  const name = moderator === undefined ? '' : nameOf(moderator)
  const list = moderator === undefined ? null : `a:1:{s:${Buffer.byteLength(name)}:"${name}";i:${moderator.userId};}`
  for (const [i, b] of rooms.entries()) {
    let [count, replies, last] = [0, 0, -1]
    for (let t = 0; t < plan.topicCount; t++) {
      if (plan.boards[plan.topicBoard[t]!]!.id !== b.id || plan.topicVisible[t] === 0) continue
      count++
      replies += plan.topicVisible[t]!
      last = Math.max(last, plan.topicLast[t]!)
    }
    const poster = last < 0 ? null : nameOf(authorOf(plan, last))
    yield [
      i + 1,
      b.name,
      b.about,
      null,
      i === 0 ? list : null,
      count,
      replies,
      last < 0 ? null : plan.times[last]!,
      last < 0 ? null : plan.ids[last]!,
      poster,
      0,
      i + 1,
      sections.findIndex((s) => s.id === b.parent) + 1,
    ]
  }
}

function* reports(story: Story): Generator<Row> {
  const plan = story.posts[2]
  let id = 0
  for (let k = 0; k < plan.count; k++) {
    if (!kept(story, k) || (plan.flags[k]! & flag.reported) === 0) continue
    const rng = stream(story.seed, keys.report, k)
    const time = Math.min(seizedAt - 60, plan.times[k]! + 600 + rng.below(200_000))
    const reader = plan.accounts[rng.below(plan.accounts.length)]!
    const by = reader.joined < time ? reader : plan.accounts[0]!
    const zapped = rng.chance(0.6)
    const topic = plan.topics[k]!
    yield [
      ++id,
      plan.ids[k]!,
      topic + 1,
      forumId(plan.boards[plan.topicBoard[topic]!]!.id),
      by.userId,
      time,
      pick(rng, languageOf(by).reportReasons),
      zapped ? Math.min(seizedAt - 20, time + 4_000) : null,
      zapped ? 2 : null,
    ]
  }
}

const groups: readonly Row[] = [
  [1, 'Administrators', 'Administrator', 0, 0, 0, 0, 0, 0, 0, 0, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 0, 0, 0, 0],
  [2, 'Moderators', 'Moderator', 0, 0, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 0, 0, 0, 0],
  [3, 'Guests', null, 0, 0, 0, 0, 0, 0, 0, 0, 1, 1, 0, 0, 0, 0, 0, 1, 0, 1, 1, 0, 60, 30, 0, 0],
  [4, 'Members', null, 0, 0, 0, 0, 0, 0, 0, 0, 1, 1, 1, 1, 1, 1, 1, 1, 0, 1, 1, 1, 60, 30, 60, 60],
]

const settings: readonly Row[] = Object.entries({
  o_admin_email: 'keeper@gardensidings.example',
  o_base_url: 'https://gardensidings.example',
  o_board_desc: 'Small trains, green thumbs',
  o_board_title: 'Garden Sidings',
  o_cur_version: '1.5.11',
  o_database_revision: '24',
  o_default_lang: 'English',
  o_default_style: 'Air',
  o_default_timezone: '1',
  o_default_user_group: '4',
  o_make_links: '1',
  o_parser_revision: '2',
  o_searchindex_revision: '2',
  o_webmaster_email: 'keeper@gardensidings.example',
  p_allow_dupe_email: '1',
  p_message_bbcode: '1',
}).sort(([a], [b]) => (a < b ? -1 : 1))

/** Writes the file; what texts plant is noted in `notes`. */
export function writeFluxbb(
  story: Story,
  notes: Notes,
  path: string,
  completed: string,
  onRows?: (table: string, rows: number) => void,
): Written {
  const plan = story.posts[2]
  const sources: { readonly [table: string]: readonly [rows: () => Iterable<Row>, nextId: number | null] } = {
    bans: [() => bans(story), [...bans(story)].length + 1],
    categories: [() => sections.map((s, i) => [i + 1, s.name, i + 1]), sections.length + 1],
    config: [() => settings, null],
    forums: [() => forums(story), rooms.length + 1],
    groups: [() => groups, 5],
    online: [
      () => plan.accounts.slice(0, 3).map((a, i) => [a.userId, nameOf(a), seizedAt - 40 - i, 0, null, null]),
      null,
    ],
    posts: [() => posts(story, notes), plan.ids[plan.count - 1]! + 1],
    reports: [() => reports(story), [...reports(story)].length + 1],
    topics: [() => topics(story), plan.topicCount + 1],
    users: [() => users(story), plan.accounts.length + 2],
  }
  const dump = openDump({ path, database: 'sidings', tables: fluxbbTables, dialect: fluxbbDialect, completed, onRows })
  for (const [name] of fluxbbTables) {
    const [rows, nextId] = sources[name] ?? [() => [], null]
    dump.table(name, nextId, rows())
  }
  return dump.close()
}
