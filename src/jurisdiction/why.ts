import type { Placing, Signal } from './jurisdiction.ts'
import { officialNames } from './places.ts'

/** The English name of a country, or its code. */
export function countryName(code: string): string {
  return officialNames()[code] ?? code
}

/** Why a subject may be in a country, in one or two plain sentences: what speaks for it, what for another. */
export function whyThere(place: Placing, signals: readonly Signal[], others: readonly Placing[]): string {
  const own = signals.filter((s) => s.country === place.country).sort(byWeight)
  const told = distinct(own.map((s) => s.detail)).slice(0, 4)
  const against = signals
    .filter(
      (s) =>
        s.country !== place.country &&
        s.weight >= 1 &&
        !own.some((o) => o.kind === s.kind && (o.weight >= s.weight - 1 || o.detail === s.detail)),
    )
    .sort(byWeight)
  const contrary = distinct(against.map((s) => `${s.detail} (${countryName(s.country)})`)).slice(0, 3)
  const rivals = others
    .filter((p) => p.country !== place.country && p.probability >= 0.1)
    .map((p) => `${countryName(p.country)} ${percent(p.probability)}`)
  const head = `${countryName(place.country)} (${place.country}), ${percent(place.probability)}: ${told.join('; ')}.`
  const contra = contrary.length === 0 ? '' : ` Against: ${contrary.join('; ')}.`
  return `${head}${contra}${rivals.length === 0 ? '' : ` Else: ${rivals.join(', ')}.`}`
}

function byWeight(x: Signal, y: Signal): number {
  return y.weight - x.weight || (x.country < y.country ? -1 : x.country > y.country ? 1 : x.detail < y.detail ? -1 : 1)
}

function distinct(list: readonly string[]): readonly string[] {
  return [...new Set(list)]
}

function percent(probability: number): string {
  return `${Math.round(probability * 100)} %`
}
