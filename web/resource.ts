import { useCallback, useEffect, useState, useSyncExternalStore } from 'react'
import type { Endpoint } from '../src/api/contract.ts'
import { ApiError, address, get, type Trouble } from './api.ts'

/** What a screen knows of an answer it asked for: waiting, here, or refused with words. */
export type Resource<T> = { readonly reload: () => void } & (
  | { readonly state: 'loading'; readonly data: null; readonly trouble: null }
  | { readonly state: 'ready'; readonly data: T; readonly trouble: null }
  | { readonly state: 'failed'; readonly data: null; readonly trouble: Trouble }
)

interface Kept {
  data?: unknown
  trouble?: Trouble
  asked: boolean
}

const kept = new Map<string, Kept>()
const listeners = new Set<() => void>()
let version = 0
let generation = 0

function announce(): void {
  version += 1
  for (const listener of listeners) listener()
}

function subscribe(listener: () => void): () => void {
  listeners.add(listener)
  return () => listeners.delete(listener)
}

/** Bounded: what was kept first goes first. */
const limit = 200

/** Any failure in words a person can use. */
export function troubleOf(error: unknown): Trouble {
  if (error instanceof ApiError) return error.trouble
  return { status: 0, name: 'Something went wrong in this page', reason: String(error), next: 'Reload the page.' }
}

async function ask(path: string): Promise<void> {
  const entry: Kept = kept.get(path) ?? { asked: false }
  if (entry.asked) return
  entry.asked = true
  kept.delete(path)
  kept.set(path, entry)
  if (kept.size > limit) kept.delete(kept.keys().next().value!)
  try {
    entry.data = await get(path)
    delete entry.trouble
  } catch (error) {
    delete entry.data
    entry.trouble = troubleOf(error)
  }
  entry.asked = false
  announce()
}

/** Everything shown is asked again: something was recorded that may change it. */
export function refresh(): void {
  generation += 1
  announce()
}
/** Grows when something was recorded; lists that page by themselves begin again then. */
export function useGeneration(): number {
  return useSyncExternalStore(subscribe, () => generation)
}

/** The answer at an address. What was seen before is shown at once and asked again, so that back does not flicker. */
export function useAddressed<T>(path: string | null): Resource<T> {
  useSyncExternalStore(subscribe, () => version)
  const [tries, setTries] = useState(0)
  const now = useGeneration()
  // biome-ignore lint/correctness/useExhaustiveDependencies: a retry or a change is a reason to ask again
  useEffect(() => {
    if (path !== null) void ask(path)
  }, [path, tries, now])
  const reload = useCallback(() => setTries((n) => n + 1), [])
  const entry = path === null ? undefined : kept.get(path)
  if (entry?.trouble !== undefined) return { state: 'failed', data: null, trouble: entry.trouble, reload }
  if (entry !== undefined && 'data' in entry) return { state: 'ready', data: entry.data as T, trouble: null, reload }
  return { state: 'loading', data: null, trouble: null, reload }
}

/** The answer of an endpoint; null for params means there is nothing to ask yet. */
export function useAnswer<P, Q, A>(
  endpoint: Endpoint<P, Q, null, A>,
  params: NoInfer<P> | null,
  query?: NoInfer<Q>,
): Resource<A> {
  return useAddressed<A>(params === null ? null : address(endpoint, params, query))
}
