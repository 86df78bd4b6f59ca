import type { Address } from './session.ts'
import type { CopyPayload } from './stage.ts'
import { StoreError, type StoreTrouble } from './trouble.ts'

/** What the thread of a writer is told when it starts. */
export interface WriterStart {
  readonly address: Address
  readonly place: string
  readonly name: string
}

/** What it is asked. */
export type WriterRequest =
  | { readonly id: number; readonly what: 'query'; readonly text: string; readonly values: readonly unknown[] }
  | { readonly id: number; readonly what: 'copy'; readonly payload: CopyPayload }
  | { readonly id: number; readonly what: 'end' }

/** What it answers. */
export type WriterReply =
  | { readonly id: number; readonly rows: readonly unknown[]; readonly rowCount: number | null }
  | { readonly id: number; readonly error: Failure }

/** An error as it crosses between threads, which keep no classes. */
export interface Failure {
  readonly message: string
  readonly code: string | null
  readonly trouble: StoreTrouble | null
}

/** An error made ready to cross. */
export function toFailure(error: unknown): Failure {
  const { message, code } = error as { message?: unknown; code?: unknown }
  const trouble = error instanceof StoreError ? { place: error.place, reason: error.reason, next: error.next } : null
  return { message: String(message ?? error), code: typeof code === 'string' ? code : null, trouble }
}

/** The error that crossed. */
export function fromFailure({ message, code, trouble }: Failure): Error {
  if (trouble) return new StoreError(trouble)
  return Object.assign(new Error(message), code === null ? {} : { code })
}
