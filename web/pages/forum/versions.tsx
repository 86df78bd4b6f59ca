import { useState } from 'react'
import { endpoints, type PostVersion } from '../../../src/api/contract.ts'
import type { Difference } from '../../../src/model/differences.ts'
import { Time } from '../../components/parts.tsx'
import { ShownText } from '../../components/shown.tsx'
import { Statement } from '../../components/statement.tsx'
import { Answered } from '../../components/states.tsx'
import { useAnswer } from '../../resource.ts'
import { plural } from '../../text/format.ts'
import { Author } from './post.tsx'

/** How the evidence holds a version, in words. */
const held: Readonly<Record<PostVersion['form'], string>> = {
  before: 'kept with the edit',
  made: 'kept as written',
  span: 'kept with its times',
  patch: 'follows from a patch',
  changes: 'follows from what the edit changed',
  copy: 'in another copy of the board',
  seen: 'kept with a report',
}

/** A post or message whose earlier versions are shown. */
type Of = { readonly site: number; readonly count: number } & (
  | { readonly post: string; readonly message?: never }
  | { readonly message: string; readonly post?: never }
)

/** Earlier versions of a post or message, folded until they are asked for. */
export function Versions({ site, post, message, count }: Of) {
  const [open, setOpen] = useState(false)
  const ofPost = useAnswer(endpoints.postVersions, open && post !== undefined ? { site, post } : null)
  const ofMessage = useAnswer(endpoints.messageVersions, open && message !== undefined ? { site, message } : null)
  const answer = post === undefined ? ofMessage : ofPost
  return (
    <details className="versions" onToggle={(event) => setOpen(event.currentTarget.open)}>
      <summary>{plural(count, 'earlier version')}</summary>
      {open && (
        <Answered of={answer} what="the earlier versions">
          {(versions) => (
            <ol>
              {versions.map((version) => (
                <li key={version.id}>
                  <Version of={version} site={site} />
                </li>
              ))}
            </ol>
          )}
        </Answered>
      )}
    </details>
  )
}

function Version({ of, site }: { readonly of: PostVersion; readonly site: number }) {
  return (
    <>
      <p className="soft small">
        <Statement trace={of.source.trace}>version {of.version ?? of.id}</Statement> <Time at={of.since} />
        {of.author !== null && (
          <>
            {' by '}
            <Author of={of.author} />
          </>
        )}
        {', until '}
        <Time at={of.at} />
        {of.by !== null && (
          <>
            {' by '}
            <Author of={of.by} />
          </>
        )}
        {of.reason !== null && of.reason !== '' && ` “${of.reason}”`} <span className="tag">{held[of.form]}</span>
      </p>
      {of.subject !== null && of.subject !== '' && <p className="post-subject">{of.subject}</p>}
      {of.text === null ? (
        <p className="soft">Its text does not follow from what is stored.</p>
      ) : (
        <ShownText of={of.shown} place={{ site, topic: null }} />
      )}
      {of.changes.some((change) => change.is !== 'same') && (
        <details>
          <summary>What the edit changed</summary>
          <Changes of={of.changes} />
        </details>
      )}
    </>
  )
}

/** What an edit took away and put in, by words. */
function Changes({ of }: { readonly of: readonly Difference[] }) {
  return (
    <p className="changes">
      {of.map((change, i) => {
        const key = `${i}`
        if (change.is === 'gone') return <del key={key}>{change.text}</del>
        if (change.is === 'new') return <ins key={key}>{change.text}</ins>
        return <span key={key}>{change.text}</span>
      })}
    </p>
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
