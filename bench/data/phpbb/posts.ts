/** The tables of posts, topics, boards, attachments and reports of the phpBB board. */
import { hash as digest } from 'node:crypto'
import { homeAddress, visitAddress } from '../addresses.ts'
import { type Piece, toBbcode, toS9e, toUid } from '../markup.ts'
import { languageOf } from '../people.ts'
import { flag, type PostPlan } from '../plan-posts.ts'
import { hashBelow, letters, pick, purpose, stream } from '../random.ts'
import { seizedAt } from '../sizes.ts'
import type { Value } from '../sql/dump.ts'
import { authorOf, type Notes, type Story } from '../story.ts'
import { messagePieces, postPieces, stored, topicTitle } from '../texts.ts'
import { base36, colour } from './members.ts'
import { removal, type StaffWork } from './staff.ts'

const keys = { row: purpose('post-row'), topic: purpose('topic-row'), shape: purpose('shape') }

/** The text as stored, with its uid and bitfield: the oldest rows wait for phpBB's text reparser. */
export function storedText(
  pieces: readonly Piece[],
  legacy: boolean,
  uid: string,
): readonly [text: string, bitfield: string] {
  return legacy ? [toUid(pieces, uid), pieces.length > 1 ? 'QA==' : ''] : [toS9e(pieces), '']
}

/** The address a post was written from. */
export function postAddress(story: Story, plan: PostPlan, k: number): string {
  const account = authorOf(plan, k)
  const time = plan.times[k]!
  if (plan.flags[k]! & flag.home) return homeAddress(account.net, time)
  return visitAddress(account.net, time, stream(story.seed, keys.row + 64 + plan.site, k))
}

/** Rows of `phpbb_posts`. */
export function* posts(story: Story, work: StaffWork, notes: Notes): Generator<readonly Value[]> {
  const plan = story.posts[1]
  const { team } = work
  const open = new Set(work.reports.filter((r) => r.place === 'post' && !r.closed).map((r) => r.k))
  let title = ''
  let titleOf = -1
  for (let k = 0; k < plan.count; k++) {
    const rng = stream(story.seed, keys.row, k)
    const bits = plan.flags[k]!
    const who = authorOf(plan, k)
    const time = plan.times[k]!
    const topic = plan.topics[k]!
    const pieces = postPieces(story, plan, k, notes)
    const uid = letters(rng, 8, base36)
    const [text, bitfield] = storedText(pieces, (bits & flag.legacy) !== 0, uid)
    if (titleOf !== topic) {
      title = stored(topicTitle(story, plan, topic))
      titleOf = topic
    }
    const edited = (bits & flag.edited) !== 0
    const editor = edited && rng.chance(0.12) ? pick(rng, team) : who
    const gone = removal(story, team, k)
    yield [
      plan.ids[k]!,
      topic + 1,
      plan.boards[plan.topicBoard[topic]!]!.id,
      who.userId,
      0,
      postAddress(story, plan, k),
      time,
      open.has(k) ? 1 : 0,
      1,
      1,
      1,
      1,
      '',
      plan.topicFirst[topic] === k ? title : `Re: ${title}`,
      text,
      digest('md5', toBbcode(pieces)),
      bits & flag.attached ? 1 : 0,
      bitfield,
      uid,
      1,
      edited ? Math.min(seizedAt - 60, time + 120 + rng.below(rng.chance(0.8) ? 7_200 : 9_000_000)) : 0,
      edited && rng.chance(0.5) ? pick(rng, languageOf(who).editReasons) : '',
      edited ? editor.userId : 0,
      edited ? 1 + (rng.chance(0.2) ? rng.below(4) : 0) : 0,
      0,
      gone !== null ? 2 : bits & flag.pending ? 0 : 1,
      gone?.at ?? 0,
      gone?.why ?? '',
      gone?.by.userId ?? 0,
    ]
  }
}

/** Polls: the topics that have one, with their options. */
export interface Poll {
  readonly topic: number
  readonly title: string
  readonly options: readonly string[]
  /** Account and option of each vote. */
  readonly votes: readonly (readonly [account: number, option: number])[]
}

/** The poll of a topic, if it has one. */
export function pollOf(story: Story, topic: number): Poll | null {
  const plan = story.posts[1]
  if (topic === 0 || hashBelow(story.seed, keys.topic, topic, 25) > 0) return null
  const rng = stream(story.seed, keys.topic + 1, topic)
  const options = ['yes', 'no', 'perhaps later', 'N gauge', 'only in summer', 'ask me next year'].slice(
    0,
    2 + rng.below(4),
  )
  const start = plan.times[plan.topicFirst[topic]!]!
  const voters = new Set<number>()
  for (let n = 3 + rng.below(25); n > 0; n--) {
    const voter = rng.below(plan.accounts.length)
    if (plan.accounts[voter]!.joined < start) voters.add(voter)
  }
  return {
    topic,
    title: topicTitle(story, plan, topic),
    options,
    votes: [...voters].map((v) => [v, 1 + rng.below(options.length)] as const),
  }
}

/** Rows of `phpbb_poll_options`. */
export function* pollOptions(story: Story): Generator<readonly Value[]> {
  for (let topic = 0; topic < story.posts[1].topicCount; topic++) {
    const poll = pollOf(story, topic)
    if (poll === null) continue
    for (const [i, text] of poll.options.entries())
      yield [i + 1, topic + 1, text, poll.votes.filter(([, o]) => o === i + 1).length]
  }
}

/** Rows of `phpbb_poll_votes`. */
export function* pollVotes(story: Story): Generator<readonly Value[]> {
  const plan = story.posts[1]
  for (let topic = 0; topic < plan.topicCount; topic++) {
    for (const [voter, option] of pollOf(story, topic)?.votes ?? []) {
      const a = plan.accounts[voter]!
      const time = plan.times[plan.topicFirst[topic]!]! + 3600
      yield [
        topic + 1,
        option,
        a.userId,
        visitAddress(a.net, time, stream(story.seed, keys.topic + 2 + topic, a.userId)),
      ]
    }
  }
}

/** Rows of `phpbb_topics`. */
export function* topics(story: Story): Generator<readonly Value[]> {
  const plan = story.posts[1]
  const attached = new Set<number>()
  const reported = new Set<number>()
  for (let k = 0; k < plan.count; k++) {
    if (plan.flags[k]! & flag.attached) attached.add(plan.topics[k]!)
    if (plan.flags[k]! & flag.reported) reported.add(plan.topics[k]!)
  }
  for (let t = 0; t < plan.topicCount; t++) {
    const rng = stream(story.seed, keys.topic + 3, t)
    const [first, last] = [plan.topicFirst[t]!, plan.topicLast[t]!]
    const [opener, closer] = [authorOf(plan, first), authorOf(plan, last)]
    const title = stored(topicTitle(story, plan, t))
    const gone = plan.topicVisible[t] === 0
    const poll = pollOf(story, t)
    const start = plan.times[first]!
    yield [
      t + 1,
      plan.boards[plan.topicBoard[t]!]!.id,
      0,
      attached.has(t) ? 1 : 0,
      reported.has(t) && rng.chance(0.3) ? 1 : 0,
      title,
      opener.userId,
      start,
      0,
      plan.topicVisible[t]! * 11 + rng.below(300),
      rng.chance(0.02) ? 1 : 0,
      t === 0 ? 2 : rng.chance(0.004) ? 1 : 0,
      plan.ids[first]!,
      opener.username,
      colour(opener),
      plan.ids[last]!,
      closer.userId,
      closer.username,
      colour(closer),
      first === last ? title : `Re: ${title}`,
      plan.times[last]!,
      Math.min(seizedAt, plan.times[last]! + rng.below(90_000)),
      0,
      0,
      0,
      poll === null ? '' : stored(poll.title),
      poll === null ? 0 : start,
      0,
      1,
      poll === null || poll.votes.length === 0 ? 0 : start + 7200,
      0,
      gone ? 2 : 1,
      gone ? Math.min(seizedAt - 30, plan.times[last]! + 600) : 0,
      gone ? 'wrong section' : '',
      gone ? 2 : 0,
      plan.topicVisible[t]!,
      plan.topicPending[t]!,
      plan.topicDeleted[t]!,
    ]
  }
}

/** Rows of `phpbb_topics_posted` in key order: who wrote in which topic. */
export function* topicsPosted(story: Story): Generator<readonly Value[]> {
  for (const [user, topic] of authorsAndTopics(story)) yield [user, topic, 1]
}

/** Rows of `phpbb_topics_track`: what a few members have not read to the end. */
export function* topicsTrack(story: Story): Generator<readonly Value[]> {
  const plan = story.posts[1]
  for (const [user, topic] of authorsAndTopics(story)) {
    if (hashBelow(user, keys.shape, topic, 20) > 0) continue
    yield [user, topic, plan.boards[plan.topicBoard[topic - 1]!]!.id, plan.times[plan.topicLast[topic - 1]!]!]
  }
}

function* authorsAndTopics(story: Story): Generator<readonly [user: number, topic: number]> {
  const plan = story.posts[1]
  const span = 2 ** 24
  const pairs = new Float64Array(plan.count)
  for (let k = 0; k < plan.count; k++) pairs[k] = authorOf(plan, k).userId * span + plan.topics[k]! + 1
  pairs.sort()
  for (let i = 0; i < pairs.length; i++) {
    const pair = pairs[i]!
    if (pair !== pairs[i - 1]) yield [Math.floor(pair / span), pair % span]
  }
}

/** Rows of `phpbb_reports`, each with the text as it stood when it was reported. */
export function* reports(story: Story, work: StaffWork): Generator<readonly Value[]> {
  for (const [i, r] of work.reports.entries()) {
    const post = r.place === 'post'
    const uid = letters(stream(story.seed, keys.shape, i), 8, base36)
    const pieces = post ? postPieces(story, story.posts[1], r.k, null) : messagePieces(story, story.messages, r.k, null)
    yield [
      i + 1,
      1 + hashBelow(story.seed, keys.shape + 1, i, 4),
      post ? story.posts[1].ids[r.k]! : 0,
      r.by.userId,
      1,
      r.closed ? 1 : 0,
      r.time,
      stored(r.reason),
      post ? 0 : r.k + 1,
      1,
      1,
      1,
      toS9e(pieces),
      uid,
      '',
    ]
  }
}
