import type { Mappable, Mapping, Unread, UnreadTable } from '../../../src/api/contract.ts'
import { count } from '../../text/format.ts'

/** One unread table: what its rows are, and which column is what. */
export function MappedTable(props: {
  readonly table: UnreadTable
  readonly unread: Unread
  readonly mapping: Mapping
  readonly change: (mapping: Mapping) => void
}) {
  const { table, unread, mapping, change } = props
  const name = table.name.slice(unread.prefix.length)
  const entity = mapping.entities.find((e) => e.table === name)
  const others = mapping.entities.filter((e) => e.table !== name)
  const proposals = unread.proposals.filter((p) => p.table === table.name)
  const because = proposals.find((p) => p.entity === entity?.entity)?.because ?? []
  const choose = (kind: string) => {
    if (kind === '') return change({ ...mapping, entities: others })
    const columns = proposals.find((p) => p.entity === kind)?.columns ?? {}
    change({
      ...mapping,
      entities: [...others, { entity: kind as Mappable, table: name, columns: { ...columns }, fields: [] }],
    })
  }
  const setRole = (role: string, column: string) => {
    if (!entity) return
    const { [role]: _, ...rest } = entity.columns
    const columns = column === '' ? rest : { ...entity.columns, [role]: column }
    change({ ...mapping, entities: mapping.entities.map((e) => (e === entity ? { ...e, columns } : e)) })
  }
  return (
    <fieldset className="mapped">
      <legend>
        <span className="mono">{table.name}</span>, {count(table.rows)} rows
      </legend>
      <label className="label">
        Its rows are
        <select className="field" value={entity?.entity ?? ''} onChange={(event) => choose(event.target.value)}>
          <option value="">not read</option>
          {Object.keys(unread.roles).map((kind) => (
            <option key={kind} value={kind}>
              {kind}
              {proposals.some((p) => p.entity === kind) ? ' (proposed)' : ''}
            </option>
          ))}
        </select>
      </label>
      {entity && (
        <div className="mapped-roles">
          {unread.roles[entity.entity].map((role) => (
            <label key={role.name} className="label">
              {role.name.replaceAll('_', ' ')}
              {role.needed ? ', needed' : ''}
              <select
                className="field mono"
                value={entity.columns[role.name] ?? ''}
                onChange={(event) => setRole(role.name, event.target.value)}
              >
                <option value="">none</option>
                {table.columns.map((column) => (
                  <option key={column}>{column}</option>
                ))}
              </select>
            </label>
          ))}
        </div>
      )}
      {because.length > 0 && (
        <details>
          <summary>Why this is proposed</summary>
          <ul className="plain-list">
            {because.map((reason) => (
              <li key={reason}>{reason}</li>
            ))}
          </ul>
        </details>
      )}
    </fieldset>
  )
}
