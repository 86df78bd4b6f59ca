import { setFlagsFromString } from 'node:v8'
import { runInNewContext } from 'node:vm'

let collect: (() => void) | null = null
/** What the heap took when it was last collected, in bytes. */
let kept = 0
/** A heap as large as this is always collected: what it gives back counts, in bytes. */
const large = 256 << 20

/**
 * Gives the memory of what is no longer held back to the system, where the heap takes more than `from` bytes and has grown
 * by a quarter since it last did, or is large. V8 would keep it for what comes next: a stage that held much would count in the peak of
 * every later one. A heap that did not grow is left alone: a collection of what is all in use costs a tenth of a second.
 */
export function releaseMemory(from: number = 96 << 20): void {
  const { heapTotal } = process.memoryUsage()
  if (heapTotal < Math.max(from, Math.min(kept * 1.25, large))) return
  if (collect === null) {
    // The function is there only for contexts made after the flag was set (Node.js manual, v8.setFlagsFromString).
    setFlagsFromString('--expose-gc')
    collect = runInNewContext('gc') as () => void
    setFlagsFromString('--no-expose-gc')
  }
  collect()
  kept = process.memoryUsage().heapTotal
}
