/** Who acts at a given moment: heavy writers more often, nobody before joining, few in their sleep. */
import type { Account } from './account.ts'
import { countries } from './countries.ts'
import type { Rng } from './random.ts'
import { awake, localHour } from './timeline.ts'

/** Draws indices into the accounts a crowd was made of. */
export interface Crowd {
  /** Somebody awake and active at that time. */
  readonly writer: (rng: Rng, time: number) => number
  /** Anybody who had joined by then, writers likelier. */
  readonly anybody: (rng: Rng, time: number) => number
}

/** Running sums of the weights of those present in one fortnight. */
interface Present {
  readonly sums: Float64Array
  readonly indices: Int32Array
}

const period = 14 * 86_400
const remembered = 8

/** Prepares drawing from accounts given in order of joining; `reading` is the weight of those who never write. */
export function makeCrowd(accounts: readonly Account[], reading: number): Crowd {
  const known = new Map<number, Present>()

  function present(time: number): Present {
    const now = Math.floor(time / period)
    const found = known.get(now)
    if (found !== undefined) return found
    const sums: number[] = []
    const indices: number[] = []
    let total = 0
    for (let i = 0; i < accounts.length; i++) {
      const a = accounts[i]!
      if (a.joined > (now + 1) * period && i > 0) break
      const weight = a.leaves >= now * period || i === 0 ? a.weight + reading : 0
      if (weight === 0) continue
      total += weight
      sums.push(total)
      indices.push(i)
    }
    const made = { sums: Float64Array.from(sums), indices: Int32Array.from(indices) }
    if (known.size >= remembered) known.delete(known.keys().next().value as number)
    known.set(now, made)
    return made
  }
  function draw(rng: Rng, { sums, indices }: Present): number {
    const at = rng.unit() * sums[sums.length - 1]!
    let low = 0
    let high = sums.length - 1
    while (low < high) {
      const middle = (low + high) >> 1
      if (sums[middle]! > at) high = middle
      else low = middle + 1
    }
    return indices[low]!
  }
  return {
    writer(rng, time) {
      const there = present(time)
      let index = 0
      for (let tries = 0; tries < 12; tries++) {
        index = draw(rng, there)
        const a = accounts[index]!
        if (a.joined >= time) continue
        const c = countries[a.net.country]!
        if (rng.chance(awake[(localHour(time, c.offset, c.summer) + a.owl + 24) % 24]!)) return index
      }
      return accounts[index]!.joined < time ? index : 0
    },
    anybody(rng, time) {
      const there = present(time)
      for (let tries = 0; tries < 12; tries++) {
        const index = draw(rng, there)
        if (accounts[index]!.joined < time) return index
      }
      return 0
    },
  }
}
