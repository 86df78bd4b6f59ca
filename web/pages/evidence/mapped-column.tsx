import type { MappedBeside, MappedOnly, UnreadTable } from '../../../src/api/contract.ts'

/** A choice that is no column: what a seized database calls its columns cannot begin so. */
const elsewhere = '\u0000beside'

/** Which column is what: one of the table itself, or one of another table whose rows name ours. */
export function MappedColumn(props: {
  readonly label: string
  readonly value: string | MappedBeside | undefined
  readonly table: UnreadTable
  readonly prefix: string
  readonly others: readonly UnreadTable[]
  /** What names a row must be of the table itself. */
  readonly own: boolean
  readonly change: (value: string | MappedBeside | undefined) => void
}) {
  const { label, value, table, others, change } = props
  const beside = typeof value === 'object' ? value : null
  const choose = (column: string) => {
    if (column !== elsewhere) return change(column || undefined)
    const [first] = others
    const [name = ''] = first?.columns ?? []
    if (first) change({ table: first.name.slice(props.prefix.length), column: first.columns[1] ?? name, by: name })
  }
  return (
    <div className={beside ? 'mapped-role wide' : 'mapped-role'}>
      <label className="label">
        {label}
        <select
          className="field mono"
          value={beside ? elsewhere : ((value as string | undefined) ?? '')}
          onChange={(event) => choose(event.target.value)}
        >
          <option value="">none</option>
          {table.columns.map((column) => (
            <option key={column}>{column}</option>
          ))}
          {!props.own && others.length > 0 && <option value={elsewhere}>in another table …</option>}
        </select>
      </label>
      {beside && <BesideColumn {...props} value={beside} />}
    </div>
  )
}

function BesideColumn(props: {
  readonly label: string
  readonly value: MappedBeside
  readonly table: UnreadTable
  readonly prefix: string
  readonly others: readonly UnreadTable[]
  readonly change: (value: MappedBeside) => void
}) {
  const { label, value, table, prefix, others, change } = props
  const columns = others.find((t) => t.name.slice(prefix.length) === value.table)?.columns ?? []
  const moved = (name: string) => {
    const there = others.find((t) => t.name.slice(prefix.length) === name)?.columns ?? []
    change({ table: name, column: there[1] ?? there[0] ?? '', by: there[0] ?? '' })
  }
  return (
    <fieldset className="mapped-beside">
      <legend>Where {label.replace(', needed', '')} lies</legend>
      <Choice label="Table" value={value.table} of={others.map((t) => t.name.slice(prefix.length))} change={moved} />
      <Choice label="Column" value={value.column} of={columns} change={(column) => change({ ...value, column })} />
      <Choice label="Named there by" value={value.by} of={columns} change={(by) => change({ ...value, by })} />
      <Choice
        label="As this table’s"
        value={value.of ?? ''}
        none="id"
        of={table.columns}
        change={(of) => change({ ...value, of: of || undefined })}
      />
      <OnlyRows columns={columns} value={value.only} change={(only) => change({ ...value, only })} />
    </fieldset>
  )
}

/** Which rows: all, or those of which one column has one of some values. */
export function OnlyRows(props: {
  readonly columns: readonly string[]
  readonly value: MappedOnly | undefined
  readonly change: (value: MappedOnly | undefined) => void
}) {
  const { columns, value, change } = props
  return (
    <>
      <Choice
        label="Only where"
        value={value?.column ?? ''}
        none="all rows"
        of={columns}
        change={(column) => change(column ? { column, is: value?.is ?? [''] } : undefined)}
      />
      {value && (
        <label className="label">
          Is one of (with commas)
          <input
            className="field mono"
            value={value.is.join(', ')}
            maxLength={400}
            onChange={(event) =>
              change({ ...value, is: event.target.value.split(',').map((one) => one.replace(/^ /, '')) })
            }
          />
        </label>
      )}
    </>
  )
}

function Choice(props: {
  readonly label: string
  readonly value: string
  readonly none?: string
  readonly of: readonly string[]
  readonly change: (value: string) => void
}) {
  return (
    <label className="label">
      {props.label}
      <select className="field mono" value={props.value} onChange={(event) => props.change(event.target.value)}>
        {props.none !== undefined && <option value="">{props.none}</option>}
        {props.of.map((each) => (
          <option key={each}>{each}</option>
        ))}
      </select>
    </label>
  )
}
