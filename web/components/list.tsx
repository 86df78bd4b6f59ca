import { useVirtualizer } from '@tanstack/react-virtual'
import { type ReactNode, useEffect, useRef } from 'react'
import { Scroll } from './scroll.tsx'
import { Failed, Skeleton } from './states.tsx'
import type { Source } from './table/source.ts'

/** A long list of things of different heights, drawn only where one looks. */
export function VirtualList<T>({
  label,
  source,
  estimate,
  rowKey,
  render,
  empty,
  reveal = -1,
}: {
  readonly label: string
  readonly source: Source<T>
  readonly estimate: number
  readonly rowKey: (row: T) => string
  readonly render: (row: T, index: number) => ReactNode
  readonly empty: ReactNode
  /** Index to bring into view when it changes. */
  readonly reveal?: number
}) {
  const scroller = useRef<HTMLElement>(null)
  const { rows } = source
  const virtual = useVirtualizer({
    count: rows.length,
    getScrollElement: () => scroller.current,
    estimateSize: () => estimate,
    getItemKey: (index) => (rows[index] === undefined ? index : rowKey(rows[index])),
    overscan: 6,
    initialRect: { width: 600, height: 800 },
  })
  const items = virtual.getVirtualItems()
  const last = items[items.length - 1]?.index ?? 0
  useEffect(() => {
    if (last > rows.length - 20) source.more()
  }, [last, rows.length, source.more])
  useEffect(() => {
    if (reveal >= 0) virtual.scrollToIndex(reveal, { align: 'auto' })
  }, [reveal, virtual])
  return (
    <Scroll className="list-scroll" ref={scroller} label={`List of ${label.toLowerCase()}`}>
      {source.state === 'failed' && source.trouble !== null && (
        <Failed trouble={source.trouble} retry={source.reload} />
      )}
      {source.state === 'loading' && rows.length === 0 && <Skeleton rows={8} what={label.toLowerCase()} />}
      {source.state === 'ready' && rows.length === 0 && empty}
      {rows.length > 0 && (
        <ol className="list" style={{ height: virtual.getTotalSize() }}>
          {items.map((item) => (
            <li
              key={item.key}
              data-index={item.index}
              ref={virtual.measureElement}
              aria-posinset={item.index + 1}
              aria-setsize={source.total ?? rows.length}
              style={{ transform: `translateY(${item.start}px)` }}
            >
              {render(rows[item.index]!, item.index)}
            </li>
          ))}
        </ol>
      )}
    </Scroll>
  )
}
