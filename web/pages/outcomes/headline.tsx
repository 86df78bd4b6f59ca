import { endpoints, type OutcomeKind } from '../../../src/api/contract.ts'
import { CountryName } from '../../components/parts.tsx'
import { Scroll } from '../../components/scroll.tsx'
import { Answered } from '../../components/states.tsx'
import { useAnswer } from '../../resource.ts'
import { count } from '../../text/format.ts'

const kinds: readonly (readonly [OutcomeKind, string])[] = [
  ['child-safeguarded', 'Children safeguarded'],
  ['suspect-identified', 'Suspects identified'],
  ['arrest', 'Arrests'],
  ['conviction', 'Convictions'],
  ['no-further-action', 'No further action'],
]

/** The figures of the case, in all and by country. */
export function Headline() {
  const headline = useAnswer(endpoints.headline, {})
  return (
    <Answered of={headline} what="the figures">
      {(data) => (
        <>
          <ol className="funnel" aria-label="Outcomes in all">
            {kinds.map(([kind, label]) => (
              <li key={kind}>
                <span className="step-label">{label}</span>
                <strong>{count(data.total[kind])}</strong>
              </li>
            ))}
          </ol>
          {data.byCountry.length > 0 && (
            <Scroll label="Outcomes by country" className="card by-country">
              <table className="plain">
                <thead>
                  <tr>
                    <th scope="col">Country</th>
                    {kinds.map(([kind, label]) => (
                      <th key={kind} scope="col" className="number">
                        {label}
                      </th>
                    ))}
                  </tr>
                </thead>
                <tbody>
                  {data.byCountry.map((country) => (
                    <tr key={country.code}>
                      <td>
                        <CountryName of={country} />
                      </td>
                      {kinds.map(([kind]) => (
                        <td key={kind} className="number">
                          {country.counts[kind] === 0 ? <span className="soft">0</span> : count(country.counts[kind])}
                        </td>
                      ))}
                    </tr>
                  ))}
                </tbody>
              </table>
            </Scroll>
          )}
        </>
      )}
    </Answered>
  )
}
