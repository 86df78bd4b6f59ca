import { useState } from 'react'
import { endpoints } from '../../../src/api/contract.ts'
import { Time } from '../../components/parts.tsx'
import { ShownText } from '../../components/shown.tsx'
import { Statement } from '../../components/statement.tsx'
import { Answered } from '../../components/states.tsx'
import { useAnswer } from '../../resource.ts'
import { plural } from '../../text/format.ts'
import { Author } from './post.tsx'

/** Earlier versions of a post, folded until they are asked for. */
export function Versions({
  site,
  post,
  count,
}: {
  readonly site: number
  readonly post: string
  readonly count: number
}) {
  const [open, setOpen] = useState(false)
  const answer = useAnswer(endpoints.postVersions, open ? { site, post } : null)
  return (
    <details className="versions" onToggle={(event) => setOpen(event.currentTarget.open)}>
      <summary>{plural(count, 'earlier version')}</summary>
      {open && (
        <Answered of={answer} what="the earlier versions">
          {(versions) => (
            <ol>
              {versions.map((version) => (
                <li key={version.id}>
                  <p className="soft small">
                    <Statement trace={version.source.trace}>until the edit</Statement> <Time at={version.at} />
                    {version.by !== null && (
                      <>
                        {' by '}
                        <Author of={version.by} />
                      </>
                    )}
                  </p>
                  <ShownText of={version.shown} place={{ site, topic: null }} />
                </li>
              ))}
            </ol>
          )}
        </Answered>
      )}
    </details>
  )
}

/** The signature below a post, folded: it is the same below each of the author's. */
export function Signature({ site, member }: { readonly site: number; readonly member: string }) {
  const [open, setOpen] = useState(false)
  const answer = useAnswer(endpoints.member, open ? { site, member } : null)
  return (
    <details className="versions" onToggle={(event) => setOpen(event.currentTarget.open)}>
      <summary>Signature</summary>
      {open && (
        <Answered of={answer} what="the signature">
          {(profile) => <ShownText of={profile.signatureShown} place={{ site, topic: null }} />}
        </Answered>
      )}
    </details>
  )
}
