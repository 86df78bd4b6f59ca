import { endpoints, type Unlocking } from '../../../src/api/contract.ts'
import { Card, Facts, Time } from '../../components/parts.tsx'
import { Scroll } from '../../components/scroll.tsx'
import { Answered } from '../../components/states.tsx'
import { useAnswer } from '../../resource.ts'
import { count } from '../../text/format.ts'
import { StoredPasswords } from './recoveries.tsx'

/** The vault, who allowed what, the keyring and the latest trials: everything but the values, which are never shown here. */
export function Keys() {
  const answer = useAnswer(endpoints.unlocking, {})
  return (
    <Scroll label="Keys">
      <Answered of={answer} what="the keys">
        {(found) => (
          <div className="stack keyring">
            <Vault of={found.vault} />
            <Authorisations of={found.authorisations} />
            <StoredPasswords hasVault={found.vault !== null} />
            <Ring of={found.keys} />
            <Trials of={found.attempts} />
          </div>
        )}
      </Answered>
    </Scroll>
  )
}

function Vault({ of }: { readonly of: Unlocking['vault'] }) {
  return (
    <Card title="Vault">
      {of === null ? (
        <p className="inside soft">There is no vault yet. It is made with: holdfast vault init</p>
      ) : (
        <div className="inside">
          <Facts
            of={[
              ['Custodians', `${of.custodians.join(', ')}; any two of them open it together`],
              ['Values', `${count(of.values)}, sealed; revealed at the command line, to two custodians with a reason`],
              ['Sealed to', <code key="r">{of.recipient}</code>],
              ...(of.exercise ? [['Exercise', 'everybody knows its passphrases'] as const] : []),
            ]}
          />
        </div>
      )}
    </Card>
  )
}

function Authorisations({ of }: { readonly of: Unlocking['authorisations'] }) {
  return (
    <Card title="Authorisations">
      {of.length === 0 ? (
        <p className="inside soft">
          None is on record, so no key is tried on anything. It is recorded with: holdfast unlock authorise
        </p>
      ) : (
        <table className="plain">
          <thead>
            <tr>
              <th scope="col" className="number">
                No.
              </th>
              <th scope="col">State</th>
              <th scope="col">Authority</th>
              <th scope="col">Reference</th>
              <th scope="col">Scope</th>
              <th scope="col">From</th>
              <th scope="col">Until</th>
            </tr>
          </thead>
          <tbody>
            {of.map((a) => (
              <tr key={a.number}>
                <td className="number">{a.number}</td>
                <td>{a.state}</td>
                <td>{a.authority}</td>
                <td>{a.reference}</td>
                <td>{a.scope.join(', ')}</td>
                <td>
                  <Time at={a.from} />
                </td>
                <td>
                  <Time at={a.until} />
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      )}
    </Card>
  )
}

function Ring({ of }: { readonly of: Unlocking['keys'] }) {
  return (
    <Card title="Keyring">
      {of.length === 0 ? (
        <p className="inside soft">No key is on the ring. Keys come with: holdfast keys add, holdfast keys gather</p>
      ) : (
        <table className="plain">
          <thead>
            <tr>
              <th scope="col" className="number">
                No.
              </th>
              <th scope="col">Kind</th>
              <th scope="col">Name</th>
              <th scope="col">Origin</th>
              <th scope="col">Authority</th>
              <th scope="col">Added by</th>
              <th scope="col">Added at</th>
            </tr>
          </thead>
          <tbody>
            {of.map((k) => (
              <tr key={k.key}>
                <td className="number">{k.key}</td>
                <td>{k.kind === 'private-key' ? `${k.form} private key` : k.kind}</td>
                <td>
                  {k.label}
                  {k.identifiers.length > 0 && <div className="mono small">{k.identifiers.join(' ')}</div>}
                </td>
                <td>{k.origin}</td>
                <td>{k.authority}</td>
                <td>{k.by}</td>
                <td>
                  <Time at={k.at} />
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      )}
    </Card>
  )
}

function Trials({ of }: { readonly of: Unlocking['attempts'] }) {
  return (
    <Card title={`Trials, the latest first`}>
      {of.length === 0 ? (
        <p className="inside soft">No key was tried yet.</p>
      ) : (
        <table className="plain">
          <thead>
            <tr>
              <th scope="col">At</th>
              <th scope="col">By</th>
              <th scope="col">Thing</th>
              <th scope="col">Key</th>
              <th scope="col" className="number">
                Authorisation
              </th>
              <th scope="col">Outcome</th>
              <th scope="col">Detail</th>
              <th scope="col" className="number">
                Took (ms)
              </th>
            </tr>
          </thead>
          <tbody>
            {of.map((a) => (
              <tr key={a.attempt}>
                <td>
                  <Time at={a.at} />
                </td>
                <td>{a.by}</td>
                <td>
                  <span className="mono">{a.path === '' ? a.thing : a.path}</span>
                </td>
                <td>{a.key === null ? <span className="soft">none</span> : `${a.key}, ${a.label}`}</td>
                <td className="number">{a.authorisation ?? <span className="soft">none</span>}</td>
                <td>{a.outcome}</td>
                <td>{a.detail}</td>
                <td className="number">{count(a.milliseconds)}</td>
              </tr>
            ))}
          </tbody>
        </table>
      )}
    </Card>
  )
}
