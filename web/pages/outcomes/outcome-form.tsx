import { type FormEvent, useState } from 'react'
import { endpoints, type NewOutcome, type OutcomeKind } from '../../../src/api/contract.ts'
import { send } from '../../api.ts'
import { Recording, useRecording } from '../../components/recording.tsx'
import { usePages } from '../../pages.ts'
import { useAnswer } from '../../resource.ts'
import { words } from '../../text/format.ts'

const kinds: readonly OutcomeKind[] = [
  'child-safeguarded',
  'suspect-identified',
  'arrest',
  'conviction',
  'no-further-action',
]

/** Records what a recipient reports; their own reference is what keeps one person from counting twice. */
export function OutcomeForm({ chosen }: { readonly chosen: string }) {
  const packages = usePages(endpoints.packages, {})
  const countries = useAnswer(endpoints.countries, {})
  const [pkg, setPackage] = useState(chosen)
  const [kind, setKind] = useState<OutcomeKind | ''>('')
  const [subject, setSubject] = useState('')
  const [nominal, setNominal] = useState('')
  const [country, setCountry] = useState('')
  const [day, setDay] = useState('')
  const [note, setNote] = useState('')
  const detail = useAnswer(endpoints.package, pkg === '' ? null : { package: pkg })
  const recording = useRecording()
  const ready = pkg !== '' && kind !== ''
  const submit = (event: FormEvent) => {
    event.preventDefault()
    if (!ready) return
    const given = (value: string) => (value.trim() === '' ? undefined : value.trim())
    const body: NewOutcome = {
      package: pkg,
      kind,
      subject: given(subject),
      nominalRef: given(nominal),
      country: given(country),
      happenedOn: given(day),
      note: given(note),
    }
    recording.run(
      () => send(endpoints.recordOutcome, {}, body),
      `${words(kind)} recorded against ${pkg}.`,
      () => {
        setKind('')
        setNominal('')
        setNote('')
      },
    )
  }
  return (
    <form className="inside outcome-form" onSubmit={submit} aria-label="Record an outcome">
      <label className="label">
        Package
        <select className="field" value={pkg} onChange={(event) => setPackage(event.target.value)} required>
          <option value="">Choose…</option>
          {packages.rows.map((each) => (
            <option key={each.package} value={each.package}>
              {each.package}, {each.recipient}
            </option>
          ))}
        </select>
      </label>
      <label className="label">
        What happened
        <select
          className="field"
          value={kind}
          onChange={(event) => setKind(event.target.value as OutcomeKind)}
          required
        >
          <option value="">Choose…</option>
          {kinds.map((each) => (
            <option key={each} value={each}>
              {words(each)}
            </option>
          ))}
        </select>
      </label>
      <label className="label">
        Subject
        <select className="field" value={subject} onChange={(event) => setSubject(event.target.value)}>
          <option value="">Not stated</option>
          {(detail.data?.parts ?? []).map((part) => (
            <option key={part.subject.subject} value={part.subject.subject}>
              {part.subject.name}
            </option>
          ))}
        </select>
      </label>
      <label className="label">
        Recipient’s reference for the person
        <input
          className="field mono"
          value={nominal}
          maxLength={200}
          onChange={(event) => setNominal(event.target.value)}
        />
      </label>
      <label className="label">
        Country, where not the package’s
        <select className="field" value={country} onChange={(event) => setCountry(event.target.value)}>
          <option value="">As the package</option>
          {(countries.data ?? []).map((each) => (
            <option key={each.code} value={each.code}>
              {each.name} ({each.code})
            </option>
          ))}
        </select>
      </label>
      <label className="label">
        On
        <input
          className="field"
          value={day}
          placeholder="YYYY-MM-DD"
          pattern="\d{4}-\d{2}-\d{2}"
          onChange={(event) => setDay(event.target.value)}
        />
      </label>
      <label className="label">
        Note
        <textarea className="field" value={note} maxLength={4000} onChange={(event) => setNote(event.target.value)} />
      </label>
      <button type="submit" className="button primary" disabled={!ready || recording.busy}>
        Record
      </button>
      <Recording of={recording} />
    </form>
  )
}
