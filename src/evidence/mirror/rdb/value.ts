import { numberText, type StoredObject } from '../objects.ts'
import { type Cursor, count, Damaged, raw, take, text } from './cursor.ts'
import { intset, listpack, ziplist } from './packed.ts'

/** Types that are known but not read, in words. */
export const unread: Readonly<Record<number, string>> = {
  6: 'a module',
  7: 'a module',
  9: 'a hash in the form of Redis before 2.6',
  15: 'a stream',
  19: 'a stream',
  21: 'a stream',
  22: 'a hash whose fields expire',
  23: 'a hash whose fields expire',
  24: 'a hash whose fields expire',
  25: 'a hash whose fields expire',
}

/** The value of a key (Redis, rdb.h, "Map object types to RDB object types"); Damaged where there is no such type. */
export function heldUnder(c: Cursor, type: number): StoredObject {
  switch (type) {
    case 0:
      return { kind: 'string', text: text(c) }
    case 1:
      return { kind: 'list', items: many(count(c), () => [text(c)]) }
    case 10:
      return { kind: 'list', items: ziplist(c, raw(c)) }
    case 14:
      return { kind: 'list', items: many(count(c), () => ziplist(c, raw(c))) }
    case 18:
      return { kind: 'list', items: many(count(c), () => (count(c) === 1 ? [text(c)] : listpack(c, raw(c)))) }
    case 2:
      return { kind: 'set', members: many(count(c), () => [text(c)]) }
    case 11:
      return { kind: 'set', members: intset(c, raw(c)) }
    case 20:
      return { kind: 'set', members: listpack(c, raw(c)) }
    case 3:
      return { kind: 'zset', members: pairs(many(count(c), () => [text(c), oldScore(c)])) }
    case 5:
      return { kind: 'zset', members: pairs(many(count(c), () => [text(c), numberOf(take(c, 8).readDoubleLE(0))])) }
    case 12:
      return { kind: 'zset', members: scored(ziplist(c, raw(c))) }
    case 17:
      return { kind: 'zset', members: scored(listpack(c, raw(c))) }
    case 4:
      return hash(many(count(c), () => [text(c), text(c)]))
    case 13:
      return hash(ziplist(c, raw(c)))
    case 16:
      return hash(listpack(c, raw(c)))
    default:
      throw new Damaged()
  }
}

/** So many times what a read gives; each takes bytes, so that a false count comes to their end. */
function many(times: number, read: () => readonly string[]): string[] {
  const all: string[] = []
  for (let n = 0; n < times; n++) for (const one of read()) all.push(one)
  return all
}

function pairs(list: readonly string[]): [string, string][] {
  if (list.length % 2 > 0) throw new Damaged()
  return Array.from({ length: list.length / 2 }, (_, i) => [list[2 * i]!, list[2 * i + 1]!])
}

function scored(list: readonly string[]): [string, string][] {
  return pairs(list).map(([value, score]) => {
    const exact = /^-?\d{1,15}$/.test(score) ? score : numberOf(Number(score))
    return [value, exact]
  })
}

function hash(list: readonly string[]): StoredObject {
  const fields = pairs(list).map(([name, value]) => `${JSON.stringify(name)}:${JSON.stringify(value)}`)
  return { kind: 'hash', fields: `{${fields.join(',')}}` }
}

function numberOf(score: number): string {
  return Number.isFinite(score) ? numberText(score) : String(score)
}

/** A score written as text, with lengths that stand for what is no number. */
function oldScore(c: Cursor): string {
  const length = take(c, 1)[0]!
  if (length >= 253) return ['NaN', 'Infinity', '-Infinity'][length - 253]!
  return numberOf(Number(take(c, length).toString('latin1')))
}
