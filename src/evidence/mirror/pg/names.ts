import { decodeName } from '../sql/names.ts'
import { isSign, type Token } from './tokens.ts'

/** A name that may stand in a schema. */
export interface QualifiedName {
  readonly schema: string | null
  readonly name: string
  /** The index of the token after it. */
  readonly next: number
}

/** What a token names: folded to lower case unless quoted (PostgreSQL documentation, "Identifiers and Key Words"). */
export function nameOf(token: Token): string {
  return decodeName(token.kind === 'word' ? token.text.replace(/[A-Z]+/g, (s) => s.toLowerCase()) : token.text)
}

/** Reads `name` or `schema.name` from token `at` on; null when no name stands there. */
export function qualifiedName(list: readonly Token[], at: number): QualifiedName | null {
  const path: string[] = []
  let i = at
  for (;;) {
    const token = list[i]
    if (token?.kind !== 'word' && token?.kind !== 'name') break
    path.push(nameOf(token))
    i++
    if (!isSign(list[i], '.')) break
    i++
  }
  const name = path.at(-1)
  return name === undefined ? null : { schema: path.at(-2) ?? null, name, next: i }
}

/** Reads `( name, … )` from token `at` on; null when it is something else or cut off. */
export function nameList(list: readonly Token[], at: number): { names: string[]; next: number } | null {
  const names: string[] = []
  if (!isSign(list[at], '(')) return null
  for (let i = at + 1; i < list.length; i += 2) {
    const token = list[i]!
    if (isSign(token, ')') && names.length === 0) return { names, next: i + 1 }
    if (token.kind !== 'word' && token.kind !== 'name') return null
    names.push(nameOf(token))
    if (isSign(list[i + 1], ')')) return { names, next: i + 2 }
    if (!isSign(list[i + 1], ',')) return null
  }
  return null
}
