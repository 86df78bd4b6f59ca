/** Bytes of a stream taken in pieces of wanted sizes. */
export interface ByteSource {
  /** So many bytes, or fewer at the end. */
  readonly take: (length: number) => Promise<Buffer>
  /** The next `length` bytes piece by piece; `short` tells how many were missing at the end. */
  readonly stream: (length: number, short: (missing: number) => void) => AsyncGenerator<Uint8Array>
  readonly close: () => Promise<void>
}

/** Reads a stream by wanted sizes; pieces given out are copies or parts of what the stream gave, valid until the next call. */
export function openBytes(stream: AsyncIterable<Uint8Array>): ByteSource {
  const pieces = stream[Symbol.asyncIterator]()
  let rest: Uint8Array = new Uint8Array()
  const more = async (): Promise<boolean> => {
    while (rest.length === 0) {
      const next = await pieces.next()
      if (next.done) return false
      rest = next.value
    }
    return true
  }
  return {
    take: async (length) => {
      const out = Buffer.alloc(length)
      let at = 0
      while (at < length && (await more())) {
        const part = rest.subarray(0, length - at)
        out.set(part, at)
        at += part.length
        rest = rest.subarray(part.length)
      }
      return out.subarray(0, at)
    },
    stream: async function* (length, short) {
      for (let left = length; left > 0; ) {
        if (!(await more())) return short(left)
        const part = rest.subarray(0, left)
        rest = rest.subarray(part.length)
        left -= part.length
        yield part
      }
    },
    close: async () => void (await pieces.return?.()),
  }
}
