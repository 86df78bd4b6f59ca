import { isIP } from 'node:net'
import { unpackInet } from '../db/inet.ts'
import { bytesOf } from './charset.ts'
import type { Derived } from './forum.ts'

/**
 * The text of an address that the software stores as 4 or 16 bytes in network order (PHP's inet_pton), given in hex, as
 * the bytes themselves where the dump declared no type, or as text already; null where nothing was stored. What is none
 * of these stays as it is, for whoever reads it next to tell.
 */
export function packedAddress(stored: string): string | null {
  // Where a backup kept PostgreSQL's own way to write bytes.
  const text = stored.trim().replace(/^\\x(?=(?:[0-9a-f]{2})*$)/i, '')
  if (text === '' || isIP(text) !== 0) return text === '' ? null : text
  const bytes = /^(?:[0-9a-f]{2})+$/i.test(text) ? Buffer.from(text, 'hex') : undeclared(stored)
  if (bytes === null) return stored
  if (bytes.length === 4) return bytes.join('.')
  if (bytes.length === 16) {
    // An IPv4 address in an IPv6 column is that IPv4 address (RFC 4291, section 2.5.5.2).
    const mapped = bytes.subarray(0, 10).every((b) => b === 0) && bytes[10] === 255 && bytes[11] === 255
    return mapped ? bytes.subarray(12).join('.') : unpackInet(Uint8Array.from([3, 128, 0, 16, ...bytes]))
  }
  const written = bytes.toString('latin1')
  return isIP(written) === 0 ? stored : written
}

/** The bytes of an address that was taken for text: for windows-1252, or by chance for UTF-8; NUL stands as U+2400 in the mirror. */
function undeclared(stored: string): Buffer | null {
  const text = stored.replaceAll('\u2400', '\0')
  const fits = (bytes: Buffer | null): Buffer | null => (bytes?.length === 4 || bytes?.length === 16 ? bytes : null)
  return text.length > 16 ? null : (fits(bytesOf(text)) ?? fits(Buffer.from(text, 'utf8')))
}

/** A column of packed addresses. */
export const packedIp: Derived = { by: packedAddress }

/** An address written as an IPv6 address that holds an IPv4 one (`::ffff:192.0.2.1`) is that IPv4 address. */
export const unmapped: Derived = {
  when: ':',
  by: (text) => /^::ffff:(\d{1,3}(?:\.\d{1,3}){3})$/i.exec(text.trim())?.[1] ?? hexMapped(text.trim()),
}

function hexMapped(text: string): string {
  const words = /^(?:::|0:0:0:0:0:)ffff:([0-9a-f]{1,4}):([0-9a-f]{1,4})$/i.exec(text)
  if (words === null) return text
  return [words[1], words[2]]
    .flatMap((w) => [Number.parseInt(w ?? '', 16) >> 8, Number.parseInt(w ?? '', 16) & 255])
    .join('.')
}

/** A column of IPv4 addresses as whole numbers (MySQL's INET_ATON); 0 is none, and what is no such number stays. */
export const numericIp: Derived = {
  by: (text) => {
    const number = /^-?\d{1,10}$/.test(text.trim()) ? Number(text) : Number.NaN
    if (Number.isNaN(number) || number > 0xffff_ffff || number < -0x8000_0000) return text
    return number === 0 ? null : [24, 16, 8, 0].map((shift) => (number >>> shift) & 255).join('.')
  },
}
