import { closeSync, constants, fstatSync, openSync, readSync } from 'node:fs'
import { type Image, lastBefore } from './image.ts'

/** A raw image in one file, or in segments one after the other. */
export function openRaw(paths: readonly string[]): Image {
  const files = paths.map((path) => openSync(path, constants.O_RDONLY))
  const sizes = files.map((file) => fstatSync(file).size)
  const starts: number[] = []
  let size = 0
  for (const own of sizes) {
    starts.push(size)
    size += own
  }
  return {
    size,
    paths,
    read: (at, length) => {
      const buffer = Buffer.allocUnsafe(Math.max(0, Math.min(length, size - at)))
      let done = 0
      for (let i = lastBefore(starts, at); i < files.length && done < buffer.length; i++) {
        const from = at + done - starts[i]!
        const wanted = Math.min(buffer.length - done, sizes[i]! - from)
        for (let got = 0; got < wanted; ) {
          const read = readSync(files[i]!, buffer, done, wanted - got, from + got)
          if (read === 0) return buffer.subarray(0, done)
          got += read
          done += read
        }
      }
      return buffer.subarray(0, done)
    },
    close: () => {
      for (const file of files) closeSync(file)
    },
  }
}
