import { useEffect, useState } from 'react'
import { endpoints, type Session } from '../../../src/api/contract.ts'
import { send } from '../../api.ts'
import { prefer, usePreferences } from '../../preferences.ts'
import { Link } from '../../router.tsx'
import { instant } from '../../text/format.ts'

/** The top bar: which operation, by what right, until when; the clock; who is signed in. */
export function Bar({ session, onHelp }: { readonly session: Session; readonly onHelp: () => void }) {
  const { operation } = session
  const overdue = operation?.reviewOn != null && operation.reviewOn < session.now.slice(0, 10)
  return (
    <div className="bar">
      <Link className="brand" href="/">
        Holdfast
      </Link>
      {operation === null ? (
        <p className="operation">
          <strong>No operation declared</strong>
        </p>
      ) : (
        <p className="operation">
          <strong>{operation.name}</strong>
          <span title={operation.scope}>
            {operation.authority} · {operation.reference}
            {operation.lawfulTo !== null && ` · lawful until ${operation.lawfulTo}`}
          </span>
          {operation.reviewOn !== null && (
            <span className={overdue ? 'review tag strong' : 'review'}>
              {overdue ? `Review overdue since ${operation.reviewOn}` : `Review on ${operation.reviewOn}`}
            </span>
          )}
        </p>
      )}
      <Clock />
      <Settings person={session.person} />
      <button type="button" className="button quiet" onClick={onHelp} aria-label="Keys and help">
        <kbd>?</kbd>
      </button>
    </div>
  )
}

function Clock() {
  const { clock } = usePreferences()
  const [now, setNow] = useState(() => new Date())
  useEffect(() => {
    const timer = window.setInterval(() => setNow(new Date()), 1000)
    return () => window.clearInterval(timer)
  }, [])
  const other = clock === 'utc' ? 'local' : 'utc'
  return (
    <button
      type="button"
      className="button quiet clock"
      onClick={() => prefer({ clock: other })}
      title={`Show times ${other === 'utc' ? 'in UTC' : 'by the clock of this machine'}`}
    >
      {instant(now.toISOString(), clock === 'local')}
      <span className="tag">{clock === 'utc' ? 'UTC' : 'local'}</span>
    </button>
  )
}

function Settings({ person }: { readonly person: string }) {
  const preferences = usePreferences()
  const [why, setWhy] = useState(preferences.why)
  return (
    <details className="menu">
      <summary className="button quiet person">{person}</summary>
      <div className="menu-body settings">
        <label className="label">
          Colours
          <select
            className="field"
            value={preferences.theme}
            onChange={(event) => prefer({ theme: event.target.value as 'system' | 'light' | 'dark' })}
          >
            <option value="system">As the system</option>
            <option value="light">Light</option>
            <option value="dark">Dark</option>
          </select>
        </label>
        <label className="label">
          Fold texts
          <select
            className="field"
            value={preferences.fold}
            onChange={(event) => prefer({ fold: event.target.value as 'severe' | 'all' })}
          >
            <option value="severe">In which a loaded term occurs</option>
            <option value="all">All of them</option>
          </select>
        </label>
        <label className="label">
          Why you look (goes into the access log)
          <input
            className="field"
            value={why}
            maxLength={200}
            onChange={(event) => setWhy(event.target.value)}
            onBlur={() => prefer({ why: why.trim() })}
          />
        </label>
        <button type="button" className="button" onClick={signOut}>
          Sign out
        </button>
      </div>
    </details>
  )
}

async function signOut(): Promise<void> {
  await send(endpoints.signOut, {}, {})
  window.location.assign('/')
}
