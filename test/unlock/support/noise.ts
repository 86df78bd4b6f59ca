import { createCipheriv } from 'node:crypto'

/** Bytes that no test can tell from random ones, the same every time. */
export function noise(length: number): Buffer {
  return createCipheriv('aes-128-ctr', Buffer.alloc(16, 1), Buffer.alloc(16)).update(Buffer.alloc(length))
}
