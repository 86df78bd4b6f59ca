import { endpoints, type Judgement } from '../../../src/api/contract.ts'
import { addressOf } from '../../address-of.ts'
import { send } from '../../api.ts'
import { Card, Time } from '../../components/parts.tsx'
import { WithReason } from '../../components/with-reason.tsx'
import { Link } from '../../router.tsx'
import { verdictWords } from './judge.tsx'

/** Every ruling on these accounts, withdrawn ones too. */
export function Judgements({ of }: { readonly of: readonly Judgement[] }) {
  return (
    <Card title="Judgements">
      <table className="plain">
        <thead>
          <tr>
            <th scope="col">Accounts</th>
            <th scope="col">Verdict</th>
            <th scope="col">Reason</th>
            <th scope="col">By</th>
            <th scope="col">At</th>
            <th scope="col">State</th>
          </tr>
        </thead>
        <tbody>
          {of.map((each) => (
            <tr key={each.judgement} data-withdrawn={each.withdrawn !== null}>
              <td className="mono small">
                <Link href={addressOf(each.a) ?? '#'}>{each.a}</Link>{' '}
                <Link href={addressOf(each.b) ?? '#'}>{each.b}</Link>
              </td>
              <td className="nowrap">{verdictWords(each.verdict)}</td>
              <td>{each.reason}</td>
              <td>{each.by}</td>
              <td>
                <Time at={each.at} />
              </td>
              <td>
                {each.withdrawn === null ? (
                  <WithReason
                    label="Withdraw"
                    says="Judgement withdrawn."
                    work={(why) => send(endpoints.unjudge, { judgement: each.judgement }, { reason: why })}
                  />
                ) : (
                  <span className="small">
                    withdrawn by {each.withdrawn.by}: {each.withdrawn.reason}
                  </span>
                )}
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </Card>
  )
}
