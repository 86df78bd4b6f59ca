import type { Derived } from '../forum.ts'
import { numericIp, packedAddress } from '../packed.ts'
import { secondsOf } from '../times.ts'

/** A time however software writes it: UNIX seconds or milliseconds, `20240131120000`, or a date and time (UTC where it names no zone). */
export const anyTime: Derived = {
  by: (text) => {
    const stated = text.trim()
    if (/^-?\d{1,11}(?:\.\d+)?$/.test(stated)) return String(Math.trunc(Number(stated)))
    const packed = /^((?:19|20)\d\d)(\d\d)(\d\d)(\d\d)(\d\d)(\d\d)$/.exec(stated)
    if (packed) return secondsOf(`${packed.slice(1, 4).join('-')} ${packed.slice(4).join(':')}`)
    if (/^\d{12,14}$/.test(stated)) return String(Math.floor(Number(stated) / 1000))
    return secondsOf(stated)
  },
}

/** An address however software writes it: text, packed bytes, or a whole number. */
export const anyAddress: Derived = {
  by: (text, cell) =>
    /^-?\d{7,10}$/.test(text.trim()) ? (numericIp.by(text, cell) as string | null) : packedAddress(text),
}

/** SQL for true, whatever software writes for it. */
export function isSet(column: string): string {
  return `coalesce(lower(${column}) IN ('1', 't', 'true', 'y', 'yes', 'on'), false)`
}

/** SQL for a reference that is none where it is empty or 0. */
export function reference(column: string): string {
  return `nullif(nullif(${column}, ''), '0')`
}
