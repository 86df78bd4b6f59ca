import { setTimeout as sleep } from 'node:timers/promises'
import { describe, expect, it } from 'vitest'
import { inTurn, oneAtATime } from '../../src/dissemination/in-turn.ts'

const all = async <T>(items: AsyncIterable<T>): Promise<T[]> => {
  const out: T[] = []
  for await (const item of items) out.push(item)
  return out
}

describe('work in turn', () => {
  it('gives results in the order of the items, whatever ends first', async () => {
    const slowFirst = async (n: number): Promise<number> => {
      await sleep(20 - 4 * n)
      return n * 10
    }
    expect(await all(inTurn([1, 2, 3, 4, 5], 3, slowFirst))).toEqual([10, 20, 30, 40, 50])
    expect(await all(inTurn([], 3, slowFirst))).toEqual([])
  })

  it('never has more under way than it may', async () => {
    let [under, most] = [0, 0]
    await all(
      inTurn([...'abcdefgh'], 3, async () => {
        under += 1
        most = Math.max(most, under)
        await sleep(1)
        under -= 1
      }),
    )
    expect(most).toBe(3)
  })

  it('fails where its turn is, after what came before, and leaves nothing running', async () => {
    const seen: number[] = []
    let [begun, ended] = [0, 0]
    const work = async (n: number): Promise<number> => {
      begun += 1
      if (n === 2) throw new Error('the second')
      await sleep(5)
      ended += 1
      return n
    }
    await expect(
      (async () => {
        for await (const n of inTurn([1, 2, 3, 4], 3, work)) seen.push(n)
      })(),
    ).rejects.toThrow('the second')
    expect(seen).toEqual([1])
    expect(ended).toBe(begun - 1)
  })

  it('waits for what is under way when nobody asks for more', async () => {
    let ended = 0
    for await (const n of inTurn([1, 2, 3, 4], 3, async (n) => {
      await sleep(n)
      ended += 1
      return n
    })) {
      expect(n).toBe(1)
      break
    }
    expect(ended).toBe(3)
  })
})

describe('one at a time', () => {
  it('keeps the order of asking, and goes on after a failure', async () => {
    const log: string[] = []
    const ask = oneAtATime(async (name: string) => {
      log.push(`${name} begins`)
      await sleep(name === 'first' ? 5 : 1)
      log.push(`${name} ends`)
      if (name === 'second') throw new Error(name)
      return name
    })
    const asked = ['first', 'second', 'third'].map(ask)
    expect((await Promise.allSettled(asked)).map((r) => r.status)).toEqual(['fulfilled', 'rejected', 'fulfilled'])
    expect(log).toEqual(['first', 'second', 'third'].flatMap((name) => [`${name} begins`, `${name} ends`]))
  })
})
