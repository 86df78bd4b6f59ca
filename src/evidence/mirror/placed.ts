import { closeSync, constants, fstatSync, openSync, readSync } from 'node:fs'
import type { PlacedFile } from './source.ts'

/** So many bytes are read at once, since what is read next often lies behind. */
const readAhead = 256 << 10

/** Opens a file read-only to be read at any place. */
export function openPlaced(file: number, path: string): PlacedFile & { readonly close: () => void } {
  const handle = openSync(path, constants.O_RDONLY)
  const { size } = fstatSync(handle)
  let held = new Uint8Array(0)
  let from = 0
  return {
    file,
    size,
    read: (offset, length) => {
      const wanted = Math.max(0, Math.min(length, size - offset))
      if (offset < from || offset + wanted > from + held.length) {
        const buffer = new Uint8Array(Math.max(wanted, Math.min(readAhead, size - offset)))
        let got = 0
        for (let n = 1; n > 0 && got < buffer.length; got += n)
          n = readSync(handle, buffer, got, buffer.length - got, offset + got)
        held = buffer.subarray(0, got)
        from = offset
      }
      return held.subarray(offset - from, offset - from + wanted)
    },
    close: () => closeSync(handle),
  }
}
