/** Plants the three texts that speak of a person at present risk, in the last weeks before the seizure. */
import type { MessagePlan } from './plan-messages.ts'
import { flag, type PostPlan } from './plan-posts.ts'

/** Marks the newest post of the hidden board and the newest messages of two further members of the circle. */
export function plantUrgent(posts: PostPlan, messages: MessagePlan): void {
  const persons = new Set<number>()
  for (let k = posts.count - 1; k >= 0 && persons.size < 1; k--) {
    const board = posts.boards[posts.topicBoard[posts.topics[k]!]!]!
    if (board.hidden !== 'circle' || posts.flags[k]! & (flag.deleted | flag.pending)) continue
    posts.flags[k] = (posts.flags[k]! & ~flag.code) | flag.urgent
    persons.add(posts.accounts[posts.authors[k]!]!.person)
  }
  for (let k = messages.count - 1; k >= 0 && persons.size < 3; k--) {
    const who = messages.accounts[messages.from[k]!]!
    if (!who.circle || persons.has(who.person)) continue
    messages.flags[k] = (messages.flags[k]! & ~flag.code) | flag.urgent
    persons.add(who.person)
  }
}
