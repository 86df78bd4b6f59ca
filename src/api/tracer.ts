import type { Trace } from './contract.ts'

/** Walks any id to the bytes it rests on and re-reads them; null when the case holds no such id. */
export interface Tracer {
  readonly trace: (id: string) => Promise<Trace | null>
}
