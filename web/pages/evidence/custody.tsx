import { useState } from 'react'
import { type CustodyEntry, endpoints } from '../../../src/api/contract.ts'
import { Facts, Hash } from '../../components/parts.tsx'
import { Scroll } from '../../components/scroll.tsx'
import { Empty } from '../../components/states.tsx'
import type { Column } from '../../components/table/columns.ts'
import { countColumn, timeColumn } from '../../components/table/kinds.tsx'
import { Table } from '../../components/table/table.tsx'
import { usePages } from '../../pages.ts'
import { words } from '../../text/format.ts'

const columns: readonly Column<CustodyEntry>[] = [
  countColumn('seq', 'No.', 72, (row) => row.seq),
  timeColumn('at', 'At', (row) => row.at),
  { key: 'action', label: 'Action', width: 108, value: (row) => row.action, cell: (row) => words(row.action) },
  { key: 'subject', label: 'Of', width: 152, value: (row) => row.subject },
  { key: 'actor', label: 'By', width: 136, value: (row) => row.actor },
  { key: 'detail', label: 'Detail', width: 'grow', value: (row) => inWords(row.detail) },
  {
    key: 'hash',
    label: 'Hash',
    width: 150,
    value: (row) => row.hash,
    cell: (row) => <Hash value={row.hash} what="hash of the entry" />,
  },
]

/** The append-only ledger, newest first; below, the entry one is at, in full. */
export function Custody() {
  const entries = usePages(endpoints.custody, {})
  const [current, setCurrent] = useState<CustodyEntry | null>(null)
  return (
    <div className="over-under">
      <Table
        name="Custody ledger"
        columns={columns}
        source={entries}
        rowKey={keyOf}
        onCurrent={setCurrent}
        empty={<Empty title="The ledger is empty">It begins with the declaration of the operation.</Empty>}
      />
      {current !== null && <Entry of={current} />}
    </div>
  )
}

const keyOf = (row: CustodyEntry) => String(row.seq)

function Entry({ of }: { readonly of: CustodyEntry }) {
  return (
    <section className="card under" aria-label={`Entry ${of.seq}`}>
      <header>
        <h2>
          Entry {of.seq}: {words(of.action)}
        </h2>
        <span className="soft">
          {of.subject} · {of.actor}
        </span>
      </header>
      <Scroll label="The entry in full" className="inside under-body">
        <Facts
          of={[
            ...Object.entries(of.detail).map(
              ([name, value]) => [words(name), <Value key={name} of={value} />] as const,
            ),
            ['Hash', <code key="h">{of.hash}</code>],
            ['Entry before', <code key="p">{of.previous}</code>],
          ]}
        />
      </Scroll>
    </section>
  )
}

function Value({ of }: { readonly of: unknown }) {
  return typeof of === 'string' || typeof of === 'number' ? of : <code>{JSON.stringify(of)}</code>
}

function inWords(detail: Readonly<Record<string, unknown>>): string {
  return Object.entries(detail)
    .map(([name, value]) => `${name} ${typeof value === 'string' ? value : JSON.stringify(value)}`)
    .join(' · ')
}
