import { purpose, stream } from '../../../bench/data/random.ts'
import type { Form } from './forms.ts'
import { mutate } from './mutate.ts'

/** What came of trying a form. */
export interface Survival {
  readonly cuts: number
  readonly changes: number
  /** Of the cuts, those that were not told. */
  readonly silent: readonly number[]
  readonly slowest: { readonly milliseconds: number; readonly change: number }
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

/** Reads so many changed copies of a sample, the same ones for the same seed. */
export async function changeOften(
  form: Form,
  count: number,
  seed: number,
  clock: () => number,
): Promise<Survival['slowest']> {
  let slowest = { milliseconds: 0, change: 0 }
  for (let n = 0; n < Math.ceil(count * (form.share ?? 1)); n++) {
    const rng = stream(seed, purpose(form.name), n)
    const data = mutate(form.sample, rng)
    const start = clock()
    await read(form, data, n, rng)
    const milliseconds = clock() - start
    if (milliseconds > slowest.milliseconds) slowest = { milliseconds, change: n }
  }
  return slowest
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
