import type { ClientBase } from 'pg'
import { copyHeaderLength, copyParts } from '../db/copy-out.ts'

/** Rows as COPY BINARY gives them, undecoded: one tuple after the other, each with its count of fields first. */
export interface Tuples {
  readonly bytes: Buffer
  /** Where each tuple begins. */
  readonly starts: readonly number[]
}

const blockBytes = 1024 * 1024

/** Streams the rows of a query out in blocks. For the connection see `copyParts`. */
export function readTuples(client: ClientBase, sql: string): AsyncGenerator<Tuples, void, undefined> {
  let block = Buffer.alloc(0)
  let starts: number[] = []
  let used = 0
  let begun = false
  const add = (message: Buffer): Tuples | null => {
    const start = begun ? 0 : copyHeaderLength
    begun = true
    // The trailer is a count of -1.
    if (message.length - start < 2 || message[start] === 0xff) return null
    const length = message.length - start
    let full: Tuples | null = null
    if (used + length > block.length) {
      full = rest()
      block = Buffer.allocUnsafeSlow(Math.max(blockBytes, length))
    }
    // A row that is to outlive this call is copied.
    message.copy(block, used, start)
    starts.push(used)
    used += length
    return full
  }
  const rest = (): Tuples | null => {
    const full = starts.length > 0 ? { bytes: block.subarray(0, used), starts } : null
    block = block.subarray(used)
    starts = []
    used = 0
    return full
  }
  return copyParts(client, sql, { add, rest })
}
