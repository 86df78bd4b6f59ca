import { setFlagsFromString } from 'node:v8'
import { runInNewContext } from 'node:vm'

let collect: (() => void) | null = null

/**
 * Gives the memory of what is no longer held back to the system, where the heap takes more than `from` bytes. V8 would
 * keep it for what comes next: a stage that held much would count in the peak of every later one.
 */
export function releaseMemory(from: number = 96 << 20): void {
  if (process.memoryUsage().heapTotal < from) return
  if (collect === null) {
    // The function is there only for contexts made after the flag was set (Node.js manual, v8.setFlagsFromString).
    setFlagsFromString('--expose-gc')
    collect = runInNewContext('gc') as () => void
    setFlagsFromString('--no-expose-gc')
  }
  collect()
}
