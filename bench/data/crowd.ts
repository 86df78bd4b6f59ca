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

const period = 14 * 86_400

/** Prepares drawing from accounts given in order of joining; moments asked for must ascend for speed, not for truth. */
export function makeCrowd(accounts: readonly Account[], reading: number): Crowd {
  const sums = new Float64Array(accounts.length)
  let from = -1
  let known = 0
  let total = 0

  function refresh(time: number): void {
    const now = Math.floor(time / period)
    if (now === from) return
    from = now
    total = 0
    known = 0
    for (let i = 0; i < accounts.length; i++) {
      const a = accounts[i]!
      if (a.joined > (now + 1) * period && i > 0) break
      const present = a.leaves >= now * period || i === 0
      total += present ? a.weight + reading : 0
      sums[i] = total
      known = i + 1
    }
  }
  function draw(rng: Rng): number {
    const at = rng.unit() * total
    let low = 0
    let high = known - 1
    while (low < high) {
      const middle = (low + high) >> 1
      if (sums[middle]! > at) high = middle
      else low = middle + 1
    }
    return low
  }
  return {
    writer(rng, time) {
      refresh(time)
      let index = 0
      for (let tries = 0; tries < 12; tries++) {
        index = draw(rng)
        const a = accounts[index]!
        if (a.joined >= time) continue
        const c = countries[a.net.country]!
        if (rng.chance(awake[(localHour(time, c.offset, c.summer) + a.owl + 24) % 24]!)) return index
      }
      return accounts[index]!.joined < time ? index : 0
    },
    anybody(rng, time) {
      refresh(time)
      for (let tries = 0; tries < 12; tries++) {
        const index = draw(rng)
        if (accounts[index]!.joined < time) return index
      }
      return 0
    },
  }
}
