import type { Place, StoredObject } from '../objects.ts'
import { type Earlier, fieldsOf, type Kept } from './kept.ts'
import { added, blank, bound, moment, same, scoreOf, silent, slice } from './replay-values.ts'

/** What commands lead to. */
export interface Replay {
  /** Carries out a command; false where it is none that is known. */
  readonly apply: (args: readonly string[], at: Place) => boolean
  /** Puts an object where a dump has it. */
  readonly set: (
    key: string,
    object: StoredObject,
    fields: readonly (readonly [string, string])[],
    kept: Pick<Kept, 'at' | 'expires'>,
  ) => void
  readonly entries: () => IterableIterator<readonly [key: string, kept: Kept]>
  /** Characters held, and elements looked through: both have an end. */
  readonly size: () => number
  readonly work: () => number
  /** The number of the database that commands are for. */
  readonly database: () => string
}

/** Begins with nothing; `earlier` hears of what is overwritten or deleted. */
export function openReplay(earlier: (e: Earlier) => void): Replay {
  const stores = new Map<string, Map<string, Kept>>()
  let [database, size, work] = ['0', 0, 0]
  let store = new Map<string, Kept>()
  stores.set(database, store)

  const made = <K extends Kept['kind']>(key: string, kind: K, at: Place): Extract<Kept, { kind: K }> | null => {
    const known = store.get(key)
    if (known !== undefined) {
      known.at = at
      return known.kind === kind ? (known as Extract<Kept, { kind: K }>) : null
    }
    size += key.length + 64
    const fresh = { ...blank(kind), at, expires: null } as unknown as Extract<Kept, { kind: K }>
    store.set(key, fresh)
    return fresh
  }
  const field = (
    kept: Extract<Kept, { kind: 'hash' }>,
    key: string,
    name: string,
    value: string,
    at: Place,
    told = true,
  ) => {
    const before = kept.fields.get(name)
    if (told && before !== undefined && before.value !== value)
      earlier({ key, field: name, value: before.value, change: 'changed', at: before.at })
    size += before === undefined ? name.length + value.length + 96 : value.length - before.value.length
    kept.fields.set(name, { value, at })
  }
  const gone = (key: string): void => {
    const kept = store.get(key)
    if (kept === undefined) return
    if (kept.kind === 'hash') earlier({ key, field: null, value: fieldsOf(kept), change: 'deleted', at: kept.at })
    if (kept.kind === 'string') earlier({ key, field: null, value: kept.text, change: 'deleted', at: kept.at })
    size -= key.length + 64
    store.delete(key)
  }
  const text = (key: string, value: string, at: Place): void => {
    const before = store.get(key)
    if (before?.kind === 'string' && before.text !== value)
      earlier({ key, field: null, value: before.text, change: 'changed', at: before.at })
    size += value.length - (before?.kind === 'string' ? before.text.length : 0)
    store.set(key, { kind: 'string', text: value, at, expires: null })
  }
  const expire = (key: string, moment: string | null): void => {
    const kept = store.get(key)
    if (kept !== undefined) kept.expires = moment
  }
  const scored = (key: string, member: string, score: string, at: Place): void => {
    const kept = made(key, 'zset', at)
    if (kept === null) return
    if (!kept.members.has(member)) size += member.length + 96
    kept.members.set(member, { value: score, at })
  }

  /** A list in its order. */
  const list = (key: string, at: Place): Extract<Kept, { kind: 'list' }> | null => {
    const kept = made(key, 'list', at)
    if (kept === null) return null
    if (kept.front.length > 0) {
      kept.items = [...kept.front.reverse(), ...kept.items]
      kept.front = []
    }
    work += kept.items.length
    return kept
  }

  const commands: Readonly<Record<string, (a: readonly string[], at: Place) => void>> = {
    select: ([n]) => {
      database = n ?? '0'
      store = stores.get(database) ?? new Map<string, Kept>()
      stores.set(database, store)
    },
    hset: ([key = '', ...rest], at) => {
      const kept = made(key, 'hash', at)
      if (kept !== null) for (let i = 0; i + 1 < rest.length; i += 2) field(kept, key, rest[i]!, rest[i + 1]!, at)
    },
    hsetnx: ([key = '', name = '', value = ''], at) => {
      const kept = made(key, 'hash', at)
      if (kept !== null && !kept.fields.has(name)) field(kept, key, name, value, at)
    },
    hincrby: ([key = '', name = '', by = '0'], at) => {
      const kept = made(key, 'hash', at)
      if (kept !== null) field(kept, key, name, added(kept.fields.get(name)?.value, by), at, false)
    },
    hdel: ([key = '', ...names], at) => {
      const kept = made(key, 'hash', at)
      for (const name of names) {
        const before = kept?.fields.get(name)
        if (before !== undefined) earlier({ key, field: name, value: before.value, change: 'deleted', at: before.at })
        kept?.fields.delete(name)
      }
      if (kept?.fields.size === 0) store.delete(key)
    },
    zadd: ([key = '', ...rest], at) => {
      let i = 0
      const options = new Set<string>()
      for (; /^(?:nx|xx|gt|lt|ch|incr)$/i.test(rest[i] ?? ''); i++) options.add(rest[i]!.toLowerCase())
      for (; i + 1 < rest.length; i += 2) {
        const before = store.get(key)
        const held = before?.kind === 'zset' ? before.members.get(rest[i + 1]!)?.value : undefined
        if (options.has('nx') ? held !== undefined : options.has('xx') && held === undefined) continue
        const score = options.has('incr') ? added(held, rest[i]!) : scoreOf(rest[i]!)
        if (held !== undefined && options.has('gt') && !(Number(score) > Number(held))) continue
        if (held !== undefined && options.has('lt') && !(Number(score) < Number(held))) continue
        scored(key, rest[i + 1]!, score, at)
      }
    },
    zincrby: ([key = '', by = '0', member = ''], at) => {
      const held = store.get(key)
      scored(key, member, added(held?.kind === 'zset' ? held.members.get(member)?.value : undefined, by), at)
    },
    zrem: ([key = '', ...members], at) => remove(made(key, 'zset', at), key, members),
    zremrangebyscore: ([key = '', from = '', to = ''], at) => {
      const kept = made(key, 'zset', at)
      const [above, below] = [bound(from), bound(to)]
      work += kept?.members.size ?? 0
      const within = (n: number): boolean =>
        (above.open ? n > above.value : n >= above.value) && (below.open ? n < below.value : n <= below.value)
      remove(
        kept,
        key,
        [...(kept?.members ?? [])].flatMap(([m, { value }]) => (within(Number(value)) ? [m] : [])),
      )
    },
    zremrangebyrank: ([key = '', from = '0', to = '-1'], at) => {
      const kept = made(key, 'zset', at)
      work += 20 * (kept?.members.size ?? 0)
      const order = [...(kept?.members ?? [])].sort(
        ([a, x], [b, y]) => Number(x.value) - Number(y.value) || Buffer.compare(Buffer.from(a), Buffer.from(b)),
      )
      remove(
        kept,
        key,
        slice(order, from, to).map(([m]) => m),
      )
    },
    sadd: ([key = '', ...members], at) => {
      const kept = made(key, 'set', at)
      for (const m of members) {
        if (kept !== null && !kept.members.has(m)) size += m.length + 32
        kept?.members.add(m)
      }
    },
    srem: ([key = '', ...members], at) => remove(made(key, 'set', at), key, members),
    smove: ([from = '', to = '', member = ''], at) => {
      commands.srem!([from, member], at)
      commands.sadd!([to, member], at)
    },
    rpush: ([key = '', ...items], at) => push(made(key, 'list', at)?.items, items),
    lpush: ([key = '', ...items], at) => push(made(key, 'list', at)?.front, items),
    lpop: ([key = '', n = '1'], at) => {
      const kept = list(key, at)
      if (kept !== null) kept.items = kept.items.slice(Number(n) || 0)
    },
    rpop: ([key = '', n = '1'], at) => {
      const kept = list(key, at)
      if (kept !== null) kept.items = kept.items.slice(0, Math.max(0, kept.items.length - (Number(n) || 0)))
    },
    lrem: ([key = '', n = '0', item = ''], at) => {
      const kept = list(key, at)
      if (kept === null) return
      const all = kept.items.flatMap((one, i) => (one === item ? [i] : []))
      const some = Number(n) > 0 ? all.slice(0, Number(n)) : Number(n) < 0 ? all.slice(Number(n)) : all
      const out = new Set(some)
      kept.items = kept.items.filter((_, i) => !out.has(i))
    },
    ltrim: ([key = '', from = '0', to = '-1'], at) => {
      const kept = list(key, at)
      if (kept !== null) kept.items = slice(kept.items, from, to)
    },
    lset: ([key = '', n = '0', item = ''], at) => {
      const kept = list(key, at)
      const i = Number(n) < 0 ? (kept?.items.length ?? 0) + Number(n) : Number(n)
      if (kept !== null && Number.isInteger(i) && i >= 0 && i < kept.items.length) kept.items[i] = item
    },
    set: ([key = '', value = '', ...options], at) => {
      text(key, value, at)
      const i = options.findIndex((o) => /^(?:pxat|exat)$/i.test(o))
      if (i >= 0) expire(key, moment(options[i + 1], /^exat$/i.test(options[i]!)))
    },
    setex: ([key = '', , value = ''], at) => text(key, value, at),
    setnx: ([key = '', value = ''], at) => {
      if (!store.has(key)) text(key, value, at)
    },
    append: ([key = '', value = ''], at) => {
      const held = store.get(key)
      text(key, (held?.kind === 'string' ? held.text : '') + value, at)
    },
    incrby: ([key = '', by = '1'], at) => {
      const held = store.get(key)
      if (held?.kind !== 'string') return text(key, added(undefined, by), at)
      held.text = added(held.text, by)
      held.at = at
    },
    decrby: ([key = '', by = '1'], at) => commands.incrby!([key, by.startsWith('-') ? by.slice(1) : `-${by}`], at),
    del: (keys) => {
      for (const key of keys) gone(key)
    },
    rename: ([from = '', to = ''], at) => {
      const kept = store.get(from)
      if (kept === undefined || from === to) return
      gone(to)
      store.delete(from)
      kept.at = at
      store.set(to, kept)
    },
    pexpireat: ([key = '', when]) => expire(key, moment(when, false)),
    expireat: ([key = '', when]) => expire(key, moment(when, true)),
    persist: ([key = '']) => expire(key, null),
    flushdb: () => {
      for (const key of [...store.keys()]) gone(key)
    },
    flushall: () => {
      const own = store
      for (const one of stores.values()) {
        store = one
        for (const key of [...one.keys()]) gone(key)
      }
      store = own
    },
  }
  const remove = (
    kept: { members: Map<string, unknown> | Set<string> } | null,
    key: string,
    members: readonly string[],
  ) => {
    for (const m of members) kept?.members.delete(m)
    if (kept?.members.size === 0) store.delete(key)
  }
  const push = (to: string[] | undefined, items: readonly string[]): void => {
    for (const item of items) {
      size += item.length + 32
      to?.push(item)
    }
  }

  return {
    apply: ([name = '', ...args], at) => {
      const known = name.toLowerCase()
      if (silent.has(known)) return true
      const run = Object.hasOwn(commands, same[known] ?? known) ? commands[same[known] ?? known] : undefined
      run?.(args, at)
      return run !== undefined
    },
    set: (key, object, fields, { at, expires }) => {
      size += key.length + 64
      const written = (list: readonly (readonly [string, string])[]) => {
        for (const [name, value] of list) size += name.length + value.length + 96
        return new Map(list.map(([name, value]) => [name, { value, at }] as const))
      }
      const own = { at, expires }
      if (object.kind === 'hash') store.set(key, { kind: 'hash', fields: written(fields), ...own })
      else if (object.kind === 'zset') store.set(key, { kind: 'zset', members: written(object.members), ...own })
      else if (object.kind === 'set') store.set(key, { kind: 'set', members: new Set(object.members), ...own })
      else if (object.kind === 'list') store.set(key, { kind: 'list', front: [], items: [...object.items], ...own })
      else store.set(key, { kind: 'string', text: object.text, ...own })
    },
    entries: function* () {
      for (const one of stores.values()) yield* one.entries()
    },
    size: () => size,
    work: () => work,
    database: () => database,
  }
}
