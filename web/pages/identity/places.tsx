import type { Subject } from '../../../src/api/contract.ts'
import { Card, CountryName, LikelihoodWord } from '../../components/parts.tsx'
import { Scroll } from '../../components/scroll.tsx'
import { Statement } from '../../components/statement.tsx'
import { Empty } from '../../components/states.tsx'
import { words } from '../../text/format.ts'
import { signed } from './link-card.tsx'

/** Where the subject may be, best first, with what speaks for each and as of when. */
export function PlacesOf({ of }: { readonly of: Subject }) {
  return (
    <Scroll label="Places" className="scroll stack">
      {of.places.length === 0 && (
        <Empty title="Not located">No signal of the evidence points to a country; that is itself a finding.</Empty>
      )}
      {of.places.map((place) => (
        <Card
          key={place.code}
          title={
            <>
              <span className="soft">{place.rank}.</span> <CountryName of={place} />
            </>
          }
          tools={
            <>
              {place.conflict && <span className="tag strong">strong signals point elsewhere</span>}
              <LikelihoodWord of={place} />
            </>
          }
        >
          <div className="inside">
            <p className="why-sentence">{place.why}</p>
            <table className="plain">
              <thead>
                <tr>
                  <th scope="col">Signal</th>
                  <th scope="col">In words</th>
                  <th scope="col">As of</th>
                  <th scope="col" className="number">
                    Weight
                  </th>
                </tr>
              </thead>
              <tbody>
                {place.signals.map((signal) => (
                  <tr key={signal.trace}>
                    <td className="nowrap">{words(signal.kind)}</td>
                    <td>
                      <Statement trace={signal.trace}>{signal.detail}</Statement>
                    </td>
                    <td className="nowrap">{signal.asOf}</td>
                    <td className="number">{signed(signal.weight)}</td>
                  </tr>
                ))}
              </tbody>
            </table>
          </div>
        </Card>
      ))}
    </Scroll>
  )
}
