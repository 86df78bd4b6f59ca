import { endpoints, type LensQuery, type View } from '../../../src/api/contract.ts'
import { Time } from '../../components/parts.tsx'
import { Statement } from '../../components/statement.tsx'
import { useKeys } from '../../keys.tsx'
import { useAnswer } from '../../resource.ts'
import { navigate, useQueryValue, withQuery } from '../../router.tsx'

/** The view that the address names: through whose eyes, and as of the end of which day. */
export function useLens(): LensQuery {
  const [as] = useQueryValue('as')
  const [day] = useQueryValue('day')
  return {
    ...(as === '' ? {} : { as }),
    ...(/^\d{4}-\d\d-\d\d$/.test(day) ? { asOf: `${day}T23:59:59Z` } : {}),
  }
}

/** What the view is, as the server works it out; null while all is shown. */
export function useView(site: number): View | null {
  const lens = useLens()
  const on = lens.as !== undefined || lens.asOf !== undefined
  return useAnswer(endpoints.view, on ? { site } : null, lens).data
}

/** Leaves the view. */
export function leaveView(): void {
  navigate(withQuery({ as: null, day: null, page: null }))
}

/** Where the view is chosen: everything, an account or a guest, as of a day. */
export function ViewChoice() {
  const [as, setAs] = useQueryValue('as', '', { push: true })
  return (
    <form
      className="view-choice"
      aria-label="View"
      onSubmit={(event) => {
        event.preventDefault()
        const value = new FormData(event.currentTarget).get('as')
        setAs(typeof value === 'string' && value.trim() !== '' ? value.trim() : null)
      }}
    >
      <label>
        As member
        <input key={as} className="field" name="as" defaultValue={as} placeholder="id or guest" size={9} />
      </label>
      <DayChoice />
    </form>
  )
}

/** As of the end of which day. */
export function DayChoice() {
  const [day, setDay] = useQueryValue('day', '', { push: true })
  return (
    <label className="day-choice">
      As of
      <input className="field" type="date" value={day} onChange={(event) => setDay(event.target.value)} />
    </label>
  )
}

/** Says through whose eyes the board is read, what that means, and how to leave. */
export function ViewBanner({ site }: { readonly site: number }) {
  const lens = useLens()
  const on = lens.as !== undefined || lens.asOf !== undefined
  const answer = useAnswer(endpoints.view, on ? { site } : null, lens)
  useKeys('View', on ? [{ key: 'x', label: 'Leave the view: show everything', run: leaveView }] : [])
  if (!on) return null
  return (
    <section className="view-banner" aria-label="View">
      <p>
        <strong>
          {answer.data === null
            ? answer.state === 'failed'
              ? answer.trouble.reason
              : 'Working out the view …'
            : heading(answer.data)}
        </strong>
        {answer.data !== null && <Details of={answer.data} />}
      </p>
      <button type="button" className="button tiny" onClick={leaveView}>
        Leave <kbd>x</kbd>
      </button>
    </section>
  )
}

function heading({ as, asOf }: View): string {
  const who = as === null ? 'The board' : `As ${as.member.name ?? as.member.id} could see it`
  return asOf === null ? who : `${who}, as of the end of ${asOf.slice(0, 10)} (UTC)`
}

function Details({ of }: { readonly of: View }) {
  const { as, asOf, permissionsKnown, boards } = of
  return (
    <>
      {as !== null && as.groups.length > 0 && <span>Groups: {as.groups.join(', ')}.</span>}
      {as !== null && as.existed === false && (
        <span className="tag strong">
          the account was made later: <Time at={as.joinedAt} />
        </span>
      )}
      {as !== null && as.existed === null && <span>When the account was made is not known.</span>}
      {as?.ban != null && (
        <span className="tag strong">
          <Statement trace={as.ban.source.trace}>banned then</Statement>
          {as.ban.reason !== null && as.ban.reason !== '' && `: “${as.ban.reason}”`}
        </span>
      )}
      {as !== null && !permissionsKnown && (
        <span className="tag strong">the permissions of this board are not known: every board is shown</span>
      )}
      {as !== null && permissionsKnown && (
        <span>
          It could read {boards.filter((board) => board.reads).length} boards. Permissions and groups are those of the
          day of the seizure.
        </span>
      )}
      {asOf !== null && <span>What came later is left out; an edit is undone where the earlier text is known.</span>}
    </>
  )
}
