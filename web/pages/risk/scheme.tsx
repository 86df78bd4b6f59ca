import type { RiskVocabulary } from '../../../src/api/contract.ts'
import { Card } from '../../components/parts.tsx'
import { Scroll } from '../../components/scroll.tsx'
import { Answered, Empty } from '../../components/states.tsx'
import type { Resource } from '../../resource.ts'
import { count, words } from '../../text/format.ts'

/** The scheme in force, as it is stored with every result. */
export function Scheme({ vocabulary }: { readonly vocabulary: Resource<RiskVocabulary> }) {
  return (
    <Scroll label="Scheme">
      <Answered of={vocabulary} what="the scheme">
        {(data) =>
          data.scheme === null ? (
            <Empty title="Nothing was assessed yet">The scheme is stored with the first assessment.</Empty>
          ) : (
            <div className="columns">
              <Card title={`Scheme ${data.scheme}`}>
                <pre className="definition">{JSON.stringify(data.definition, null, 2)}</pre>
              </Card>
              <Card title="Bands and verdicts">
                <div className="inside">
                  <table className="plain">
                    <thead>
                      <tr>
                        <th scope="col">Band</th>
                        <th scope="col" className="number">
                          Subjects
                        </th>
                        <th scope="col" className="number">
                          Undecided
                        </th>
                      </tr>
                    </thead>
                    <tbody>
                      {data.bands.map((band) => (
                        <tr key={band.band}>
                          <td>{words(band.band)}</td>
                          <td className="number">{count(band.subjects)}</td>
                          <td className="number">{count(band.undecided)}</td>
                        </tr>
                      ))}
                    </tbody>
                  </table>
                  <dl className="verdicts">
                    {data.verdicts.map((verdict) => (
                      <div key={verdict.verdict}>
                        <dt>{words(verdict.verdict)}</dt>
                        <dd>{verdict.about}</dd>
                      </div>
                    ))}
                  </dl>
                </div>
              </Card>
            </div>
          )
        }
      </Answered>
    </Scroll>
  )
}
