import type { Trouble } from '../../api.ts'
import type { Listing } from '../../pages.ts'
import type { Resource } from '../../resource.ts'

/** Where a table's rows come from: a paged list, or an answer that is all there at once. */
export type Source<T> = Listing<T>

const nothing = () => undefined

/** Rows that are all there. */
export function rowsOf<T>(rows: readonly T[]): Source<T> {
  return {
    state: 'ready',
    rows,
    total: rows.length,
    trouble: null as Trouble | null,
    complete: true,
    more: nothing,
    all: nothing,
    reload: nothing,
  }
}

const none: readonly never[] = []

/** Rows of an answer, with its loading and failed states. */
export function rowsOfAnswer<T>(answer: Resource<readonly T[]>): Source<T> {
  return {
    ...rowsOf<T>(answer.data ?? none),
    state: answer.state,
    total: answer.data?.length ?? null,
    trouble: answer.trouble,
    complete: answer.state === 'ready',
    reload: answer.reload,
  }
}
