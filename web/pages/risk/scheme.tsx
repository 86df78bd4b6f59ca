import type { RiskVocabulary } from '../../../src/api/contract.ts'
import { Card } from '../../components/parts.tsx'
import { Scroll } from '../../components/scroll.tsx'
import { Answered, Empty } from '../../components/states.tsx'
import type { Resource } from '../../resource.ts'
import { count, words } from '../../text/format.ts'
import { readDefinition } from './definition.ts'

/** The scheme in force, as it is stored with every result. */
export function Scheme({ vocabulary }: { readonly vocabulary: Resource<RiskVocabulary> }) {
  return (
    <Scroll label="Scheme">
      <Answered of={vocabulary} what="the scheme">
        {(data) =>
          data.scheme === null ? (
            <Empty title="Nothing was assessed yet">The scheme is stored with the first assessment.</Empty>
          ) : (
            <div className="scheme">
              <Factors of={data} />
              <Bands of={data} />
            </div>
          )
        }
      </Answered>
    </Scroll>
  )
}

function Factors({ of }: { readonly of: RiskVocabulary }) {
  const definition = readDefinition(of.definition)
  return (
    <Card title={`Scheme ${of.scheme}`} className="definition">
      <div className="inside">
        {definition.about !== null && <p className="why-sentence">{definition.about}</p>}
        <table className="plain">
          <thead>
            <tr>
              <th scope="col">Factor</th>
              <th scope="col">What it weighs</th>
              <th scope="col" className="number">
                Points at most
              </th>
            </tr>
          </thead>
          <tbody>
            {definition.factors.map((factor) => (
              <tr key={factor.name}>
                <td className="nowrap">
                  {words(factor.name)}
                  {factor.safeguarding && <span className="tag strong">jumps the queue</span>}
                </td>
                <td>{factor.about}</td>
                <td className="number">{factor.points ?? '—'}</td>
              </tr>
            ))}
          </tbody>
        </table>
        <details className="raw">
          <summary>As it is stored</summary>
          <Scroll label="Definition as stored" className="definition-text">
            <pre>{JSON.stringify(of.definition, null, 2)}</pre>
          </Scroll>
        </details>
      </div>
    </Card>
  )
}

function Bands({ of }: { readonly of: RiskVocabulary }) {
  const from = readDefinition(of.definition).bandsFrom
  return (
    <Card title="Bands and verdicts">
      <div className="inside">
        <table className="plain">
          <thead>
            <tr>
              <th scope="col">Band</th>
              <th scope="col" className="number">
                From
              </th>
              <th scope="col" className="number">
                Subjects
              </th>
              <th scope="col" className="number">
                Undecided
              </th>
            </tr>
          </thead>
          <tbody>
            {of.bands.map((band) => (
              <tr key={band.band}>
                <td>{words(band.band)}</td>
                <td className="number">{from.get(band.band) ?? '—'}</td>
                <td className="number">{count(band.subjects)}</td>
                <td className="number">{count(band.undecided)}</td>
              </tr>
            ))}
          </tbody>
        </table>
        <dl className="verdicts">
          {of.verdicts.map((verdict) => (
            <div key={verdict.verdict}>
              <dt>{words(verdict.verdict)}</dt>
              <dd>{verdict.about}</dd>
            </div>
          ))}
        </dl>
      </div>
    </Card>
  )
}
