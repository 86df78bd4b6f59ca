import { describe, expect, it } from 'vitest'
import { openStopwatch } from '../src/overhead.ts'

describe('the time outside the stages', () => {
  it('is summed by part, in seconds, also where work fails', async () => {
    let at = 0
    const watch = openStopwatch(() => at)
    const work =
      (milliseconds: number, fails = false) =>
      async (): Promise<string> => {
        at += milliseconds
        if (fails) throw new Error('no paper')
        return 'done'
      }
    expect(await watch.time('acquire', work(1500))).toBe('done')
    await expect(watch.time('acquire', work(250, true))).rejects.toThrow('no paper')
    await watch.time('counts', work(20))
    watch.add('stop', 0.12345)
    watch.add('between_stages', -0.5)
    watch.beside('digest', 7)
    expect(watch.read()).toEqual({
      start: 0,
      acquire: 1.75,
      verify_before: 0,
      between_stages: 0,
      verify_after_and_digest: 0,
      counts: 0.02,
      stop: 0.123,
      beside: { digest: 7, verify_after: 0 },
    })
  })
})
