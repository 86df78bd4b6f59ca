import { createInflate } from 'node:zlib'

/**
 * Unpacks a zlib stream (RFC 1950) that comes in pieces. What it gives before damage is given; then the damage is told
 * and the rest is left.
 */
export async function* inflated(
  packed: AsyncIterable<Uint8Array>,
  damaged: (detail: string) => void,
): AsyncGenerator<Uint8Array> {
  const z = createInflate({ chunkSize: 64 << 10, readableHighWaterMark: 1 << 30 } as object)
  let failure: string | null = null
  let [ended, any] = [false, false]
  z.on('error', (error) => {
    failure = error.message
  })
  z.on('end', () => {
    ended = true
  })
  const push = (piece: Uint8Array): Promise<void> =>
    new Promise((resolve) => {
      const failed = () => resolve()
      z.once('error', failed)
      z.write(piece, () => {
        z.off('error', failed)
        resolve()
      })
    })
  try {
    for await (const piece of packed) {
      // Small pieces, so that little is lost before the byte at which unpacking fails.
      for (let at = 0; at < piece.length && failure === null; at += 1024) {
        any = true
        await push(piece.subarray(at, at + 1024))
        const out = z.read() as Buffer | null
        if (out !== null) yield out
      }
      if (failure !== null) break
    }
    if (failure !== null) return damaged(`its content cannot be unpacked from a place on: ${failure}`)
    if (!any) return
    const end = new Promise<void>((resolve) => {
      z.once('error', () => resolve())
      z.once('end', () => resolve())
      z.once('close', () => resolve())
      z.end()
      z.resume()
    })
    await end
    if (failure !== null || !ended) damaged('its packed content ends before its time; all before was kept')
  } finally {
    z.destroy()
  }
}
