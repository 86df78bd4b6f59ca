/** A refusal that names the place, the reason, and what to do next; never the value of a key. */
export interface Refusal extends Error {
  readonly place: string
  readonly reason: string
  readonly next: string
}

/** Makes a refusal to be thrown. */
export function refusal(place: string, reason: string, next: string): Refusal {
  return Object.assign(new Error(`${place}: ${reason}. ${next}`), { place, reason, next })
}
