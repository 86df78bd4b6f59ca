import { useState } from 'react'
import {
  endpoints,
  type Mapping,
  type MappingCheck,
  type MappingInForce,
  type Unread,
  type UnreadTable,
} from '../../../src/api/contract.ts'
import { save, send } from '../../api.ts'
import { Recording, useRecording } from '../../components/recording.tsx'
import { Answered, Empty } from '../../components/states.tsx'
import { troubleOf, useAnswer } from '../../resource.ts'
import { count } from '../../text/format.ts'
import { MappedTable } from './mapped-table.tsx'

/** Boards of software that the program does not know: what a person says their tables are. */
export function MappingTab() {
  const found = useAnswer(endpoints.mappings, {})
  return (
    <Answered of={found} what="tables that nothing reads">
      {({ unread, inForce }) => (
        <div className="inside mapping">
          <InForce kept={inForce} />
          {unread === null ? (
            <Empty title="Every table is read">
              Each table of the mirror belongs to a board that the program reads.
            </Empty>
          ) : (
            <Draft key={unread.exhibit} unread={unread} />
          )}
        </div>
      )}
    </Answered>
  )
}

function InForce({ kept }: { readonly kept: readonly MappingInForce[] }) {
  const recording = useRecording()
  if (kept.length === 0) return null
  return (
    <section aria-labelledby="mappings-in-force">
      <h2 id="mappings-in-force">Mappings in force</h2>
      <ul className="plain-list">
        {kept.map(({ mapping, by, sha256 }) => (
          <li key={mapping.name}>
            <strong>{mapping.name}</strong>: {mapping.entities.map((e) => `${e.table} as ${e.entity}`).join(', ')}; by{' '}
            {by}, SHA-256 <span className="mono">{sha256.slice(0, 16)}</span>{' '}
            <button type="button" className="button tiny" onClick={() => saveMapping(mapping)}>
              Save file
            </button>{' '}
            <button
              type="button"
              className="button tiny"
              onClick={() =>
                recording.run(
                  () => send(endpoints.dropMapping, { name: mapping.name }, {}),
                  `Mapping ${mapping.name} is out of force.`,
                )
              }
            >
              Take out of force
            </button>
          </li>
        ))}
      </ul>
      <Recording of={recording} />
    </section>
  )
}

/** The proposal, as far as a person has changed it. */
function Draft({ unread }: { readonly unread: Unread }) {
  const [mapping, setMapping] = useState<Mapping>(unread.mapping)
  const [checks, setChecks] = useState<readonly MappingCheck[] | null>(null)
  const [refused, setRefused] = useState<string | null>(null)
  const recording = useRecording()
  const change = (next: Mapping) => {
    setMapping(next)
    setChecks(null)
  }
  const check = async () => {
    setRefused(null)
    try {
      setChecks(await send(endpoints.checkMapping, {}, { mapping }))
    } catch (error) {
      const { name, reason } = troubleOf(error)
      setRefused(`${name}: ${reason}`)
    }
  }
  return (
    <section aria-labelledby="mapping-draft">
      <h2 id="mapping-draft">Exhibit {unread.exhibit}: tables that nothing reads</h2>
      <p className="about">
        What each table may be is proposed by the shape of its contents. A person corrects and confirms it; the next run
        reads the board so. The file serves any laboratory that meets the same software.
      </p>
      <div className="mapping-head">
        <Line label="Name of the software" value={mapping.name} change={(name) => change({ ...mapping, name })} />
        <Line
          label="Title of the board"
          value={mapping.site.title ?? ''}
          change={(title) => change({ ...mapping, site: { ...mapping.site, title: title || undefined } })}
        />
        <Line
          label="Address of the board"
          value={mapping.site.address ?? ''}
          change={(address) => change({ ...mapping, site: { ...mapping.site, address: address || undefined } })}
        />
        <label className="label">
          Texts are written in
          <select
            className="field"
            value={mapping.markup}
            onChange={(event) => change({ ...mapping, markup: event.target.value as Mapping['markup'] })}
          >
            {['bbcode', 'html', 'markdown', 'plain'].map((each) => (
              <option key={each}>{each}</option>
            ))}
          </select>
        </label>
      </div>
      {inOrder(unread).map((table) => (
        <MappedTable key={table.name} table={table} unread={unread} mapping={mapping} change={change} />
      ))}
      <div className="mapping-foot">
        <button type="button" className="button" onClick={() => void check()}>
          Check what would be read
        </button>
        <button type="button" className="button" onClick={() => saveMapping(mapping)}>
          Save file
        </button>
        <button
          type="button"
          className="button primary"
          disabled={checks === null || checks.length === 0 || recording.busy}
          onClick={() =>
            recording.run(() => send(endpoints.useMapping, {}, { mapping }), `Mapping ${mapping.name} is in force.`)
          }
        >
          Put into force
        </button>
        <div role="status">
          {refused !== null && <p className="not-recorded">{refused}</p>}
          {checks !== null && <Checks checks={checks} />}
        </div>
        <Recording of={recording} />
      </div>
    </section>
  )
}

/** Tables that are proposed as something first, in the order of the mapping; it stays while a person changes that. */
function inOrder({ tables, mapping, prefix }: Unread): readonly UnreadTable[] {
  const place = ({ name }: UnreadTable): number =>
    (mapping.entities.findIndex((e) => e.table === name.slice(prefix.length)) + 1 || mapping.entities.length + 1) - 1
  return tables.toSorted((a, b) => place(a) - place(b))
}

function Checks({ checks }: { readonly checks: readonly MappingCheck[] }) {
  if (checks.length === 0) return <p>It fits no exhibit: not all of its tables and columns are there.</p>
  return (
    <ul className="plain-list">
      {checks.flatMap((c) =>
        c.entities.map((e) => (
          <li key={`${c.exhibit} ${c.prefix} ${e.entity} ${e.table}`}>
            Exhibit {c.exhibit}, <span className="mono">{c.prefix + e.table}</span>: {count(e.read)} of {count(e.rows)}{' '}
            rows read as {e.entity}
            {e.trouble !== null && <strong>; {e.trouble}</strong>}
          </li>
        )),
      )}
    </ul>
  )
}

function Line(props: { readonly label: string; readonly value: string; readonly change: (value: string) => void }) {
  return (
    <label className="label">
      {props.label}
      <input className="field" value={props.value} maxLength={200} onChange={(e) => props.change(e.target.value)} />
    </label>
  )
}

function saveMapping(mapping: Mapping): void {
  save(
    new Blob([`${JSON.stringify(mapping, null, 2)}\n`], { type: 'application/json' }),
    `${mapping.name}.mapping.json`,
  )
}
