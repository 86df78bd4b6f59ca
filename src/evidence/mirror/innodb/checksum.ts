import { crc32c } from './crc32c.ts'

/** How the checksum of a page was made (MySQL manual, innodb_checksum_algorithm), or that it does not fit. */
export type Checksum = 'crc32' | 'innodb' | 'none' | 'empty' | 'wrong'

/** Stands in a page whose server was told to make no checksums (MySQL source, buf0checksum.h, BUF_NO_CHECKSUM_MAGIC). */
const noChecksum = 0xdeadbeef

/**
 * Tells by which algorithm a page's checksum holds. Source: MySQL source, storage/innobase/buf/checksum.cc and
 * include/ut0rnd.ic (ut_fold_binary).
 */
export function checksumOf(bytes: Uint8Array, view: DataView): Checksum {
  const end = bytes.length - 8
  const [head, tail] = [view.getUint32(0), view.getUint32(end)]
  if (head === 0 && tail === 0 && isZero(bytes)) return 'empty'
  if (head === noChecksum && tail === noChecksum) return 'none'
  const crc = (crc32c(bytes, 4, 26) ^ crc32c(bytes, 38, end)) >>> 0
  if (head === crc && tail === crc) return 'crc32'
  const folded = (fold(bytes, 4, 26) + fold(bytes, 38, end)) >>> 0
  // The older field may hold the low half of the log's number instead.
  const lsn = view.getUint32(20)
  if (head === folded && (tail === fold(bytes, 0, 26) || tail === lsn)) return 'innodb'
  return 'wrong'
}

function isZero(bytes: Uint8Array): boolean {
  for (let i = 0; i < bytes.length; i++) if (bytes[i] !== 0) return false
  return true
}

function fold(bytes: Uint8Array, from: number, to: number): number {
  let n = 0
  for (let i = from; i < to; i++) n = pair(n, bytes[i]!)
  return n >>> 0
}

function pair(a: number, b: number): number {
  return (((((a ^ b ^ 1653893711) << 8) + a) ^ 1463735687) + b) | 0
}
