import type { Mappable, Mapping, MappingRole, Unread, UnreadTable } from '../../../src/api/contract.ts'
import { count } from '../../text/format.ts'
import { MappedColumn, OnlyRows } from './mapped-column.tsx'

type Entity = Mapping['entities'][number]

/** One unread table: what its rows are, or the kinds of rows in it, and which column is what. */
export function MappedTable(props: {
  readonly table: UnreadTable
  readonly unread: Unread
  readonly mapping: Mapping
  readonly change: (mapping: Mapping) => void
}) {
  const { table, unread, mapping, change } = props
  const name = table.name.slice(unread.prefix.length)
  const own = mapping.entities.filter((e) => e.table === name)
  const replace = (entity: Entity, by: Entity | null) =>
    change({ ...mapping, entities: mapping.entities.flatMap((e) => (e === entity ? (by ?? []) : e)) })
  const add = (kind: string) =>
    change({ ...mapping, entities: [...mapping.entities, proposed(unread, table, name, kind as Mappable)] })
  const beside = mapping.entities.filter((e) =>
    [...Object.values(e.columns), ...e.fields].some((c) => typeof c === 'object' && c.table === name),
  )
  return (
    <fieldset className="mapped">
      <legend>
        <span className="mono">{table.name}</span>, {count(table.rows)} rows
      </legend>
      {own.map((entity, i) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: two kinds of rows of one table have nothing else to tell them apart while they are edited
        <MappedRows key={i} {...props} entity={entity} replace={(by) => replace(entity, by)} />
      ))}
      {table.examples.length > 0 && (
        <details>
          <summary>What its columns hold</summary>
          <dl className="mapped-examples">
            {table.examples.map(({ column, value }) => (
              <div key={column}>
                <dt className="mono">{column}</dt>
                <dd>{value}</dd>
              </div>
            ))}
          </dl>
        </details>
      )}
      {beside.length > 0 && (
        <p className="about">Read beside {[...new Set(beside.map((e) => `${e.table} as ${e.entity}`))].join(', ')}.</p>
      )}
      <label className="label">
        {own.length === 0 ? 'Its rows are' : 'Rows of another kind are'}
        <select className="field" value="" onChange={(event) => add(event.target.value)}>
          <option value="">{own.length === 0 ? 'not read' : 'none'}</option>
          {Object.keys(unread.roles).map((kind) => (
            <option key={kind} value={kind}>
              {kind.replaceAll('_', ' ')}
              {unread.proposals.some((p) => p.table === table.name && p.entity === kind) ? ' (proposed)' : ''}
            </option>
          ))}
        </select>
      </label>
    </fieldset>
  )
}

/** Rows of a table as one entity. */
function MappedRows(props: {
  readonly table: UnreadTable
  readonly unread: Unread
  readonly entity: Entity
  readonly replace: (by: Entity | null) => void
}) {
  const { table, unread, entity, replace } = props
  const kind = (p: { readonly only?: Entity['only'] }): string => p.only?.is.join() ?? ''
  const found = unread.proposals.filter((p) => p.table === table.name && p.entity === entity.entity)
  const because = (found.find((p) => kind(p) === kind(entity)) ?? found[0])?.because ?? []
  const setRole = (role: string, column: Entity['columns'][string] | undefined) => {
    const { [role]: _, ...rest } = entity.columns
    replace({ ...entity, columns: column === undefined ? rest : { ...rest, [role]: column } })
  }
  return (
    <div className="mapped-rows">
      <div className="mapped-kind">
        <label className="label">
          Its rows are
          <select
            className="field"
            value={entity.entity}
            onChange={(event) =>
              replace(
                event.target.value === ''
                  ? null
                  : proposed(unread, table, entity.table, event.target.value as Mappable),
              )
            }
          >
            <option value="">not read</option>
            {Object.keys(unread.roles).map((each) => (
              <option key={each} value={each}>
                {each.replaceAll('_', ' ')}
              </option>
            ))}
          </select>
        </label>
        <OnlyRows columns={table.columns} value={entity.only} change={(only) => replace({ ...entity, only })} />
      </div>
      <div className="mapped-roles">
        {unread.roles[entity.entity].map((role) => (
          <MappedColumn
            key={role.name}
            label={labelOf(role)}
            value={entity.columns[role.name]}
            table={table}
            prefix={unread.prefix}
            others={unread.tables.filter((t) => t !== table)}
            own={role.naming}
            change={(column) => setRole(role.name, column)}
          />
        ))}
      </div>
      {entity.fields.length > 0 && (
        <p className="about">
          Shown as profile fields:{' '}
          <span className="mono">
            {entity.fields.map((f) => (typeof f === 'string' ? f : `${f.table}.${f.column}`)).join(', ')}
          </span>
        </p>
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
    </div>
  )
}

function labelOf({ name, needed }: MappingRole): string {
  return `${name.replaceAll('_', ' ')}${needed ? ', needed' : ''}`
}

/** Rows of a table as what a person says they are, with what is proposed for that. */
function proposed({ proposals }: Unread, table: UnreadTable, name: string, entity: Mappable): Entity {
  const found = proposals.find((p) => p.table === table.name && p.entity === entity)
  const read = { entity, table: name, columns: { ...found?.columns }, fields: [] }
  return found?.only ? { ...read, only: found.only } : read
}
