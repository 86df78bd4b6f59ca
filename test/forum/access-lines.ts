import { accessReaders } from '../../src/forum/access/index.ts'
import type { BoardOf, MirrorRow } from '../../src/forum/rights.ts'

type Rows = Readonly<Record<string, readonly Readonly<Record<string, string>>[]>>

/** Rights as lines: `board group: sees reads posts (how)`. */
export function lines(adapter: string, tables: Rows, boards: readonly BoardOf[]): readonly string[] {
  const reader = accessReaders.find((each) => each.adapters.includes(adapter))!
  const rows = (table: string): readonly MirrorRow[] =>
    (tables[table] ?? []).map((row, i) => ({ ...row, _file: 1, _offset: i, _length: 1 }))
  return reader
    .read({ rows, boards })
    .map(
      (a) =>
        `${a.board} ${a.member === null ? (a.grp ?? '*') : `member ${a.member}`}: ${a.sees} ${a.reads} ${a.posts} (${a.how})`,
    )
}

/** Two boards, the second in the first. */
export const nested: readonly BoardOf[] = [
  { id: '1', parent: null },
  { id: '2', parent: '1' },
]
