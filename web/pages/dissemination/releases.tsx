import { useState } from 'react'
import { endpoints, type PackageDetail } from '../../../src/api/contract.ts'
import { send } from '../../api.ts'
import { Card, Time } from '../../components/parts.tsx'
import { Recording, useRecording } from '../../components/recording.tsx'
import { useAnswer } from '../../resource.ts'
import { plural } from '../../text/format.ts'
import { stateSentence } from './words.ts'

/** The release of a package: proposed by one person, approved by another; said in numbers before it is done. */
export function Releases({ of }: { readonly of: PackageDetail }) {
  const session = useAnswer(endpoints.session, {})
  const recording = useRecording()
  const [method, setMethod] = useState('')
  const [note, setNote] = useState('')
  const waiting = of.releases.find((release) => release.approvedBy === null)
  const own = waiting !== undefined && waiting.proposedBy === session.data?.person
  const inNumbers = `1 package about ${plural(of.subjects, 'subject')} to ${of.recipient}`
  return (
    <Card title="Release">
      <div className="inside release">
        <p className="why-sentence">{stateSentence(of)}</p>
        {waiting === undefined ? (
          <form
            className="release-form"
            aria-label="Propose a release"
            onSubmit={(event) => {
              event.preventDefault()
              const body = { method: method.trim(), ...(note.trim() === '' ? {} : { note: note.trim() }) }
              recording.run(
                () => send(endpoints.propose, { package: of.package }, body),
                'Proposed; another person approves.',
              )
            }}
          >
            <label className="label">
              How it is handed over
              <input
                className="field"
                value={method}
                maxLength={200}
                placeholder="liaison channel, courier, …"
                onChange={(event) => setMethod(event.target.value)}
              />
            </label>
            <label className="label">
              Note
              <input
                className="field"
                value={note}
                maxLength={2000}
                onChange={(event) => setNote(event.target.value)}
              />
            </label>
            <button type="submit" className="button primary" disabled={method.trim() === '' || recording.busy}>
              Propose to release
            </button>
            <p className="soft small">Asks a second person to approve giving {inNumbers}.</p>
          </form>
        ) : (
          <div className="release-form">
            <button
              type="button"
              className="button primary"
              disabled={own || recording.busy}
              onClick={() =>
                recording.run(
                  () => send(endpoints.approve, { release: waiting.release }, {}),
                  'Approved: the release counts.',
                )
              }
            >
              Approve the release
            </button>
            <p className="soft small">
              {own ? 'You proposed it; another person has to approve.' : `Records that ${inNumbers} is given.`}
            </p>
          </div>
        )}
        <Recording of={recording} />
        {of.releases.length > 0 && (
          <ol className="lines">
            {of.releases.map((release) => (
              <li key={release.release}>
                <Time at={release.at} />
                <span>
                  {release.proposedBy}
                  {release.approvedBy === null ? ' proposes' : ` and ${release.approvedBy}`}, by {release.method}
                  {release.note !== null && `: ${release.note}`}
                </span>
                {(release.pdfSha256 !== of.pdfSha256 || release.jsonSha256 !== of.jsonSha256) && (
                  <span className="tag strong">an earlier version of this package</span>
                )}
              </li>
            ))}
          </ol>
        )}
      </div>
    </Card>
  )
}
