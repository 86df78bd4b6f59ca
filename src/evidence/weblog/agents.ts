import { type RowEncoder, rowEncoder } from '../../db/encode.ts'
import type { CopyPayload } from '../../db/stage.ts'

/** How many agents are remembered, and their bytes: a log of invented agents must not fill the memory. */
const most = { entries: 1 << 18, bytes: 64 << 20 }

/** Where the list of agents stands, part of the checkpoint. */
export interface AgentState {
  /** The number that the next new agent gets. */
  readonly next: number
  /** The first number that is remembered; those before it were forgotten, and an agent among them gets a second one. */
  readonly from: number
}

/** Numbers for agents, so that each is stored once and not in every line. */
export interface Agents {
  readonly numberOf: (b: Buffer, from: number, to: number) => number
  readonly state: () => AgentState
  /** The agents that are new since the last call. */
  readonly take: () => CopyPayload
}

/** The list of agents of an exhibit, `known` being those that an interrupted run remembered, in order. */
export function openAgents(exhibit: number, state: AgentState, known: readonly string[]): Agents {
  let { next, from } = state
  let slots = new Int32Array(1 << 12)
  let list: Buffer[] = []
  let size = 0
  const fresh: RowEncoder = rowEncoder('evidence.web_agent', [
    { name: 'exhibit', type: 'int4' },
    { name: 'agent', type: 'int4' },
    { name: 'name', type: 'text' },
  ])

  const forget = (): void => {
    from = next
    slots = new Int32Array(1 << 12)
    list = []
    size = 0
  }
  const grow = (): void => {
    slots = new Int32Array(slots.length * 4)
    for (const [i, bytes] of list.entries()) slots[placeFor(bytes, 0, bytes.length)] = i + 1
  }
  /** The slot of these bytes, or the empty one where they belong. */
  const placeFor = (b: Buffer, start: number, end: number): number => {
    const mask = slots.length - 1
    for (let at = hashOf(b, start, end) & mask; ; at = (at + 1) & mask) {
      const entry = slots[at]!
      if (entry === 0 || same(list[entry - 1]!, b, start, end)) return at
    }
  }
  const add = (bytes: Buffer, at: number): number => {
    list.push(bytes)
    size += bytes.length
    slots[at] = list.length
    return next++
  }
  for (const text of known) {
    const bytes = Buffer.from(text)
    if ((list.length + 1) * 2 > slots.length) grow()
    list.push(bytes)
    size += bytes.length
    slots[placeFor(bytes, 0, bytes.length)] = list.length
  }
  return {
    numberOf: (b, start, end) => {
      const at = placeFor(b, start, end)
      if (slots[at] !== 0) return from + slots[at]! - 1
      if (list.length >= most.entries || size > most.bytes) forget()
      if ((list.length + 1) * 2 > slots.length) grow()
      const bytes = Buffer.from(b.subarray(start, end))
      const number = add(bytes, placeFor(bytes, 0, bytes.length))
      fresh.add([exhibit, number, bytes.toString('utf8')])
      return number
    },
    state: () => ({ next, from }),
    take: fresh.take,
  }
}

/** FNV-1a (Fowler, Noll, Vo) over words of four bytes rather than single ones. */
function hashOf(b: Uint8Array, from: number, to: number): number {
  let h = 0x811c9dc5 ^ (to - from)
  let i = from
  for (const end = to - 3; i < end; i += 4) {
    const word = b[i]! | (b[i + 1]! << 8) | (b[i + 2]! << 16) | (b[i + 3]! << 24)
    h = Math.imul(h ^ word, 0x01000193)
    h ^= h >>> 15
  }
  for (; i < to; i++) h = Math.imul(h ^ b[i]!, 0x01000193)
  return h ^ (h >>> 13)
}

function same(a: Buffer, b: Buffer, from: number, to: number): boolean {
  return a.length === to - from && b.compare(a, 0, a.length, from, to) === 0
}
