import { type LockedForm, whole } from '../form.ts'
import type { Peek } from '../peek.ts'

/** VeraCrypt's smallest volume is 292 KB; below this randomness says little. */
const least = 256 << 10
const sample = 64 << 10

/**
 * Files that have no structure at all: VeraCrypt and TrueCrypt volumes have none by design, and databases of SQLCipher none
 * either. Wiped disks and keystream look the same, so this is only ever a possibility.
 */
export const random: LockedForm = {
  name: 'random',
  about:
    'files without any signature whose bytes cannot be told from random ones: possible VeraCrypt or TrueCrypt volumes, SQLCipher databases',
  suspect: ({ size, source, head }) =>
    (source === 'other' || source === '') && size >= 4096 && size % 512 === 0 && head.length >= 4096 && !known(head),
  look: async (peek) => {
    const database = /\.(?:db|db3|sqlite|sqlite3)$/i.test(peek.path) && peek.size % 1024 === 0
    if (!database && peek.size < least) return []
    if (!(await looksRandom(peek))) return []
    return [
      database
        ? whole(peek, {
            kind: 'database',
            form: 'sqlcipher',
            certainty: 'possible',
            why: 'it is named as an SQLite database, has whole pages, and its bytes cannot be told from random ones: possibly SQLCipher',
          })
        : whole(peek, {
            kind: 'container',
            form: 'random',
            certainty: 'possible',
            why: 'it has no known header, a size that is a multiple of 512, and its bytes cannot be told from random ones (near 8 bits of entropy a byte): possibly a VeraCrypt or TrueCrypt volume, as well wiped space or other encrypted data',
          }),
    ]
  },
}

/** First bytes of formats whose content is as dense, by their usual magic numbers. */
function known(head: Buffer): boolean {
  const start = head.toString('latin1', 0, 16)
  return (
    /^(?:\xff\xd8\xff|\x89PNG|GIF8|RIFF|OggS|fLaC|ID3|PK\x03\x04|Rar!|7z\xbc|\x1f\x8b|BZh|\xfd7zXZ|\x28\xb5\x2f\xfd|%PDF|\x1aE\xdf\xa3|\x7fELF|MZ|\xd0\xcf\x11\xe0|SQLite|wOF2|\x00\x00\x01\xba)/.test(
      start,
    ) || start.slice(4, 8) === 'ftyp'
  )
}

/** Pearson's test against equal frequencies of all bytes, over the start, the middle and the end. */
async function looksRandom(peek: Peek): Promise<boolean> {
  const length = Math.min(sample, Math.floor(peek.size / 3))
  for (const at of [0, Math.floor(peek.size / 2), peek.size - length]) {
    const bytes = await peek.read(at, length)
    if (bytes.length < 1024 || !evenly(bytes)) return false
  }
  return true
}

/** With 255 degrees of freedom, random bytes lie between these but for one time in some ten thousand. */
const [lowest, highest] = [170, 355]

/** Chi-square of the frequencies of bytes. */
export function evenly(bytes: Buffer): boolean {
  const counts = new Uint32Array(256)
  for (const byte of bytes) counts[byte]! += 1
  const expected = bytes.length / 256
  const chi = counts.reduce((sum, n) => sum + (n - expected) ** 2 / expected, 0)
  return chi > lowest && chi < highest
}
