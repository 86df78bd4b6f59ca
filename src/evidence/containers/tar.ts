import { createReadStream } from 'node:fs'
import type { Container } from '../unpack/container.ts'
import { isTar, readTar } from '../unpack/tar-stream.ts'

/** Tar archives: ustar, pax, GNU and the oldest form. */
export const tar: Container = {
  name: 'tar',
  about: 'tar archives (ustar, pax, GNU)',
  detect: isTar,
  open: ({ place, report, signal }) => readTar(createReadStream(place, { highWaterMark: 256 << 10, signal }), report),
}
