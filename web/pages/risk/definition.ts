/** What can be shown of a scheme's stored definition, whose shape belongs to its version. */
export interface Definition {
  readonly about: string | null
  readonly factors: readonly {
    readonly name: string
    readonly about: string
    readonly points: number | null
    readonly safeguarding: boolean
  }[]
  readonly bandsFrom: ReadonlyMap<string, number>
}

type Loose = Readonly<Record<string, unknown>>

const object = (value: unknown): Loose => (typeof value === 'object' && value !== null ? (value as Loose) : {})
const list = (value: unknown): readonly Loose[] => (Array.isArray(value) ? value.map(object) : [])
const text = (value: unknown): string => (typeof value === 'string' ? value : '')

/** Reads what is there; an unknown shape leaves empty lists, and the stored text is shown beside it. */
export function readDefinition(definition: unknown): Definition {
  const { about, factors, bands } = object(definition)
  return {
    about: typeof about === 'string' ? about : null,
    factors: list(factors).map((factor) => ({
      name: text(factor.name),
      about: text(factor.about),
      points: typeof factor.maxPoints === 'number' ? factor.maxPoints : null,
      safeguarding: factor.safeguarding === true,
    })),
    bandsFrom: new Map(
      list(bands).flatMap((band) =>
        typeof band.band === 'string' && typeof band.from === 'number' ? [[band.band, band.from] as const] : [],
      ),
    ),
  }
}
