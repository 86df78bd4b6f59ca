import { type FormEvent, useRef, useState } from 'react'
import { endpoints, type HashState, type RecoveriesTaken } from '../../../src/api/contract.ts'
import { send } from '../../api.ts'
import { Card } from '../../components/parts.tsx'
import { Recording, useRecording } from '../../components/recording.tsx'
import { Answered } from '../../components/states.tsx'
import { useAnswer } from '../../resource.ts'
import { count, plural } from '../../text/format.ts'

/** How stored passwords are made, of how many accounts they are known, and the form that takes results of hashcat in. */
export function StoredPasswords({ hasVault }: { readonly hasVault: boolean }) {
  const answer = useAnswer(endpoints.hashStates, {})
  return (
    <Card title="Stored passwords">
      <Answered of={answer} what="the stored passwords">
        {(states) =>
          states.length === 0 ? (
            <p className="inside soft">No stored password was found.</p>
          ) : (
            <>
              <Schemes of={states} />
              {!hasVault && (
                <p className="inside soft">
                  Recovered passphrases are sealed into a vault. There is none yet; it is made with: holdfast vault init
                </p>
              )}
              <TakeIn />
            </>
          )
        }
      </Answered>
    </Card>
  )
}

function Schemes({ of }: { readonly of: readonly HashState[] }) {
  return (
    <table className="plain">
      <thead>
        <tr>
          <th scope="col" className="number">
            Site
          </th>
          <th scope="col">Scheme</th>
          <th scope="col" className="number">
            Mode of hashcat
          </th>
          <th scope="col" className="number">
            Accounts
          </th>
          <th scope="col" className="number">
            Recovered
          </th>
        </tr>
      </thead>
      <tbody>
        {of.map((each) => (
          <tr key={`${each.site} ${each.scheme}`}>
            <td className="number">{each.site}</td>
            <td>{each.scheme}</td>
            <td className="number">{each.mode ?? <span className="soft">none</span>}</td>
            <td className="number">{count(each.accounts)}</td>
            <td className="number">{count(each.recovered)}</td>
          </tr>
        ))}
      </tbody>
    </table>
  )
}

/** The largest file that is sent from here, before its encoding. */
const largest = 6_000_000

function TakeIn() {
  const recording = useRecording()
  const field = useRef<HTMLInputElement>(null)
  const [keyring, setKeyring] = useState(false)
  const [taken, setTaken] = useState<RecoveriesTaken | null>(null)
  const [trouble, setTrouble] = useState<string | null>(null)
  const submit = (event: FormEvent) => {
    event.preventDefault()
    const file = field.current?.files?.[0]
    setTaken(null)
    setTrouble(null)
    if (file === undefined) setTrouble('Choose a potfile or an outfile of hashcat first.')
    else if (file.size > largest)
      setTrouble('The file is larger than 6 MB. Take it in with: holdfast hashes import FILE')
    else
      recording.run(
        async () => {
          const base64 = await inBase64(file)
          const recorded = await send(endpoints.takeRecoveries, {}, { base64, keyring })
          setTaken(recorded.taken)
          return recorded
        },
        'The results were taken in.',
        () => {
          // The file holds passphrases: the page forgets which it was.
          if (field.current !== null) field.current.value = ''
        },
      )
  }
  return (
    <form className="inside stack take-in" onSubmit={submit}>
      <p className="soft">
        Each result is made again here before it is believed, sealed into the vault, and tried on the other stored
        passwords of the same person; only under an authorisation on record. No passphrase is shown.
      </p>
      <label>
        Potfile or outfile of hashcat{' '}
        <input ref={field} type="file" className="field" accept=".potfile,.pot,.out,.outfile,.txt" />
      </label>
      <label>
        <input type="checkbox" checked={keyring} onChange={(event) => setKeyring(event.target.checked)} /> Put the
        passphrases on the keyring too, to be tried on what is closed
      </label>
      <div>
        <button type="submit" className="button" disabled={recording.busy}>
          Take in
        </button>
      </div>
      {trouble !== null && <p className="not-recorded">{trouble}</p>}
      <Recording of={recording} />
      {taken !== null && <Taken of={taken} />}
    </form>
  )
}

/** Bytes as text that JSON carries, in pieces that the call stack takes. */
async function inBase64(file: File): Promise<string> {
  const bytes = new Uint8Array(await file.arrayBuffer())
  let text = ''
  for (let at = 0; at < bytes.length; at += 0x8000) text += String.fromCharCode(...bytes.subarray(at, at + 0x8000))
  return btoa(text)
}

function Taken({ of }: { readonly of: RecoveriesTaken }) {
  return (
    <div role="status">
      <p>
        {plural(of.lines, 'line')}: {plural(of.verified, 'account')} verified, {count(of.fresh)} of them new;{' '}
        {plural(of.passphrases, 'passphrase')} sealed into the vault. {plural(of.reuse.checks, 'check')} against other
        stored passwords of the same persons: {count(of.reuse.held)} fit.
      </p>
      {of.unmatched + of.refuted + of.unauthorised > 0 && (
        <p>
          {count(of.unmatched)} lines match no hash, {count(of.refuted)} do not give the hash, {count(of.unauthorised)}{' '}
          are of sites without an authorisation on record.
        </p>
      )}
      {of.rejected.length > 0 && (
        <ul className="soft">
          {of.rejected.slice(0, 10).map((each) => (
            <li key={each.line}>
              Line {each.line}: {each.why}
            </li>
          ))}
        </ul>
      )}
    </div>
  )
}
