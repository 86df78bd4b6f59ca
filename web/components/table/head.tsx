import { usePreferences } from '../../preferences.ts'
import { useWide } from '../../wide.ts'
import { type Column, type Sort, widthOf } from './columns.ts'

/** The sticky head: each heading is the button that sorts by it. */
export function Head<T>({
  columns,
  sort,
  onSort,
}: {
  readonly columns: readonly Column<T>[]
  readonly sort: Sort
  readonly onSort: (sort: Sort | null) => void
}) {
  const room = { local: usePreferences().clock === 'local', wide: useWide() }
  return (
    <>
      <colgroup>
        {columns.map((column) => (
          <col key={column.key} style={{ width: widthOf(column, room) ?? 'auto' }} />
        ))}
      </colgroup>
      <thead>
        <tr>
          {columns.map((column) => {
            const state = sort === column.key ? 'ascending' : sort === `-${column.key}` ? 'descending' : 'none'
            // First press ascending, second descending, third back to the order the server gave.
            const next = state === 'none' ? column.key : state === 'ascending' ? `-${column.key}` : null
            return (
              <th key={column.key} scope="col" aria-sort={state} className={column.align === 'right' ? 'number' : ''}>
                {column.sortable === false ? (
                  <span>{column.label}</span>
                ) : (
                  <button type="button" onClick={() => onSort(next)}>
                    {column.label}
                    <span className="arrow" aria-hidden="true">
                      {state === 'ascending' ? '↑' : state === 'descending' ? '↓' : ''}
                    </span>
                  </button>
                )}
              </th>
            )
          })}
        </tr>
      </thead>
    </>
  )
}
