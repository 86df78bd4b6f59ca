import type { Place } from '../objects.ts'

/** A value and where it was written. */
export interface Written {
  readonly value: string
  readonly at: Place
}

/** An object under a key as the commands so far left it, and the command that changed it last. */
export type Kept = { at: Place; expires: string | null } & (
  | { readonly kind: 'hash'; readonly fields: Map<string, Written> }
  | { readonly kind: 'zset'; readonly members: Map<string, Written> }
  | { readonly kind: 'set'; readonly members: Set<string> }
  /** `front` in the other order: what was put before the others. */
  | { readonly kind: 'list'; front: string[]; items: string[] }
  | { readonly kind: 'string'; text: string }
)

/** What a value was before a command changed it or took it away. */
export interface Earlier {
  readonly key: string
  readonly field: string | null
  readonly value: string
  readonly change: 'changed' | 'deleted'
  readonly at: Place
}

/** The fields of a hash as JSON. */
export function fieldsOf({ fields }: Extract<Kept, { kind: 'hash' }>): string {
  return `{${[...fields].map(([name, { value }]) => `${JSON.stringify(name)}:${JSON.stringify(value)}`).join(',')}}`
}
