import type { TermFact } from './risk.ts'

/** Categories of agencies' lists that mean something to the scheme; every other category weighs as `agency-terms`. */
export const categories: { readonly urgency: ReadonlySet<string>; readonly security: ReadonlySet<string> } = {
  urgency: new Set(['urgency', 'urgent', 'safeguarding', 'immediate', 'at-risk']),
  security: new Set(['security', 'operational-security', 'opsec', 'evasion']),
}

/** Sum of the weights of what was met. */
export function sumOf(met: readonly TermFact[]): number {
  return met.reduce((sum, t) => sum + t.weight, 0)
}

/** `duskpoint, zephyrtrain (trade, 4 texts)`. */
export function inWords(met: readonly TermFact[]): string {
  return met
    .map((t) => {
      const more = t.terms.length > 3 ? ` and ${t.terms.length - 3} more` : ''
      return `${t.terms.slice(0, 3).join(', ')}${more} (${t.category}, ${t.texts} ${t.texts === 1 ? 'text' : 'texts'})`
    })
    .join(', ')
}
