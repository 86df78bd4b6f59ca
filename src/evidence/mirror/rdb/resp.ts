import { type Cursor, Damaged, Short, take } from './cursor.ts'

/** Arguments of one command. */
const mostArguments = 1 << 20

/**
 * The next command of a log as its arguments (Redis serialization protocol: an array of bulk strings); none for a line
 * that only says the time (`#TS:`, aof.c).
 */
export function commandAt(c: Cursor): readonly Buffer[] {
  const mark = take(c, 1)[0]
  if (mark === 0x23) {
    line(c, 200)
    return []
  }
  if (mark !== 0x2a) throw new Damaged()
  const count = Number(line(c, 10))
  if (!(count >= 1 && count <= mostArguments)) throw new Damaged()
  return Array.from({ length: count }, () => {
    if (take(c, 1)[0] !== 0x24) throw new Damaged()
    const length = Number(line(c, 12))
    if (!(length >= 0)) throw new Damaged()
    const value = take(c, length)
    const end = take(c, 2)
    if (end[0] !== 0x0d || end[1] !== 0x0a) throw new Damaged()
    return value
  })
}

/** A line up to its end; of numbers no longer than they can be. */
function line(c: Cursor, longest: number): string {
  const end = c.bytes.subarray(c.at, c.at + longest + 2).indexOf('\r\n')
  if (end < 0) throw c.bytes.length - c.at < longest + 2 ? new Short() : new Damaged()
  const text = take(c, end + 2).toString('latin1', 0, end)
  if (longest <= 12 && !/^\d+$/.test(text)) throw new Damaged()
  return text
}

/** Where the next command may begin behind damage; -1 where none is in sight. */
export function nextCommand(bytes: Buffer, from: number): number {
  for (let at = bytes.indexOf('\r\n*', from); at >= 0; at = bytes.indexOf('\r\n*', at + 1))
    if (/^\*\d{1,7}\r\n\$\d{1,9}\r\n[A-Za-z]/.test(bytes.toString('latin1', at + 2, at + 26))) return at + 2
  return -1
}
