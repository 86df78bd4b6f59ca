/**
 * Identifiers that people and machines pass around. Each is text, stable, and says what it names, so that
 * `holdfast trace ID` needs no other argument.
 */

/** A place in the rebuilt forum where a selector can be seen. */
export type Place =
  | 'member'
  | 'post'
  | 'message'
  | 'login'
  | 'attachment'
  | 'ban'
  | 'report'
  | 'action'
  | 'topic'
  | 'mail'

/** `persona:SITE:MEMBER` */
export type PersonaId = `persona:${number}:${string}`
/** `sighting:SITE:PLACE:PLACE_ID:N` */
export type SightingId = `sighting:${number}:${Place}:${string}:${number}`
/** `subject:SITE:MEMBER`, named after the first persona of the cluster */
export type SubjectId = `subject:${number}:${string}`

export function personaId(site: number, member: string): PersonaId {
  return `persona:${site}:${member}`
}

export function sightingId(site: number, place: Place, placeId: string, n: number): SightingId {
  return `sighting:${site}:${place}:${placeId}:${n}`
}
