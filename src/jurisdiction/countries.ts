import { readFileSync } from 'node:fs'
import { Reader, type Response } from 'maxmind'
import type { Numbered } from './address.ts'

type CountryRecord = Response & { readonly country_code?: string }

/**
 * Looks up the country of addresses in a MaxMind-format file of IPv4 addresses and one of IPv6. The range of the last
 * answer is kept: addresses come sorted, and neighbours nearly always share their range.
 */
export function countryReader(file4: string, file6: string): (ip: string, address: Numbered) => string | null {
  const four = new Reader<CountryRecord>(readFileSync(file4))
  let six: Reader<CountryRecord> | undefined
  let [first, last, answer]: [number, number, string | null] = [1, 0, null]
  return function countryOf(ip, address) {
    if (address.bits === 128) {
      six ??= new Reader<CountryRecord>(readFileSync(file6))
      return codeOf(six.get(ip))
    }
    if (address.value < first || address.value > last) {
      const [record, prefix] = four.getWithPrefixLength(ip)
      const size = 2 ** (32 - prefix)
      first = Math.floor(address.value / size) * size
      last = first + size - 1
      answer = codeOf(record)
    }
    return answer
  }
}

/** ISO 3166-1 alpha-2; the file writes other things where it does not know. */
function codeOf(record: CountryRecord | null): string | null {
  const code = record?.country_code ?? ''
  return /^[A-Z]{2}$/.test(code) && code !== 'ZZ' ? code : null
}
