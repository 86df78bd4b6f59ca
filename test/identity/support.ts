import type { Clash, Held, Pair, Persona, SharedAddress, World } from '../../src/identity/identity.ts'
import { surpriseOf } from '../../src/identity/names.ts'

let count = 0

/** An account about which nothing is known but what is given. */
export function persona(given: Partial<Persona> = {}): Persona {
  count += 1
  return {
    site: 1,
    member: String(count),
    name: `x${count}`,
    birthday: null,
    location: null,
    signature: null,
    writes: null,
    secrets: [],
    passphrases: [],
    aliases: [],
    held: [],
    ...given,
  }
}

/** A selector that an account registered with, unless told otherwise. */
export function held(kind: string, value: string, given: Partial<Held> = {}): Held {
  return {
    kind,
    value,
    relation: 'registered-with',
    specificity: 0.95,
    because: `sighting:1:member:${value}:0`,
    ...given,
  }
}

export function pair(given: Partial<Pair> = {}): Pair {
  const nothing = { addresses: [], clashes: [], contact: { ab: 0, ba: 0, because: [] } }
  return { a: persona(), b: persona(), ...nothing, ...given }
}

export function address(given: Partial<SharedAddress> = {}): SharedAddress {
  return {
    ip: '203.0.113.7',
    users: 2,
    shared: null,
    network: 'AS64500 NL',
    gapSeconds: 600,
    a: 'sighting:1:post:1:0',
    b: 'sighting:1:post:2:0',
    ...given,
  }
}

export function clash(at: number): Clash {
  return {
    at,
    seconds: 5,
    networkA: 'AS64500 NL',
    networkB: 'AS64501 PL',
    a: `sighting:1:post:${at}:0`,
    b: `sighting:1:post:${at + 1}:0`,
  }
}

/** Names as they are on a hobby board, for the measure of surprise. */
export const commonNames: readonly string[] = (
  'anna peter maria thomas jan tom lisa mike gardener birdwatcher trainfan railfan steamfan locofan stampfan ' +
  'gardenfan annabell petra marion thomasina janet tommy lisbeth michael trainlover railwayman stationmaster signalman'
).split(' ')

/** A case of this many accounts in which each value is held by as many as `holders` says, else by two. */
export function world(personas = 2000, holders: Readonly<Record<string, number>> = {}): World {
  return { personas, holders: (_, key) => holders[key] ?? 2, surprise: surpriseOf(commonNames) }
}
