/** Values of a description in JSON, whose types are not trusted. */

export type Told = Readonly<Record<string, unknown>>

/** The object, or one without properties. */
export function told(value: unknown): Told {
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Told) : {}
}

/** The elements of a list, no more than `most`. */
export function listOf(value: unknown, most: number): readonly Told[] {
  return Array.isArray(value) ? value.slice(0, most).map(told) : []
}

/** A number that is whole and not negative, else `otherwise`. */
export function numberOf(value: unknown, otherwise = 0): number {
  return typeof value === 'number' && Number.isSafeInteger(value) && value >= 0 ? value : otherwise
}

/** A text. */
export function textOf(value: unknown): string {
  return typeof value === 'string' ? value : ''
}

/** The pairs of `name=value;` that the dictionary keeps for the engine. */
export function pairsOf(value: unknown): ReadonlyMap<string, string> {
  return new Map(
    textOf(value)
      .split(';')
      .map((pair) => {
        const at = pair.indexOf('=')
        return [pair.slice(0, Math.max(0, at)), pair.slice(at + 1)] as const
      }),
  )
}

/** A whole number among such pairs, undefined where there is none. */
export function pairNumber(pairs: ReadonlyMap<string, string>, name: string): number | undefined {
  const text = pairs.get(name)
  return text !== undefined && /^\d{1,15}$/.test(text) ? Number(text) : undefined
}
