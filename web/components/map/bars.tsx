import type { CountryCount } from '../../../src/api/contract.ts'
import { Link } from '../../router.tsx'
import { count, plural } from '../../text/format.ts'
import { CountryName } from '../parts.tsx'

const shown = 12

/** Countries as bars, most subjects first; each leads to its part of the queue. */
export function CountryBars({ countries }: { readonly countries: readonly CountryCount[] }) {
  const ordered = [...countries].sort((a, b) => b.subjects - a.subjects || a.name.localeCompare(b.name))
  const most = Math.max(1, ...ordered.map((country) => country.subjects))
  const rest = ordered.slice(shown)
  return (
    <ol className="bars">
      {ordered.slice(0, shown).map((country) => (
        <li key={country.code}>
          <Link href={`/risk?country=${country.code}`}>
            <CountryName of={country} />
          </Link>
          {country.safeguarding > 0 ? (
            <span
              className="at-risk-count"
              title={`${plural(country.safeguarding, 'subject')} bearing on a person at risk`}
            >
              <span aria-hidden="true">▲</span>
              {country.safeguarding}
              <span className="hidden"> at risk</span>
            </span>
          ) : (
            <span />
          )}
          <span className="meter" aria-hidden="true">
            <i style={{ width: `${(country.subjects / most) * 100}%` }} />
          </span>
          <span className="number">{count(country.subjects)}</span>
        </li>
      ))}
      {rest.length > 0 && (
        <li className="rest">
          <Link href="/jurisdiction">
            {plural(rest.length, 'more country', 'more countries')},{' '}
            {plural(
              rest.reduce((sum, each) => sum + each.subjects, 0),
              'subject',
            )}
          </Link>
        </li>
      )}
    </ol>
  )
}
