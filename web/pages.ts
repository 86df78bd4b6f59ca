import { useCallback, useEffect, useState } from 'react'
import type { Endpoint, Page } from '../src/api/contract.ts'
import { address, get, type Trouble } from './api.ts'
import { troubleOf, useGeneration } from './resource.ts'

/** A paged list as far as it was loaded. */
export interface Listing<Row> {
  readonly state: 'loading' | 'ready' | 'failed'
  readonly rows: readonly Row[]
  readonly total: number | null
  readonly trouble: Trouble | null
  /** True when every row there is has been loaded. */
  readonly complete: boolean
  /** Loads the next page; harmless when there is none or one is under way. */
  readonly more: () => void
  /** Loads what is left, up to a bound that keeps the browser light. */
  readonly all: () => void
  readonly reload: () => void
}

interface Loaded {
  readonly base: string
  readonly rows: readonly unknown[]
  readonly next: string | null
  readonly total: number | null
  readonly trouble: Trouble | null
  readonly begun: boolean
}

const pageSize = 200
/** Rows a table holds at most; beyond it a person filters. */
const most = 20_000

const kept = new Map<string, Loaded>()

function nothing(base: string): Loaded {
  return kept.get(base) ?? { base, rows: [], next: null, total: null, trouble: null, begun: false }
}

/** Lists that are loading now, so that two askers make one request. */
const busy = new Set<string>()

async function load(
  base: string,
  from: Loaded,
  want: number,
  put: (loaded: Loaded) => void,
  atLeast = 0,
): Promise<void> {
  if (busy.has(base)) return
  busy.add(base)
  let now = from
  try {
    do {
      const sign = base.includes('?') ? '&' : '?'
      const after = now.next === null ? '' : `&after=${encodeURIComponent(now.next)}`
      const page = (await get(`${base}${sign}limit=${pageSize}${after}`)) as Page<unknown>
      now = {
        base,
        rows: [...now.rows, ...page.rows],
        next: page.next,
        total: page.total ?? now.total,
        trouble: null,
        begun: true,
      }
      // What is shown already is not taken away while it is asked for again.
      if (now.rows.length >= atLeast) put(now)
    } while (now.next !== null && now.rows.length < want)
    put(now)
  } catch (error) {
    put({ ...now, trouble: troubleOf(error), begun: true })
  } finally {
    busy.delete(base)
  }
}

/** A paged list of an endpoint; null for params means there is nothing to ask yet. */
export function usePages<P, Q, Row>(
  endpoint: Endpoint<P, Q, null, Page<Row>>,
  params: NoInfer<P> | null,
  query?: NoInfer<Q>,
): Listing<Row> {
  const base = params === null ? '' : address(endpoint, params, query)
  const generation = useGeneration()
  const [loaded, setLoaded] = useState<Loaded>(() => nothing(base))
  const shown = loaded.base === base ? loaded : nothing(base)

  const put = useCallback((next: Loaded) => {
    kept.delete(next.base)
    kept.set(next.base, next)
    if (kept.size > 40) kept.delete(kept.keys().next().value!)
    // A list that is no longer on screen keeps its rows for going back, and must not replace the present one.
    setLoaded((now) => (now.base === next.base ? next : now))
  }, [])

  // biome-ignore lint/correctness/useExhaustiveDependencies: something was recorded, so the list begins again
  useEffect(() => {
    const before = nothing(base)
    setLoaded(before)
    if (base === '') return
    const seen = before.rows.length
    void load(base, { ...before, rows: [], next: null, begun: false }, Math.max(1, seen), put, seen)
  }, [base, generation, put])

  const more = useCallback(() => {
    const now = nothing(base)
    if (base !== '' && now.next !== null && now.rows.length < most) void load(base, now, 1, put)
  }, [base, put])
  const all = useCallback(() => {
    const now = nothing(base)
    if (base !== '' && now.next !== null) void load(base, now, most, put)
  }, [base, put])
  const reload = useCallback(() => {
    void load(base, { base, rows: [], next: null, total: null, trouble: null, begun: false }, 1, put)
  }, [base, put])

  return {
    state: shown.trouble !== null && shown.rows.length === 0 ? 'failed' : shown.begun ? 'ready' : 'loading',
    rows: shown.rows as readonly Row[],
    total: shown.total,
    trouble: shown.trouble,
    complete: shown.begun && shown.next === null,
    more,
    all,
    reload,
  }
}
