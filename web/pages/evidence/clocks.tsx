import { type Clock, endpoints } from '../../../src/api/contract.ts'
import { Time } from '../../components/parts.tsx'
import { Scroll } from '../../components/scroll.tsx'
import { Answered, Empty } from '../../components/states.tsx'
import { useAnswer } from '../../resource.ts'
import { count, seconds, words } from '../../text/format.ts'

/** How far the clocks of logs, databases and mail are apart, and why we think so. Nothing stored follows from it. */
export function Clocks() {
  const clocks = useAnswer(endpoints.clocks, {})
  return (
    <Scroll label="Clocks">
      <Answered of={clocks} what="the clocks">
        {(rows) =>
          rows.length === 0 ? (
            <Empty title="No clock was compared yet">
              Clocks are compared once a board was rebuilt beside its logs or its mail.
            </Empty>
          ) : (
            <div className="stack">
              <p className="soft">
                Times are kept and shown as they were written. Where a clock was off, lists show beside a time what the
                board’s own clock said then.
              </p>
              {[...new Set(rows.map((r) => r.siteKey))].map((key) => (
                <Site key={key} name={key} clocks={rows.filter((r) => r.siteKey === key)} />
              ))}
            </div>
          )
        }
      </Answered>
    </Scroll>
  )
}

function Site({ name, clocks }: { readonly name: string; readonly clocks: readonly Clock[] }) {
  return (
    <article className="card" aria-label={`Clocks of ${name}`}>
      <header>
        <h2>{name}</h2>
      </header>
      <table className="plain clocks">
        <thead>
          <tr>
            <th scope="col">Clock</th>
            <th scope="col">Beside</th>
            <th scope="col">Verdict</th>
            <th scope="col">Offset</th>
            <th scope="col" className="number">
              Pairs
            </th>
            <th scope="col">Zone stated</th>
            <th scope="col">Why</th>
          </tr>
        </thead>
        <tbody>
          {clocks.map((clock) => (
            <tr key={clock.n}>
              <td className="mono">{clock.name}</td>
              <td>{clock.reference}</td>
              <td>{words(clock.verdict)}</td>
              <td>{offsetOf(clock)}</td>
              <td className="number">{count(clock.pairs)}</td>
              <td>{clock.zone ?? <span className="soft">none</span>}</td>
              <td>
                {clock.why}
                {clock.pieces.length > 1 && <Pieces of={clock} />}
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </article>
  )
}

function offsetOf({ seconds: ahead, spread, drift }: Clock) {
  if (ahead === null) return <span className="soft">unknown</span>
  return (
    <>
      {seconds(ahead)}
      {spread !== null && <span className="soft"> ± {spread} s</span>}
      {drift !== null && <span className="soft">, {drift} s a day</span>}
    </>
  )
}

function Pieces({ of }: { readonly of: Clock }) {
  return (
    <ul className="small">
      {of.pieces.slice(0, 20).map((piece) => (
        <li key={piece.from}>
          <Time at={piece.from} /> to <Time at={piece.to} />: {seconds(piece.seconds)}
        </li>
      ))}
    </ul>
  )
}
