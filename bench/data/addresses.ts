/**
 * Which address a member writes from: the household's (new lease every five weeks, or fixed for years), a mobile
 * carrier's shared pool, another country's while travelling, or an exit that many unrelated people use.
 */
import { countries, exits } from './countries.ts'
import { hash, hashBelow, purpose, type Rng } from './random.ts'

/** What decides a member's addresses. */
export interface Network {
  /** Index into `countries`. */
  readonly country: number
  /** The household, numbered within its country: no two hold one address at the same time. */
  readonly home: number
  /** Share of visits through the mobile carrier, and through an exit. */
  readonly mobile: number
  readonly exit: number
  /** Distinguishes the device inside the household (IPv6 interface identifier). */
  readonly device: number
}

const lease = 35 * 86_400
const prime = 65_521
const keys = {
  v6: purpose('home-v6'),
  host: purpose('v6-host'),
  fixed: purpose('home-fixed'),
  pool: purpose('carrier'),
  exit: purpose('exit'),
  trip: purpose('trip'),
}

function inBlock(block: string, index: number): string {
  return `${block}.${(index >> 8) & 255}.${index & 255}`
}

/** Whether the household has a fixed address (three in ten do). */
function isFixed(net: Network): boolean {
  return hashBelow(net.home, keys.fixed, net.country, 10) < 3
}

/** The household's address at that moment. Multiplying by numbers coprime to a prime keeps households apart. */
export function homeAddress(net: Network, time: number): string {
  const { homes } = countries[net.country]!
  const last = homes.length - 1
  if (isFixed(net)) return inBlock(homes[last]!, 7 + ((net.home * 40_503) % prime))
  const period = Math.floor(time / lease)
  return inBlock(homes[net.home % last]!, 7 + ((net.home * 25_717 + period * 9_973) % prime))
}

function group(n: number): string {
  return ((n & 0xffff) | 1).toString(16)
}

/** The household's IPv6 address for one device, or null where there is none. */
function homeV6(net: Network): string | null {
  const { v6 } = countries[net.country]!
  if (v6 === null || hashBelow(net.home, keys.v6, net.country, 5) > 0) return null
  const site = hash(net.home, keys.v6, net.country + 64)
  const host = hash(net.device, keys.host, 1)
  const rest = hash(net.device, keys.host, 2)
  return `${v6}:${group(site)}:${group(site >> 16)}:${group(host)}:${group(host >> 16)}:${group(rest)}:${group(rest >> 16)}`
}

/** Addresses of a carrier's pool; small against the number of its customers, as carrier-grade NAT is. */
export const poolSize = 24

/** A carrier's shared address, by country and rank in the pool. */
export function carrierAddress(country: number, rank: number): string {
  return `${countries[country]!.carrier}.${10 + rank * 7}`
}

/** Where one visit comes from: the way a draw of the row's own stream falls. */
export function visitAddress(net: Network, time: number, rng: Rng): string {
  const u = rng.unit()
  if (u < net.exit) return exits[hashBelow(net.device, keys.exit, Math.floor(time / 604_800), exits.length)]!
  const week = Math.floor(time / 1_209_600)
  if (hashBelow(net.device, keys.trip, week, 160) === 0) {
    const abroad = hashBelow(net.device, keys.trip, -week, countries.length)
    return carrierAddress(abroad, hashBelow(net.device, keys.pool, week, poolSize))
  }
  if (u < net.exit + net.mobile)
    return carrierAddress(net.country, hashBelow(net.device, keys.pool, Math.floor(time / 21_600), poolSize))
  return (rng.chance(0.5) ? homeV6(net) : null) ?? homeAddress(net, time)
}
