import { geoEqualEarth, geoPath } from 'd3-geo'
import codes from 'i18n-iso-countries/codes.json'
import { useMemo } from 'react'
import { feature } from 'topojson-client'
import type { GeometryCollection, Topology } from 'topojson-specification'
import atlas from 'world-atlas/countries-110m.json'
import type { CountryCount } from '../../../src/api/contract.ts'
import { navigate } from '../../router.tsx'
import { plural } from '../../text/format.ts'

const topology = atlas as unknown as Topology<{ countries: GeometryCollection<{ name: string }> }>
const land = feature(topology, topology.objects.countries).features.filter(
  (each) => each.properties.name !== 'Antarctica',
)
/** ISO 3166-1: the atlas names countries by number, the case by two letters. */
const numberOf = new Map((codes as readonly (readonly string[])[]).map((row) => [row[0]!, row[2]!]))

const width = 760
const height = 348

/** Shades by the logarithm, so that one busy country does not make all others look empty. */
function shade(subjects: number, most: number): number {
  return most <= 1 ? 4 : 1 + Math.round((3 * Math.log(subjects)) / Math.log(most))
}

/** Countries with subjects, darker where there are more; the list beside it says the same in words. */
export function WorldMap({ countries }: { readonly countries: readonly CountryCount[] }) {
  const path = useMemo(
    () => geoPath(geoEqualEarth().fitSize([width, height], { type: 'FeatureCollection', features: land })),
    [],
  )
  const most = Math.max(...countries.map((country) => country.subjects))
  const byNumber = new Map(countries.map((country) => [numberOf.get(country.code), country]))
  const total = countries.reduce((sum, country) => sum + country.subjects, 0)
  return (
    <svg
      className="map"
      viewBox={`0 0 ${width} ${height}`}
      role="img"
      aria-label={`Map of ${plural(total, 'subject')} in ${plural(countries.length, 'country', 'countries')}; the list beside it names them`}
    >
      {land.map((each, i) => {
        const country = byNumber.get(String(each.id ?? '').padStart(3, '0'))
        const shape = path(each) ?? ''
        if (country === undefined) return <path key={String(each.id ?? i)} d={shape} />
        return (
          // biome-ignore lint/a11y/noStaticElementInteractions: the list beside the map is the way by keyboard
          <path
            key={country.code}
            d={shape}
            className={`shade-${shade(country.subjects, most)}`}
            onClick={() => navigate(`/risk?country=${country.code}`)}
          >
            <title>{`${country.name} (${country.code}): ${plural(country.subjects, 'subject')}`}</title>
          </path>
        )
      })}
    </svg>
  )
}
