import { useVirtualizer } from '@tanstack/react-virtual'
import { type ReactNode, useEffect, useMemo, useRef } from 'react'
import { type KeyBinding, useKeys } from '../../keys.tsx'
import { navigate, useQueryValue } from '../../router.tsx'
import { Scroll } from '../scroll.tsx'
import { Failed, Skeleton } from '../states.tsx'
import { type Column, filtered, sorted, widthOf } from './columns.ts'
import { useCurrentRow } from './current.ts'
import { saveCsv } from './export.ts'
import { Head } from './head.tsx'
import { tableKeys } from './keys.ts'
import { Row } from './row.tsx'
import { useSelection } from './selection.ts'
import type { Source } from './source.ts'
import { Toolbar } from './toolbar.tsx'

/** What a table is given. */
export interface TableProps<T> {
  /** Says what the rows are; names the exported file too. */
  readonly name: string
  readonly columns: readonly Column<T>[]
  readonly source: Source<T>
  readonly rowKey: (row: T) => string
  /** Where Enter goes. */
  readonly href?: (row: T) => string | null
  /** What `w` explains for the whole row. */
  readonly trace?: (row: T) => string | null
  readonly empty: ReactNode
  /** Filters the server answers to, left of the count. */
  readonly filters?: ReactNode
  /** Where the server looks through all rows, the field asks it instead of filtering what is loaded. */
  readonly search?: { readonly label: string; readonly value: string; readonly onSearch: (text: string) => void }
  readonly keys?: (current: T | null) => readonly KeyBinding[]
  /** `n` goes to the next row for which this holds. */
  readonly next?: (row: T) => boolean
  /** Told which row is the current one. */
  readonly onCurrent?: (row: T | null) => void
}

const rowHeight = 32

/** A table worked from the top: sorted, filtered, virtual, exported as it is seen. */
export function Table<T>(props: TableProps<T>) {
  const { name, columns, source, rowKey } = props
  const [sort, setSort] = useQueryValue('sort')
  const [find, setFind] = useQueryValue('find')
  const [cols, setCols] = useQueryValue('cols')
  const visible = useMemo(() => chosenColumns(columns, cols), [columns, cols])
  const rows = useMemo(
    () => sorted(filtered(source.rows, columns, find), columns, sort),
    [source.rows, columns, find, sort],
  )
  const keys = useMemo(() => rows.map(rowKey), [rows, rowKey])
  const scroller = useRef<HTMLElement>(null)
  const filterField = useRef<HTMLInputElement>(null)
  const selection = useSelection(keys)
  const virtual = useVirtualizer({
    count: rows.length,
    getScrollElement: () => scroller.current,
    estimateSize: () => rowHeight,
    overscan: 12,
    scrollPaddingStart: rowHeight,
    initialRect: { width: 1200, height: 800 },
  })
  const current = useCurrentRow(keys, scroller, (index) => virtual.scrollToIndex(index))
  const row = rows[current.index] ?? null
  const open = () => {
    const to = row === null ? null : props.href?.(row)
    if (to !== undefined && to !== null) navigate(to)
  }

  const goNext = () => {
    const waits = props.next ?? (() => true)
    const later = rows.findIndex((each, i) => i > current.index && waits(each))
    const to = later >= 0 ? later : rows.findIndex(waits)
    if (to >= 0) current.go(to)
  }

  const { onCurrent } = props
  useEffect(() => onCurrent?.(row), [onCurrent, row])

  const items = virtual.getVirtualItems()
  const lastSeen = items[items.length - 1]?.index ?? 0
  useEffect(() => {
    if (lastSeen > source.rows.length - 40 && sort === '' && find === '') source.more()
  }, [lastSeen, source.rows.length, source.more, sort, find])

  useKeys(name, [
    ...tableKeys({
      step: current.step,
      first: () => current.go(0),
      last: () => current.go(rows.length - 1),
      open,
      select: () => row !== null && selection.toggle(rowKey(row)),
      filter: () => filterField.current?.focus(),
      opens: props.href !== undefined,
    }),
    ...(props.next === undefined ? [] : [{ key: 'n', label: 'Next row that waits for a person', run: () => goNext() }]),
    ...(props.keys?.(row) ?? []),
  ])

  if (source.state === 'failed' && source.trouble !== null)
    return <Failed trouble={source.trouble} retry={source.reload} />
  const picked = rows.filter((each) => selection.chosen.has(rowKey(each)))
  const top = items[0]?.start ?? 0
  const bottom = virtual.getTotalSize() - (items[items.length - 1]?.end ?? 0)
  return (
    <div className="table-box">
      <Toolbar
        name={name}
        columns={columns}
        visible={visible}
        find={props.search?.value ?? find}
        findLabel={props.search?.label ?? 'Filter'}
        searches={props.search !== undefined}
        sort={sort}
        onFind={props.search?.onSearch ?? setFind}
        onColumns={(wanted) => setCols(wanted.join('.'))}
        field={filterField}
        source={source}
        shown={rows.length}
        picked={picked.length}
        onClear={selection.clear}
        onExport={() => saveCsv(name, visible, picked.length > 0 ? picked : rows)}
      >
        {props.filters}
      </Toolbar>
      <Scroll
        className="table-scroll"
        ref={scroller}
        focusable={rows.length === 0}
        label={`Rows of ${name.toLowerCase()}`}
      >
        <table
          // biome-ignore lint/a11y/noNoninteractiveElementToInteractiveRole: a grid of rows one moves through
          role="grid"
          aria-label={name}
          aria-rowcount={source.total ?? rows.length}
          style={{ minWidth: minWidth(visible) }}
        >
          <Head columns={visible} sort={sort} onSort={setSort} />
          <tbody>
            <Spacer height={top} />
            {items.map((item) => {
              const each = rows[item.index]!
              const key = keys[item.index]!
              return (
                <Row
                  key={key}
                  row={each}
                  index={item.index}
                  columns={visible}
                  current={item.index === current.index}
                  picked={selection.chosen.has(key)}
                  trace={props.trace?.(each) ?? null}
                  href={props.href?.(each) ?? null}
                  onFocus={() => current.set(item.index)}
                  onStep={current.step}
                  onSelect={(through) => (through ? selection.extend(key) : selection.toggle(key))}
                />
              )
            })}
            <Spacer height={bottom} />
          </tbody>
        </table>
        {source.state === 'loading' && source.rows.length === 0 && <Skeleton rows={10} what={name.toLowerCase()} />}
        {source.state === 'ready' && rows.length === 0 && props.empty}
      </Scroll>
    </div>
  )
}

function chosenColumns<T>(columns: readonly Column<T>[], cols: string): readonly Column<T>[] {
  if (cols === '') return columns.filter((column) => column.optional !== true)
  const wanted = new Set(cols.split('.'))
  return columns.filter((column) => wanted.has(column.key))
}

const narrow = { local: false, wide: false }

function minWidth<T>(columns: readonly Column<T>[]): number {
  return columns.reduce((sum, column) => sum + (widthOf(column, narrow) ?? 140), 0)
}

/** Stands in for the rows that are not drawn. */
function Spacer({ height }: { readonly height: number }) {
  // biome-ignore lint/a11y/noAriaHiddenOnFocusable: nothing in it takes focus
  return height <= 0 ? null : <tr aria-hidden="true" className="spacer" style={{ height }} />
}
