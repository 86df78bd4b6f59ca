import type { Term } from './identity.ts'

/** A link as the sentence needs it. */
export interface ToldLink {
  readonly nameA: string
  readonly nameB: string
  readonly weight: number
  readonly terms: readonly Pick<Term, 'weight' | 'detail'>[]
}

/** A positive ruling as the sentence needs it. */
export interface ToldRuling {
  readonly nameA: string
  readonly nameB: string
  readonly by: string
}

/**
 * Why these accounts are one subject, in one or two plain sentences. `joined` and `possible` are the words of the
 * scheme; words of probability would claim a calibration that nobody made.
 */
export function whyOneSubject(
  accounts: number,
  links: readonly ToldLink[],
  rulings: readonly ToldRuling[],
  threshold: number,
): string {
  if (accounts === 1) {
    const best = links[0]
    if (best === undefined) return 'One account; nothing found joins it to another.'
    return `One account; ${best.nameB} is possibly the same person (weight ${best.weight}, joined from ${threshold}): ${reasons(best)}.${against(links.slice(0, 1))}`
  }
  const judged = rulings.map((r) => `${r.nameA} and ${r.nameB} were judged one person by ${r.by}`)
  const told = links.slice(0, 3).map((l) => `${l.nameA} and ${l.nameB} (weight ${l.weight}): ${reasons(l)}`)
  const more = links.length > 3 ? `; and ${links.length - 3} more ${links.length === 4 ? 'link' : 'links'}` : ''
  const body = [...judged.slice(0, 3), ...told].join('; ')
  return `Joined as one person from ${accounts} accounts (threshold ${threshold}). ${body}${more}.${against(links)}`
}

function reasons(link: ToldLink): string {
  return link.terms
    .filter((t) => t.weight > 0)
    .slice(0, 3)
    .map((t) => t.detail)
    .join('; ')
}

function against(links: readonly ToldLink[]): string {
  const details = [...new Set(links.flatMap((l) => l.terms.filter((t) => t.weight < 0).map((t) => t.detail)))]
  return details.length === 0 ? '' : ` Against: ${details.slice(0, 3).join('; ')}.`
}
