import { createHash } from 'node:crypto'

/** The name of a closed thing: from what it is and where, so that it is the same at every run and in every copy of a file. */
export function thingOf(...parts: readonly (string | number)[]): string {
  return createHash('sha256').update(JSON.stringify(parts)).digest('hex').slice(0, 12)
}
