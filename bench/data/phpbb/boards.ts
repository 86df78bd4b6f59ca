/** The board table with its nested set and counters, and who may moderate and read. */
import type { Value } from '../sql/dump.ts'
import { authorOf, type Story } from '../story.ts'
import { stored, topicTitle } from '../texts.ts'
import { circleGroup } from './installer.ts'
import { colour } from './members.ts'

/** Rows of `phpbb_forums`. */
export function* forums(story: Story): Generator<readonly Value[]> {
  const plan = story.posts[1]
  const sides = nestedSet(plan.boards)
  const sums = plan.boards.map(() => ({ visible: 0, pending: 0, deleted: 0, topics: 0, gone: 0, last: -1 }))
  for (let t = 0; t < plan.topicCount; t++) {
    const sum = sums[plan.topicBoard[t]!]!
    sum.visible += plan.topicVisible[t]!
    sum.pending += plan.topicPending[t]!
    sum.deleted += plan.topicDeleted[t]!
    if (plan.topicVisible[t]! > 0) sum.topics++
    else sum.gone++
    if (plan.topicVisible[t]! > 0) sum.last = Math.max(sum.last, plan.topicLast[t]!)
  }
  for (const [i, b] of plan.boards.entries()) {
    const sum = sums[i]!
    const last = sum.last < 0 ? null : authorOf(plan, sum.last)
    const subject = sum.last < 0 ? '' : stored(topicTitle(story, plan, plan.topics[sum.last]!))
    const answer = sum.last >= 0 && plan.topicFirst[plan.topics[sum.last]!] !== sum.last
    const [left, right] = sides.get(b.id)!
    yield [
      b.id,
      b.parent,
      left,
      right,
      '',
      stored(b.name),
      b.about === '' ? '' : `<t>${stored(b.about)}</t>`,
      '',
      7,
      '',
      '',
      '',
      0,
      '',
      '',
      '',
      '',
      7,
      '',
      0,
      b.category ? 0 : 1,
      0,
      sum.last < 0 ? 0 : plan.ids[sum.last]!,
      last?.userId ?? 0,
      answer ? `Re: ${subject}` : subject,
      sum.last < 0 ? 0 : plan.times[sum.last]!,
      last?.username ?? '',
      last === null ? '' : colour(last),
      b.category ? 32 : 48,
      1,
      1,
      1,
      0,
      0,
      7,
      7,
      1,
      1,
      0,
      0,
      sum.visible,
      sum.pending,
      sum.deleted,
      sum.topics,
      0,
      sum.gone,
      0,
      7,
      1,
      0,
    ]
  }
}

/** Left and right numbers of each board in the tree. */
export function nestedSet(
  list: readonly { readonly id: number; readonly parent: number }[],
): ReadonlyMap<number, readonly [number, number]> {
  const sides = new Map<number, readonly [number, number]>()
  let next = 1
  function visit(id: number): void {
    const left = next++
    for (const child of list) if (child.parent === id) visit(child.id)
    sides.set(id, [left, next++])
  }
  for (const board of list) if (board.parent === 0) visit(board.id)
  return sides
}

/** Rows of `phpbb_acl_groups`: roles by group and board; members have none in the hidden boards. */
export function* groupPermissions(story: Story): Generator<readonly Value[]> {
  yield [5, 0, 0, 4, 0]
  yield [2, 0, 0, 6, 0]
  yield [4, 0, 0, 10, 0]
  for (const b of story.posts[1].boards) {
    yield [5, b.id, 0, 14, 0]
    yield [4, b.id, 0, b.hidden === 'circle' ? 17 : 15, 0]
    if (b.hidden === null) {
      yield [1, b.id, 0, 17, 0]
      yield [2, b.id, 0, 15, 0]
      yield [6, b.id, 0, 17, 0]
    } else if (b.hidden === 'circle') yield [circleGroup, b.id, 0, 14, 0]
  }
}

/** Rows of `phpbb_moderator_cache`: the moderators by name on two boards, the group on all. */
export function* moderators(story: Story): Generator<readonly Value[]> {
  const plan = story.posts[1]
  const team = plan.accounts.filter((a) => a.role === 'moderator')
  let turn = 0
  for (const b of plan.boards) {
    if (b.category || b.hidden === 'circle') continue
    yield [b.id, 0, '', 4, 'GLOBAL_MODERATORS', 1]
    const own = team[turn++ % team.length]!
    yield [b.id, own.userId, own.username, 0, '', 1]
  }
}
