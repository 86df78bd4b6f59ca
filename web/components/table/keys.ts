import type { KeyBinding } from '../../keys.tsx'

/** What the keys of a table act on. */
export interface TableMoves {
  readonly step: (by: number) => void
  readonly first: () => void
  readonly last: () => void
  readonly open: () => void
  readonly select: () => void
  readonly filter: () => void
  readonly opens: boolean
}

/** The keys every table is worked with. */
export function tableKeys(moves: TableMoves): readonly KeyBinding[] {
  const open = { key: 'Enter', label: 'Open the row', run: moves.open }
  return [
    { key: 'j', label: 'Next row', run: () => moves.step(1) },
    { key: 'k', label: 'Row before', run: () => moves.step(-1) },
    { key: 'g g', label: 'First row', run: moves.first },
    { key: 'G', label: 'Last loaded row', run: moves.last },
    ...(moves.opens ? [open] : []),
    { key: 'x', label: 'Select the row', run: moves.select },
    { key: '/', label: 'Filter', run: moves.filter },
  ]
}
