import type { KeyboardEvent, MouseEvent } from 'react'
import { navigate } from '../../router.tsx'
import type { Column } from './columns.ts'

interface RowProps<T> {
  readonly row: T
  readonly index: number
  readonly columns: readonly Column<T>[]
  readonly current: boolean
  readonly picked: boolean
  readonly trace: string | null
  readonly href: string | null
  readonly onFocus: () => void
  readonly onStep: (by: number) => void
  readonly onSelect: (through: boolean) => void
}

/** One row: focus makes it current, Enter or double click opens it, space selects it. */
export function Row<T>(props: RowProps<T>) {
  const { row, columns, href } = props
  const press = (event: KeyboardEvent) => {
    if (event.target !== event.currentTarget) return
    if (event.key === 'ArrowDown') props.onStep(1)
    else if (event.key === 'ArrowUp') props.onStep(-1)
    else if (event.key === ' ') props.onSelect(event.shiftKey)
    else return
    event.preventDefault()
  }
  const click = (event: MouseEvent<HTMLTableRowElement>) => {
    if ((event.target as HTMLElement).closest('a, button, input') !== null) return
    if (event.shiftKey) props.onSelect(true)
    event.currentTarget.focus({ preventScroll: true })
  }
  return (
    <tr
      tabIndex={props.current ? 0 : -1}
      aria-rowindex={props.index + 2}
      aria-selected={props.picked}
      data-current={props.current}
      data-trace={props.trace ?? undefined}
      onFocus={props.onFocus}
      onKeyDown={press}
      onClick={click}
      onDoubleClick={() => href !== null && navigate(href)}
    >
      {columns.map((column) => {
        const value = column.value(row)
        const classes = [column.align === 'right' ? 'number' : '', column.mono === true ? 'mono' : ''].join(' ').trim()
        return (
          <td key={column.key} className={classes} title={typeof value === 'string' ? value : undefined}>
            {column.cell === undefined ? (value ?? <span className="soft">—</span>) : column.cell(row)}
          </td>
        )
      })}
    </tr>
  )
}
