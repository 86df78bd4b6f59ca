import { momentText, numberText } from '../objects.ts'

/** A number that is held, and what is added to it; as it was where either is none. */
export function added(held: string | undefined, by: string): string {
  const sum = Number(held ?? 0) + Number(by)
  return Number.isFinite(sum) ? numberText(sum) : (held ?? by)
}

/** A score as it is kept. */
export function scoreOf(score: string): string {
  if (/^-?\d{1,15}$/.test(score)) return score
  if (/^[+-]?inf(?:inity)?$/i.test(score)) return score.startsWith('-') ? '-Infinity' : 'Infinity'
  return Number.isFinite(Number(score)) ? numberText(Number(score)) : score
}

/** An end of a range of scores, with or without itself. */
export function bound(text: string): { readonly value: number; readonly open: boolean } {
  const open = text.startsWith('(')
  return { value: Number(scoreOf(open ? text.slice(1) : text)), open }
}

/** Elements from one to another, counted from the end where negative. */
export function slice<T>(list: readonly T[], from: string, to: string): T[] {
  const place = (text: string): number => (Number(text) < 0 ? list.length + Number(text) : Number(text))
  return list.slice(Math.max(0, place(from)), Math.max(0, place(to) + 1))
}

/** A moment given in seconds or milliseconds; null where it is no number. */
export function moment(when: string | undefined, seconds: boolean): string | null {
  return /^\d{1,15}$/.test(when ?? '') ? momentText(BigInt(when!) * (seconds ? 1000n : 1n)) : null
}

/** Commands that are others under a name of their own. */
export const same: Readonly<Record<string, string>> = {
  hmset: 'hset',
  unlink: 'del',
  psetex: 'setex',
  hincrbyfloat: 'hincrby',
  incr: 'incrby',
  decr: 'decrby',
}

/** Commands in a log that change no object. */
export const silent = new Set([
  'multi',
  'exec',
  'ping',
  'publish',
  'spublish',
  'script',
  'eval',
  'function',
  'replconf',
])

/** An object of a kind with nothing in it. */
export function blank(kind: 'hash' | 'zset' | 'set' | 'list' | 'string'): object {
  if (kind === 'hash') return { kind, fields: new Map() }
  if (kind === 'zset') return { kind, members: new Map() }
  if (kind === 'set') return { kind, members: new Set() }
  return kind === 'list' ? { kind, front: [], items: [] } : { kind, text: '' }
}
