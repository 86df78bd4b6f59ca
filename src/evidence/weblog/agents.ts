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
  let list: DataView[] = []
  let size = 0
  /** The bytes looked at last, of which most lines are a part. */
  let seen = viewOf(Buffer.alloc(0))
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
  /** The slot of these bytes, or the empty one where they belong. */
  const placeFor = (bytes: DataView, start: number, length: number): number => {
    const mask = slots.length - 1
    for (let at = hashOf(bytes, start, length) & mask; ; at = (at + 1) & mask) {
      const entry = slots[at]!
      if (entry === 0 || same(list[entry - 1]!, bytes, start, length)) return at
    }
  }
  const add = (agent: DataView): void => {
    list.push(agent)
    size += agent.byteLength
    if (list.length * 2 > slots.length) {
      slots = new Int32Array(slots.length * 4)
      for (const [i, a] of list.entries()) slots[placeFor(a, 0, a.byteLength)] = i + 1
    } else slots[placeFor(agent, 0, agent.byteLength)] = list.length
  }
  for (const text of known) add(viewOf(Buffer.from(text)))
  return {
    numberOf: (b, start, end) => {
      if (b.buffer !== seen.buffer) seen = new DataView(b.buffer)
      const entry = slots[placeFor(seen, b.byteOffset + start, end - start)]!
      if (entry !== 0) return from + entry - 1
      if (list.length >= most.entries || size > most.bytes) forget()
      const bytes = Buffer.from(b.subarray(start, end))
      add(viewOf(bytes))
      fresh.add([exhibit, next, bytes.toString('utf8')])
      return next++
    },
    state: () => ({ next, from }),
    take: fresh.take,
  }
}

/**
 * FNV-1a (Fowler, Noll, Vo) over words of four bytes rather than single ones, on two ways at once, since each step waits
 * for the product before it.
 */
function hashOf(bytes: DataView, from: number, length: number): number {
  const to = from + length
  let h = 0x811c9dc5 ^ length
  let g = 0x01000193
  let i = from
  for (const end = to - 7; i < end; i += 8) {
    h = Math.imul(h ^ bytes.getInt32(i, true), 0x01000193)
    g = Math.imul(g ^ bytes.getInt32(i + 4, true), 0x01000193)
    h ^= h >>> 15
    g ^= g >>> 15
  }
  for (; i < to; i++) h = Math.imul(h ^ bytes.getUint8(i), 0x01000193)
  h = Math.imul(h ^ g, 0x01000193)
  return h ^ (h >>> 13)
}

/** Compares in a loop: for the hundred bytes that an agent has, a call into native code and its checks cost as much again. */
function same(agent: DataView, bytes: DataView, from: number, length: number): boolean {
  if (agent.byteLength !== length) return false
  let i = 0
  for (const end = length - 3; i < end; i += 4) {
    if (agent.getInt32(i, true) !== bytes.getInt32(from + i, true)) return false
  }
  for (; i < length; i++) if (agent.getUint8(i) !== bytes.getUint8(from + i)) return false
  return true
}

function viewOf(bytes: Buffer): DataView {
  return new DataView(bytes.buffer, bytes.byteOffset, bytes.length)
}
