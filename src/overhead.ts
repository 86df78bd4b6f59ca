/**
 * Where the time of a run goes outside its stages, in seconds; the shape of `overhead` in `holdfast run --json`, kept
 * stable. They add up with the stages' seconds to the run; what goes on beside something else is in `beside`.
 */
export interface Overhead {
  /** Opening the case: the database started, its schema brought up to date. */
  readonly start: number
  /** Hashing and copying what is new. */
  readonly acquire: number
  readonly verify_before: number
  /** Which stages are up to date, and what went before. */
  readonly between_stages: number
  /** Waiting for the exhibits to be verified and for what is left of the digest, side by side. */
  readonly verify_after_and_digest: number
  /** Counting rows and the completeness ledger, and the ledger's entry. */
  readonly counts: number
  /** Writing the ledger out and ending the database; known only when the case is closed. */
  readonly stop: number
  /** Work that went on beside stages and other work. */
  readonly beside: { readonly digest: number; readonly verify_after: number }
}

/** Names the parts that are waited for one after the other. */
export type Part = Exclude<keyof Overhead, 'beside'>

/** Measures the parts of a run. */
export interface Stopwatch {
  /** Does some work and adds its time to a part. */
  readonly time: <T>(part: Part, work: () => Promise<T>) => Promise<T>
  readonly add: (part: Part, seconds: number) => void
  readonly beside: (part: keyof Overhead['beside'], seconds: number) => void
  readonly read: () => Overhead
}

/** Opens a stopwatch; `now` says milliseconds. */
export function openStopwatch(now: () => number = () => performance.now()): Stopwatch {
  const parts: Record<Part, number> = {
    start: 0,
    acquire: 0,
    verify_before: 0,
    between_stages: 0,
    verify_after_and_digest: 0,
    counts: 0,
    stop: 0,
  }
  const beside = { digest: 0, verify_after: 0 }
  const add = (part: Part, seconds: number): void => {
    parts[part] += Math.max(0, seconds)
  }
  return {
    add,
    time: async (part, work) => {
      const from = now()
      try {
        return await work()
      } finally {
        add(part, (now() - from) / 1000)
      }
    },
    beside: (part, seconds) => {
      beside[part] += Math.max(0, seconds)
    },
    read: () => ({ ...rounded(parts), beside: rounded(beside) }),
  }
}

function rounded<T extends Readonly<Record<string, number>>>(seconds: T): T {
  return Object.fromEntries(Object.entries(seconds).map(([k, s]) => [k, Math.round(s * 1000) / 1000])) as unknown as T
}
