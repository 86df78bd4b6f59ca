import { type ReactNode, type RefObject, useEffect, useState } from 'react'
import { count } from '../../text/format.ts'
import type { Column } from './columns.ts'
import type { Source } from './source.ts'

interface ToolbarProps<T> {
  readonly name: string
  readonly columns: readonly Column<T>[]
  readonly visible: readonly Column<T>[]
  readonly find: string
  readonly findLabel: string
  readonly searches: boolean
  readonly sort: string
  readonly onFind: (text: string) => void
  readonly onColumns: (keys: readonly string[]) => void
  readonly field: RefObject<HTMLInputElement | null>
  readonly source: Source<T>
  readonly shown: number
  readonly picked: number
  readonly onClear: () => void
  readonly onExport: () => void
  readonly children?: ReactNode
}

/** Above the rows: filter, what the server filters by, how many, which columns, export. */
export function Toolbar<T>(props: ToolbarProps<T>) {
  const { source } = props
  const [text, setText] = useState(props.find)
  useEffect(() => setText(props.find), [props.find])
  const { onFind, find } = props
  useEffect(() => {
    if (text === find) return
    const timer = window.setTimeout(() => onFind(text), 200)
    return () => window.clearTimeout(timer)
  }, [text, find, onFind])
  const partly =
    !source.complete && (props.sort !== '' || (props.find !== '' && !props.searches)) && source.state === 'ready'
  const visible = new Set(props.visible.map((column) => column.key))
  return (
    <div className="toolbar">
      <input
        ref={props.field}
        className="field find"
        type="search"
        placeholder={`${props.findLabel}  /`}
        aria-label={`${props.findLabel}: ${props.name}`}
        value={text}
        onChange={(event) => setText(event.target.value)}
        onKeyDown={(event) => event.key === 'Escape' && event.currentTarget.blur()}
      />
      {props.children}
      <div className="end">
        <span className="soft small" role="status">
          {rowCount(props.shown, source)}
          {props.picked > 0 && ` · ${count(props.picked)} selected`}
        </span>
        {props.picked > 0 && (
          <button type="button" className="button quiet" onClick={props.onClear}>
            Clear
          </button>
        )}
        {partly && (
          <span className="partial">
            Sort and filter see the {count(source.rows.length)} rows loaded
            {source.total !== null && ` of ${count(source.total)}`}.{' '}
            <button type="button" className="button tiny" onClick={source.all}>
              Load all
            </button>
          </span>
        )}
        <details className="menu">
          <summary className="button quiet">Columns</summary>
          <div className="menu-body">
            {props.columns.map((column) => (
              <label key={column.key}>
                <input
                  type="checkbox"
                  checked={visible.has(column.key)}
                  disabled={visible.size === 1 && visible.has(column.key)}
                  onChange={() =>
                    props.onColumns(
                      props.columns
                        .filter((each) => visible.has(each.key) !== (each.key === column.key))
                        .map((each) => each.key),
                    )
                  }
                />
                {column.label}
              </label>
            ))}
          </div>
        </details>
        <button
          type="button"
          className="button quiet"
          title="Export what is seen as CSV"
          onClick={props.onExport}
          disabled={props.shown === 0}
        >
          CSV
        </button>
      </div>
    </div>
  )
}

function rowCount<T>(shown: number, source: Source<T>): string {
  if (source.state === 'loading' && source.rows.length === 0) return 'Loading'
  const loaded = source.rows.length
  const all = source.total ?? loaded
  const more = source.total === null && !source.complete ? '+' : ''
  if (shown !== loaded) return `${count(shown)} of ${count(all)}${more} rows`
  return `${count(all)}${more} ${all === 1 ? 'row' : 'rows'}`
}
