import { purpose, stream } from '../../../bench/data/random.ts'
import type { Form } from './forms.ts'
import { mutate } from './mutate.ts'

/** How many changes of a form were tried, and the one that took longest. */
export interface Survival {
  readonly tried: number
  readonly slowest: { readonly milliseconds: number; readonly change: number }
}

/** Which changes of a form are tried: those with these numbers of this seed, the same ones every time. */
export interface Trial {
  readonly from: number
  readonly to: number
  readonly seed: number
  readonly clock: () => number
  /** True when the trial is to end before its last change. */
  readonly late?: () => boolean
}

const page = 4096

/** Cuts a sample at every boundary of 4 kB, or at every so manieth; each part is read, and told to be cut off. */
export async function cutEverywhere(
  form: Form,
  every = 1,
): Promise<{ readonly cuts: number; readonly silent: readonly number[] }> {
  const silent: number[] = []
  let cuts = 0
  for (let at = 0; at < form.sample.length; at += page * every) {
    const { told } = await read(form, Buffer.from(form.sample.subarray(0, at)), -1 - cuts)
    cuts++
    if (told === 0 && at > 0) silent.push(at)
  }
  return { cuts, silent }
}

/** Reads changed copies of a sample, one after the other. */
export async function changeOften(form: Form, { from, to, seed, clock, late = () => false }: Trial): Promise<Survival> {
  let slowest = { milliseconds: 0, change: from }
  let n = from
  for (; n < to && !late(); n++) {
    const rng = stream(seed, purpose(form.name), n)
    const data = mutate(form.sample, rng)
    const start = clock()
    await read(form, data, n, rng)
    const milliseconds = clock() - start
    if (milliseconds > slowest.milliseconds) slowest = { milliseconds, change: n }
  }
  return { tried: n - from, slowest }
}

async function read(form: Form, data: Buffer, n: number, rng = stream(1, purpose(form.name), n >>> 0)) {
  const before = Buffer.from(data)
  try {
    const got = await form.read(data, rng)
    if (Buffer.compare(before, data) !== 0) throw new Error('the bytes were changed by reading them')
    return got
  } catch (error) {
    throw new Error(`${form.name}: change ${n} was not survived`, { cause: error })
  }
}
