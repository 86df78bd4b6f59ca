import { useCallback, useMemo, useRef, useState } from 'react'
import { endpoints, type QueueRow, type RiskVocabulary } from '../../../src/api/contract.ts'
import { subjectAddress } from '../../address-of.ts'
import { Empty } from '../../components/states.tsx'
import { Table } from '../../components/table/table.tsx'
import { usePages } from '../../pages.ts'
import { useAnswer } from '../../resource.ts'
import { useQueryValue } from '../../router.tsx'
import { count, words } from '../../text/format.ts'
import { queueColumns } from './queue-columns.tsx'
import { QueueDetail } from './queue-detail.tsx'

const yes = (value: string) => (value === 'yes' ? true : undefined)
const keyOf = (row: QueueRow) => row.subject
const hrefOf = (row: QueueRow) => subjectAddress(row.subject)
const traceOf = (row: QueueRow) => row.reasons[0]?.trace ?? null

/** The queue, worked from the top: j and k move, Enter opens, d decides, n goes to the next undecided one. */
export function Queue({ vocabulary }: { readonly vocabulary: RiskVocabulary | null }) {
  const [band, setBand] = useQueryValue('band', '', { push: true })
  const [country, setCountry] = useQueryValue('country', '', { push: true })
  const [safeguarding, setSafeguarding] = useQueryValue('safeguarding', '', { push: true })
  const [undecided, setUndecided] = useQueryValue('undecided', '', { push: true })
  const [located, setLocated] = useQueryValue('located', '', { push: true })
  const [search, setSearch] = useQueryValue('q')
  const places = useAnswer(endpoints.places, {})
  const [current, setCurrent] = useState<QueueRow | null>(null)
  const reason = useRef<HTMLTextAreaElement>(null)
  const queue = usePages(
    endpoints.queue,
    {},
    {
      band: band === '' ? undefined : band,
      country: country === '' ? undefined : country,
      safeguarding: yes(safeguarding),
      undecided: yes(undecided),
      located: located === 'yes' ? true : located === 'no' ? false : undefined,
      search: search === '' ? undefined : search,
    },
  )
  const bands = useMemo(() => (vocabulary?.bands ?? []).map((each) => each.band), [vocabulary])
  const columns = useMemo(() => queueColumns(bands), [bands])
  const decide = useCallback(() => reason.current?.focus(), [])
  return (
    <div className="over-under">
      <Table
        name="Queue"
        columns={columns}
        source={queue}
        rowKey={keyOf}
        href={hrefOf}
        trace={traceOf}
        onCurrent={setCurrent}
        keys={() => [{ key: 'd', label: 'Decide on the subject', run: decide }]}
        next={(row) => row.decision === null}
        search={{ label: 'Search subjects', value: search, onSearch: setSearch }}
        filters={
          <>
            <select className="field" aria-label="Band" value={band} onChange={(event) => setBand(event.target.value)}>
              <option value="">Every band</option>
              {(vocabulary?.bands ?? []).map((each) => (
                <option key={each.band} value={each.band}>
                  {words(each.band)} ({count(each.subjects)})
                </option>
              ))}
            </select>
            <select
              className="field"
              aria-label="Country"
              value={country}
              onChange={(event) => setCountry(event.target.value)}
            >
              <option value="">Every country</option>
              {(places.data ?? []).map((each) => (
                <option key={each.code} value={each.code}>
                  {each.name} ({count(each.subjects)})
                </option>
              ))}
            </select>
            <select
              className="field"
              aria-label="Located"
              value={located}
              onChange={(event) => setLocated(event.target.value)}
            >
              <option value="">Located or not</option>
              <option value="yes">Located</option>
              <option value="no">Not located</option>
            </select>
            <Toggle label="Safeguarding" value={safeguarding} onChange={setSafeguarding} />
            <Toggle label="Undecided" value={undecided} onChange={setUndecided} />
          </>
        }
        empty={<Empty title="Nobody stands here">No subject fits these filters.</Empty>}
      />
      {current !== null && <QueueDetail row={current} vocabulary={vocabulary} reason={reason} />}
    </div>
  )
}

function Toggle({
  label,
  value,
  onChange,
}: {
  readonly label: string
  readonly value: string
  readonly onChange: (value: string | null) => void
}) {
  return (
    <button
      type="button"
      className="button"
      aria-pressed={value === 'yes'}
      onClick={() => onChange(value === 'yes' ? null : 'yes')}
    >
      {label}
    </button>
  )
}
